export { confidenceOfScale, scaleOfConfidence } from './confidence.ts'
export type { ConfidenceScale } from './confidence.ts'
export { CONTEXT_TYPES, HARMFUL_TYPES } from './indicator-types.ts'
export { deterministicId } from './sco-id.ts'
export {
  knownMarkings,
  markingOfTlp,
  readTlp,
  strictestTlp,
  TLP_LEVELS,
  TLP_MARKINGS,
  tlpOfDefinition,
  tlpOfObject,
} from './tlp.ts'
export type { KnownMarkings, Tlp } from './tlp.ts'
export { upgradeStix } from './upgrade.ts'
export type { Upgraded } from './upgrade.ts'
export { validateStix } from './validate/index.ts'
export type { Validation } from './validate/index.ts'
export type { Finding, ValidateOptions } from './validate/finding.ts'
export { compareVersions } from './versions.ts'
export type { VersionFault, VersionOrder } from './versions.ts'
export { isCheckName } from './validate/checks.ts'
