export { convertMispEvent, isMispEvent } from './convert.ts'
export { readWarningListHead } from './warning-list.ts'
export type { WarningListHead } from './warning-list.ts'
