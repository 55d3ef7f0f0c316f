export { accountObservablesSql, loadAccountObservables } from './account-observables.ts'
export { loadAccountDirectory } from './load-accounts.ts'
export type { RejectedAccount } from './load-accounts.ts'
