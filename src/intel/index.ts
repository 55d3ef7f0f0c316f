export { readActorProfiles } from './actor-profiles.ts'
export type { ActorProfile } from './actor-profiles.ts'
export { deriveIntel, importIntel, readIntel } from './import-intel.ts'
export type { ImportOptions, IntelProgress } from './import-intel.ts'
export { countCurrent, readCurrentTexts } from './read-current.ts'
export type { FileOutcome } from './read-files.ts'
export type { IntelRejection, IntelReport } from './report.ts'
export { createIntelTables } from './schema.ts'
export {
  DECAY_DEFAULTS,
  DECAY_KINDS,
  DECAY_LIMITS,
  RELIABILITY_CAPS,
} from './lifecycle/decay-rules.ts'
export type { DecayRule } from './lifecycle/decay-rules.ts'
export {
  addDecision,
  addSighting,
  NO_LIFECYCLE,
  rateSource,
  readLifecycle,
  setDecayRule,
} from './lifecycle/lifecycle.ts'
export type { Lifecycle } from './lifecycle/lifecycle.ts'
export { loadLifecycle } from './lifecycle/load-lifecycle.ts'
export { nameValue } from './lifecycle/name-value.ts'
export { countLife, LIFE_STATES, readLife } from './lifecycle/read-life.ts'
export type { IndicatorLife, LifeState } from './lifecycle/read-life.ts'
export { intelMigrations } from './lifecycle/tables.ts'
export type { IntelRecordTables } from './lifecycle/tables.ts'
export { KNOWN_ACTORS } from './actors/known-actors.ts'
export { whoIsMeant } from './actors/name-claim.ts'
export type { NameClaim } from './actors/name-claim.ts'
export { readActorFile } from './actors/read-actor-file.ts'
