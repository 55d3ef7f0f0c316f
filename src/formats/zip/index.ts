export { openZip } from './archive.ts'
export type { ZipArchive, ZipLimits } from './archive.ts'
