export { ByteSink } from './byte-sink.ts'
export { JsonElementSplitter } from './split.ts'
export type { JsonElement } from './split.ts'
