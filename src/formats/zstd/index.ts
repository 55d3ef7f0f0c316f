export { zstdFault } from './frames.ts'
export type { ReadAt } from './frames.ts'
