export { CONTEXT_TYPES, HARMFUL_TYPES } from './indicator-types.ts'
export { TLP_LEVELS, TLP_MARKINGS } from './tlp.ts'
export type { Tlp } from './tlp.ts'
