export { migrateRecords } from './migrate-records.ts'
export type { Migrations } from './migrate-records.ts'
export { openRecords } from './open-records.ts'
export type { Records, RecordsPlace } from './open-records.ts'
