export { settleClusters } from './cluster-log.ts'
export type { SettledFindings } from './cluster-log.ts'
export { deriveFindings } from './findings.ts'
export type { Cluster, Lead } from './findings.ts'
