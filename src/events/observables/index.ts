export { clientAddressSql } from './addresses.ts'
export { hostNameSql } from './host-names.ts'
export { observablesSql } from './observables-sql.ts'
export type { EventColumns } from './observables-sql.ts'
