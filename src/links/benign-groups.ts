import type { Engine } from '../platform/index.ts'
import type { CrewTie } from './crews.ts'
import { GROUP_PARAMETERS as P } from './group-parameters.ts'
import type { LinkEvidence } from './link-probability.ts'
import type { LinkFamily } from './parameters.ts'

/** Sorts of innocent groups whose members share what one operator's accounts share. */
export type BenignGroup =
  | 'household'
  | 'office behind one address'
  | 'campus'
  | 'classroom with one template'
  | 'agency'
  | 'reseller'
  | 'company on one card'
  | 'integration with machine cadence'
  | 'viral prompt'

/** What two accounts have in common beside the values that link them. */
export interface CommonGround {
  /** Whether they name one organisation or have one private mail domain. */
  readonly isSameWork: boolean
  readonly isSameCountry: boolean
  /** Accounts that met the main address of both; 0 when they have different ones. */
  readonly atHome: number
  /** Whether a machine keeps the time of both. */
  readonly areMachines: boolean
}

type Rule = (ground: CommonGround, holders: (family: LinkFamily) => number) => boolean

/** The first that fits names the group: from the most to the least telling sign. */
const RULES: readonly (readonly [BenignGroup, Rule])[] = [
  [
    'integration with machine cadence',
    (ground, holders) => ground.areMachines && holders('device') > 0,
  ],
  ['company on one card', (ground, holders) => ground.isSameWork && holders('pay') > 0],
  [
    'reseller',
    (_, holders) =>
      holders('pay') >= P.resellerMin && holders('device') + holders('net') + holders('mail') > 0,
  ],
  ['agency', (_, holders) => holders('pay') >= P.agencyMin && holders('name') > 0],
  [
    'classroom with one template',
    (ground, holders) =>
      holders('name') >= P.classMin && (ground.atHome > P.householdMax || ground.isSameWork),
  ],
  ['campus', (ground) => ground.atHome >= P.campusMin],
  ['office behind one address', (ground) => ground.atHome > P.householdMax],
  ['household', (ground, holders) => ground.atHome > 1 && holders('name') === 0],
  [
    'viral prompt',
    (ground, holders) =>
      !ground.isSameCountry &&
      holders('name') >= P.viralMin &&
      holders('pay') + holders('net') + holders('device') === 0,
  ],
]

/**
 * The sort of innocent group whose sharing a link looks like, or null. It explains the shared trait to the reader and
 * gives no immunity: neither the link's probability nor a member's own evidence changes by it.
 */
export function likenessOf(link: LinkEvidence, ground: CommonGround): BenignGroup | null {
  const narrowest = new Map(
    link.families.map(({ family, values }) => [
      family,
      Math.min(...values.map((value) => value.holders)),
    ]),
  )
  const holders = (family: LinkFamily): number => narrowest.get(family) ?? 0
  return RULES.find(([, fits]) => fits(ground, holders))?.[0] ?? null
}

/** Names the innocent group that each tie looks like. Ties below `least` are left without one: nobody reads of them. */
export async function nameGroups(
  engine: Engine,
  ties: readonly CrewTie[],
  least: number,
): Promise<CrewTie[]> {
  const isAsked = (tie: CrewTie): boolean => tie.link.probability >= least && tie.nearest !== ''
  const asked = ties.filter(isAsked)
  if (asked.length === 0) return [...ties]
  const traits = await readTraits(
    engine,
    asked.flatMap((tie) => [tie.account, tie.nearest]),
  )
  return ties.map((tie) => {
    const [x, y] = [traits.get(tie.account), traits.get(tie.nearest)]
    if (x === undefined || y === undefined || !isAsked(tie)) return tie
    return { ...tie, looksLike: likenessOf(tie.link, groundOf(x, y)) }
  })
}

interface Traits {
  readonly account: string
  readonly org: string
  readonly country: string
  readonly home: string
  readonly met: number
  readonly isMachine: number
}

function groundOf(x: Traits, y: Traits): CommonGround {
  return {
    isSameWork: x.org !== '0' && x.org === y.org,
    isSameCountry: x.country !== '0' && x.country === y.country,
    atHome: x.home !== '' && x.home === y.home ? x.met : 0,
    areMachines: x.isMachine === 1 && y.isMachine === 1,
  }
}

async function readTraits(
  engine: Engine,
  accounts: readonly string[],
): Promise<Map<string, Traits>> {
  const rows = await engine.rows<Traits>(TRAITS, {
    accounts: [...new Set(accounts)].sort(),
    gapsMin: P.gapsMin,
    regularMin: P.regularMin,
  })
  return new Map(rows.map((row) => [row.account, row]))
}

/** An account's main address is the one with most of its days; an account that is seen on one day only has none. */
const TRAITS = `
  WITH homes AS (
    SELECT account_id, argMax(value, (n, value)) AS home FROM (
      SELECT account_id, value, uniqExact(day) AS n FROM observables
      WHERE account_id IN {accounts:Array(String)} AND kind = 'ip' AND relation = 'contact' GROUP BY account_id, value HAVING n > 1
    ) GROUP BY account_id
  ),
  crowds AS (
    SELECT value, uniqExact(account_id) AS met FROM observables
    WHERE kind = 'ip' AND relation = 'contact' AND value IN (SELECT home FROM homes) GROUP BY value
  ),
  cadences AS (
    SELECT account_id, arrayFilter(gap -> gap > 0, arrayPopFront(arrayDifference(arraySort(groupArray(toUInt32(ts)))))) AS gaps,
           arrayReduce('quantileExact', gaps) AS middle,
           length(gaps) >= {gapsMin:UInt32}
             AND arrayCount(gap -> abs(gap - middle) <= middle / 10, gaps) >= {regularMin:Float64} * length(gaps) AS is_machine
    FROM events WHERE account_id IN {accounts:Array(String)} GROUP BY account_id
  )
  SELECT g.account_id AS account, toString(g.org) AS org, toString(g.country) AS country, h.home AS home, c.met AS met,
         toUInt8(d.is_machine) AS isMachine
  FROM (SELECT * FROM account_groups WHERE account_id IN {accounts:Array(String)}) AS g
  LEFT JOIN homes AS h ON h.account_id = g.account_id
  LEFT JOIN crowds AS c ON c.value = h.home
  LEFT JOIN cadences AS d ON d.account_id = g.account_id
  ORDER BY account`
