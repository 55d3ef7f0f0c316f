import type { CasesDb } from '../tables.ts'
import type { CaseView } from './case-view.ts'
import { type CaseKey, listCases } from './read.ts'

/** What closed cases settled: accounts of one operator, a list a case, and accounts that were nobody's. */
export interface SettledAccounts {
  readonly operators: readonly (readonly string[])[]
  readonly innocents: readonly string[]
}

const PAGE = 200

/**
 * Reads what analysts settled. The accounts of a confirmed case are one operator's; those of a case that was a false positive, or
 * of a victim, are not. An account that two cases tell of differently counts as innocent.
 */
export async function readSettled(db: CasesDb): Promise<SettledAccounts> {
  const operators: (readonly string[])[] = []
  const innocents = new Set<string>()
  for (let after: CaseKey | undefined, isLast = false; !isLast;) {
    const page = await listCases(db, { status: 'closed', after, limit: PAGE })
    for (const view of page) {
      const accounts = accountsOf(view)
      if (view.outcome === 'confirmed') operators.push(accounts)
      if (view.outcome === 'false-positive' || view.outcome === 'victim')
        for (const account of accounts) innocents.add(account)
    }
    const last = page.at(-1)
    after = last === undefined ? undefined : { openedAt: last.openedAt, id: last.id }
    isLast = page.length < PAGE
  }
  return {
    operators: operators
      .map((accounts) => accounts.filter((account) => !innocents.has(account)))
      .filter((accounts) => accounts.length > 1),
    innocents: [...innocents].sort(),
  }
}

function accountsOf({ subjects }: CaseView): string[] {
  return subjects
    .filter(({ kind }) => kind === 'account')
    .map(({ id }) => id)
    .sort()
}
