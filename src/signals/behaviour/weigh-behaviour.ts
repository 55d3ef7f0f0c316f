import { groupBy } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import { BEHAVIOUR_PARAMETERS as P } from '../parameters.ts'
import type { AccountSignal } from '../signal.ts'
import { PLACE } from './derive-behaviour.ts'
import { type BehaviourFeature, CAUSE, CAUSE_BITS } from './rank-behaviour.ts'

interface CauseRow {
  account_id: string
  country: string
  cause: string
  bits: number
  feature: BehaviourFeature
  rank: number
  requests: number
  places: number
  close: number
  hops: number
  strangers: number
  rarest: string
  hours_like: string
  age_days: number | null
  languageEvents: string[]
  networkEvents: string[]
}

/** Less than this, in bits, is not worth an analyst's reading. */
const BITS_SHOWN_MIN = 0.1

/**
 * Evidence of how accounts behave, a signal for each cause (network, language, hours, sign-up), for or against;
 * needs `rankBehaviour`. Together an account's lie within `bitsMax` on both sides: beyond it all are scaled.
 */
export async function weighBehaviour(
  engine: Engine,
  accounts: readonly string[],
): Promise<AccountSignal[]> {
  if (accounts.length === 0) return []
  const rows = await engine.rows<CauseRow>(CAUSE_ROWS, { accounts })
  return [...groupBy(rows, (row) => row.account_id).values()].flatMap((causes) => {
    const sum = causes.reduce((total, row) => total + row.bits, 0)
    const scale = Math.min(1, P.bitsMax / Math.max(Math.abs(sum), 1e-9))
    return causes
      .map((row) => signalOf(row, row.bits * scale))
      .filter((signal) => Math.abs(signal.bits) >= BITS_SHOWN_MIN)
  })
}

function signalOf(row: CauseRow, bits: number): AccountSignal {
  const examples = row.cause === 'language' ? row.languageEvents : row.networkEvents
  return {
    account: row.account_id,
    source: 'behaviour',
    name: `${row.cause} behaviour`,
    bits,
    events: bits > 0 && ['language', 'network'].includes(row.cause) ? examples : [],
    observed: '',
    techniques: bits > 0 && row.cause === 'network' ? ['T1090'] : [],
    intel: null,
    note:
      bits > 0 ? telling(row) : `nothing unusual among accounts like it: ${ORDINARY[row.cause]}`,
    actor: '',
  }
}

const ORDINARY: Readonly<Record<string, string>> = {
  network: 'addresses change as for others',
  language: 'writes what its country writes',
  hours: 'active when its country is',
  'sign-up': 'not new when first used',
}

/** What stands out, in words that an analyst can check against the account's events. */
function telling(row: CauseRow): string {
  const top = `top ${percent(row.rank)} of accounts like it`
  switch (row.feature) {
    case 'places':
      return `${row.places} different addresses in ${row.requests} requests (${top}); residential proxies look like that`
    case 'hops':
      return (
        `${row.hops} of ${row.close} requests came from another address than the one shortly before (${top}); ` +
        `proxies that change for each request look like that`
      )
    case 'strangers':
      return `a guest at ${row.strangers} addresses where other accounts are at home (${top}); residential proxies lead through homes`
    case 'languages':
      return `writes ${row.rarest || 'a language'}, unusual among accounts of ${row.country} (${top}); people who moved do so too`
    case 'hours':
      return `its active hours fit accounts of ${row.hours_like} better than those of ${row.country} (${top})`
    case 'young':
      return `first used ${(row.age_days ?? 0).toFixed(1)} days after it was made (${top})`
  }
}

function percent(rank: number): string {
  return rank < 0.1 ? `${Math.max(rank * 100, 0.01).toFixed(2)}%` : `${Math.round(rank * 100)}%`
}

const EXAMPLES_MAX = 3

/** For the asked accounts alone: the requests in the unusual language, and those from a place seen once. */
const EXAMPLES = `
  SELECT e.account_id AS account_id,
         arraySlice(arraySort(groupArrayIf(event_id, language = b.rarest AND language != '')),
           1, ${EXAMPLES_MAX}) AS language_events,
         arraySlice(arrayMap(pair -> tupleElement(pair, 2), arraySort(groupArrayIf((seen, event_id), place != ''))),
           1, ${EXAMPLES_MAX}) AS network_events
  FROM (
    SELECT account_id, event_id, ${PLACE} AS place, toString(events.language) AS language,
           count() OVER (PARTITION BY account_id, place) AS seen
    FROM events WHERE account_id IN {accounts:Array(String)}
  ) AS e
  INNER JOIN account_behaviour AS b ON b.account_id = e.account_id
  GROUP BY e.account_id`

const CAUSE_ROWS = `
  WITH people AS (SELECT * FROM account_behaviour WHERE account_id IN {accounts:Array(String)})
  SELECT p.account_id AS account_id, toString(p.country) AS country, c.cause AS cause, c.bits AS bits,
         c.best_feature AS feature, c.best_rank AS rank, p.requests AS requests, p.places AS places, p.close AS close,
         p.hops AS hops, p.strangers AS strangers, p.rarest AS rarest,
         p.hours_like AS hours_like, p.age_days AS age_days,
         x.language_events AS languageEvents, x.network_events AS networkEvents
  FROM people AS p
  INNER JOIN (
    SELECT acct, ${CAUSE} AS cause, ${CAUSE_BITS} AS bits,
           argMax(feature, feature_bits) AS best_feature, argMax(rank, feature_bits) AS best_rank
    FROM (SELECT acct, feature, rank, bits AS feature_bits FROM behaviour_bits WHERE acct IN (SELECT acct FROM people))
    GROUP BY acct, cause
  ) AS c ON c.acct = p.acct
  INNER JOIN (${EXAMPLES}) AS x ON x.account_id = p.account_id
  ORDER BY account_id, cause`
