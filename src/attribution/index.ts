export { deriveFindings } from './findings.ts'
export type { Cluster, Lead } from './findings.ts'
