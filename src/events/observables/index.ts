export { observablesSql } from './observables-sql.ts'
export type { EventColumns } from './observables-sql.ts'
