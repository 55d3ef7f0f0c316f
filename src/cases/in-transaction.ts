import type { Transaction } from 'kysely'
import type { CasesDb, CasesTables } from './tables.ts'

/** Runs `work` in the caller's transaction when there is one, else in one of its own. */
export function inTransaction<Result>(
  db: CasesDb,
  work: (trx: Transaction<CasesTables>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? work(db as Transaction<CasesTables>) : db.transaction().execute(work)
}
