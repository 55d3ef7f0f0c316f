import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, type Transaction, type TransactionBuilder } from 'kysely'

/** A transaction that goes on, as those who are called within it can tell. */
interface OpenTransaction {
  isOpen: boolean
}

const within = new AsyncLocalStorage<OpenTransaction>()

/**
 * Throws when the caller runs inside a transaction: the embedded records have one connection, which that transaction holds
 * until the caller is done, so each would wait for the other for ever. On a server the same code would see the records
 * as they were before the transaction, which is a mistake too, only a silent one.
 */
export function refuseBesideTransaction(): void {
  if (within.getStore()?.isOpen === true)
    throw new Error(
      'records: asked the records beside an open transaction, which would wait for itself; pass on "trx"',
    )
}

/** Kysely whose transactions are known to those who are called within them. */
export class OneConnectionKysely<Tables> extends Kysely<Tables> {
  override transaction(): TransactionBuilder<Tables> {
    return marked(super.transaction())
  }
}

function marked<Tables>(builder: TransactionBuilder<Tables>): TransactionBuilder<Tables> {
  const execute = builder.execute.bind(builder)
  const setIsolationLevel = builder.setIsolationLevel.bind(builder)
  const setAccessMode = builder.setAccessMode.bind(builder)
  return Object.assign(builder, {
    execute: <Result>(work: (trx: Transaction<Tables>) => Promise<Result>): Promise<Result> =>
      execute(async (trx) => {
        const open: OpenTransaction = { isOpen: true }
        try {
          return await within.run(open, () => work(trx))
        } finally {
          // What was begun within and goes on after the end is beside nothing any more.
          open.isOpen = false
        }
      }),
    setIsolationLevel: (level: Parameters<typeof setIsolationLevel>[0]) =>
      marked(setIsolationLevel(level)),
    setAccessMode: (mode: Parameters<typeof setAccessMode>[0]) => marked(setAccessMode(mode)),
  })
}
