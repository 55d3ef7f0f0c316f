export { openEmbeddedEngine } from './clickhouse.ts'
export type { Engine, EngineParams, EngineValue } from './engine.ts'
