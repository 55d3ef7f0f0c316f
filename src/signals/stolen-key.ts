import { groupBy, probabilityOf } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { PLACE } from './behaviour/index.ts'
import { STOLEN_KEY_PARAMETERS as P } from './parameters.ts'
import { divideHands, type Division, type Hand } from './two-hands.ts'

/**
 * An account that may be a victim's, and what about it came from somebody else's places: the addresses and clients
 * that tie it to an operation, if any do.
 */
export interface ForeignUse {
  readonly account: string
  readonly addresses: readonly string[]
  readonly clients: readonly string[]
  /** Whether what ties it belongs to the account itself, not to its use: a card, its e-mail, where it signed up. */
  readonly isOwner: boolean
}

/** How probable it is that an account which an operation used is a customer's whose key was stolen. */
export interface StolenKeyOdds {
  readonly account: string
  readonly probability: number
  /** What speaks for two hands, in words. */
  readonly note: string
}

interface HandRow extends Hand {
  account_id: string
  client: string
}

/**
 * Weighs, for accounts that an operation probably used, whether the operation made the account or stole its key. Only accounts
 * whose use falls into parts that share neither a place nor a client are told of: all others have one hand.
 *
 * Where addresses or clients tie the account to an operation, some of them must be of the foreign use and none of its
 * own. An account that shares what belongs to itself (`isOwner`) with an operation was hardly stolen.
 */
export async function weighStolenKeys(
  engine: Engine,
  uses: readonly ForeignUse[],
): Promise<StolenKeyOdds[]> {
  if (uses.length === 0) return []
  const ties = uses.flatMap((use) =>
    [...use.addresses, ...use.clients].map((value) => [use.account, value] as const),
  )
  const rows = await engine.rows<HandRow>(HANDS, {
    accounts: uses.map((use) => use.account),
    tiedAccounts: ties.map(([account]) => account),
    tiedValues: ties.map(([, value]) => value),
  })
  const hands = groupBy(rows, (row) => row.account_id)
  return uses.flatMap((use) => {
    const isTied = use.addresses.length + use.clients.length > 0
    const division = divideHands(hands.get(use.account) ?? [], isTied)
    if (division === undefined) return []
    const bits = P.priorBits + division.bits - (use.isOwner ? P.ownerBits : 0)
    return [{ account: use.account, probability: probabilityOf(bits), note: inWords(division) }]
  })
}

/** Parts below this, in bits, are not told. */
const BITS_TOLD_MIN = 0.5

function inWords({ own, foreign, parts }: Division): string {
  const signs = [
    parts.places < BITS_TOLD_MIN
      ? ''
      : `own use from ${own.places.length} addresses in ${own.requests} requests, the other from ` +
        `${foreign.places.length} in ${foreign.requests}`,
    parts.languages < BITS_TOLD_MIN
      ? ''
      : `languages differ (${spoken(own)}; there ${spoken(foreign)})`,
    parts.days < BITS_TOLD_MIN ? '' : 'the other use is short beside the whole',
  ].filter((sign) => sign !== '')
  return (
    `use on ${own.days.length} days, and ${foreign.requests} requests that share neither address nor client with it: ` +
    (signs.length === 0 ? 'too little to tell whether one hand made both' : signs.join('; '))
  )
}

const spoken = (hand: Hand): string =>
  Object.keys(hand.languages)
    .filter((language) => language !== '')
    .sort()
    .join(', ') || 'none told'

/** A row for each client of the asked accounts: where from, when, in which languages, and whether a tie is of it. */
const HANDS = `
  WITH ties AS (SELECT arrayJoin(arrayZip({tiedAccounts:Array(String)}, {tiedValues:Array(String)})) AS tie)
  SELECT account_id, user_agent AS client, toUInt32(count()) AS requests,
         arraySort(groupUniqArray(${P.placesRead})(${PLACE})) AS places,
         arraySort(groupUniqArray(toUInt32(toRelativeDayNum(ts)))) AS days,
         sumMap(map(toString(language), toUInt32(1))) AS languages,
         toUInt32(countIf((account_id, ip) IN (SELECT tie FROM ties) OR (account_id, user_agent) IN (SELECT tie FROM ties))) AS tied
  FROM events
  WHERE account_id IN {accounts:Array(String)} AND ip != '' AND user_agent != ''
  GROUP BY account_id, client
  ORDER BY account_id, client`
