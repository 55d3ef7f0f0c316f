export { ingestUsage } from './ingest-usage.ts'
export type { FileReport, IngestOptions, IngestProgress, IngestReport } from './ingest-usage.ts'
export { createEventTables, OBSERVABLE_KINDS, OBSERVABLE_RELATIONS } from './schema.ts'
export type { ObservableKind, ObservableRelation } from './schema.ts'
