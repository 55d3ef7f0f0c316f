export { convertMispEvent, isMispEvent } from './convert.ts'
export type { ConvertedEvent, StixJson } from './convert.ts'
export { readWarningListHead } from './warning-list.ts'
export type { WarningListHead, WarningMatch } from './warning-list.ts'
