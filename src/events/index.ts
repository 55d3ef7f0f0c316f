export { loadAccountDirectory, loadAccountObservables } from './account-directory/index.ts'
export type { RejectedAccount } from './account-directory/index.ts'
export { ingestUsage } from './ingest-usage.ts'
export type { FileReport, IngestOptions, IngestProgress, IngestReport } from './ingest-usage.ts'
export { promptLanguageSql } from './prompt-language.ts'
export { createEventTables, OBSERVABLE_KINDS, OBSERVABLE_RELATIONS } from './schema.ts'
export type { ObservableKind, ObservableRelation } from './schema.ts'
export { countActiveAccounts, countUseSince, describeAccounts } from './account-use.ts'
export type { AccountFacts, UseSeen, UseSince } from './account-use.ts'
export { readEventMetadata, readEventTexts, readUse } from './read-events.ts'
export type {
  EventChoice,
  EventMetadata,
  EventTexts,
  EventWithTexts,
  UseOfDay,
} from './read-events.ts'
export { countOldEvents, countOldTexts, deleteOldEvents, eraseOldTexts } from './retention.ts'
export type { OldEvents } from './retention.ts'
