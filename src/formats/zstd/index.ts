export { zstdFault } from './frames.ts'
export type { ReadAt } from './frames.ts'
export { inflateZstd } from './inflate.ts'
