import { createHmac } from 'node:crypto'
import type { SecretKey } from '../platform/index.ts'
import { type ActionsDeps, audit, plusMinutes } from './deps.ts'

/** What an account is known by, before it is made a token. Left out: not known. */
export interface AccountTraits {
  readonly pay?: string
  readonly mail?: string
  readonly phone?: string
  readonly device?: string
  /** Sign-up address with its day, since addresses change hands: `203.0.113.9 2026-01-05`. */
  readonly address?: string
}

export type TraitFamily = keyof AccountTraits

export interface ReturnCandidate {
  /** The closed account, and by what it is like this one. Weak by itself, and never a ground to act. */
  readonly account: string
  readonly action: string
  readonly families: readonly TraitFamily[]
}

/** Two years, the shorter of what is usual; a person's card and phone change in that time. */
const KEPT_DAYS = 730
/** Providers that pass over dots in the name; all pass over what follows a plus. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com'])

/**
 * Keeps what an account that was terminated is known by, as tokens keyed by the newest pepper. The values themselves are
 * kept nowhere. Tokens of older peppers stay until they run out or their pepper is dropped from the ring.
 */
export async function keepReturnTokens(
  deps: ActionsDeps,
  pepper: SecretKey,
  closed: { readonly account: string; readonly action: string; readonly traits: AccountTraits },
): Promise<number> {
  const at = deps.clock()
  const { account, action } = closed
  const rows = tokensOf(pepper, closed.traits).map(([family, token]) => ({
    pepper_id: pepper.id,
    family,
    token,
    account,
    action_id: action,
    closed_at: at,
    expires_at: plusMinutes(at, KEPT_DAYS * 24 * 60),
  }))
  if (rows.length === 0) return 0
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('return_tokens')
      .values(rows)
      .onConflict((on) => on.doNothing())
      .execute()
    const entry = { at, by: 'system:actions', action: 'return-tokens.kept' }
    await audit(trx, { ...entry, subject: `action:${action}`, after: { count: rows.length } })
  })
  return rows.length
}

/** Closed accounts that one signing up may be, under every pepper of the ring; those with most in common first. */
export async function findReturned(
  deps: ActionsDeps,
  peppers: readonly SecretKey[],
  traits: AccountTraits,
): Promise<readonly ReturnCandidate[]> {
  const found = new Map<string, { action: string; families: Set<TraitFamily> }>()
  for (const pepper of peppers)
    for (const [family, token] of tokensOf(pepper, traits)) {
      const rows = await deps.db
        .selectFrom('return_tokens')
        .where('pepper_id', '=', pepper.id)
        .where('family', '=', family)
        .where('token', '=', token)
        .where('expires_at', '>', deps.clock())
        .select(['account', 'action_id'])
        .execute()
      for (const row of rows) {
        const entry = found.get(row.account) ?? { action: row.action_id, families: new Set() }
        entry.families.add(family)
        found.set(row.account, entry)
      }
    }
  return [...found]
    .map(([account, { action, families }]) => ({ account, action, families: [...families].sort() }))
    .sort((a, b) => b.families.length - a.families.length || (a.account < b.account ? -1 : 1))
}

/** Forgets tokens that have run out, and those of an account that was given back. Gives how many. */
export async function forgetReturnTokens(deps: ActionsDeps, reinstated?: string): Promise<number> {
  const query = deps.db.deleteFrom('return_tokens')
  const result = await (
    reinstated === undefined
      ? query.where('expires_at', '<=', deps.clock())
      : query.where('account', '=', reinstated)
  ).executeTakeFirst()
  return Number(result.numDeletedRows)
}

function tokensOf(pepper: SecretKey, traits: AccountTraits): Array<[TraitFamily, string]> {
  const tokens: Array<[TraitFamily, string]> = []
  for (const family of ['pay', 'mail', 'phone', 'device', 'address'] as const) {
    const value = normalise(family, traits[family] ?? '')
    if (value === '') continue
    const hmac = createHmac('sha256', Buffer.from(pepper.hex, 'hex'))
    tokens.push([family, hmac.update(`${family}\u{1f}${value}`).digest('hex')])
  }
  return tokens
}

function normalise(family: TraitFamily, value: string): string {
  const text = value.trim()
  if (family === 'phone') return text.replace(/[^0-9+]/g, '')
  if (family !== 'mail') return text
  const [name = '', domain = ''] = text.toLowerCase().split('@')
  const bare = name.split('+')[0] ?? ''
  if (bare === '' || domain === '') return ''
  return `${DOTLESS.has(domain) ? bare.replaceAll('.', '') : bare}@${domain}`
}
