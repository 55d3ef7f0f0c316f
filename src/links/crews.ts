import { groupBy } from '../core/index.ts'
import type { BenignGroup } from './benign-groups.ts'
import type { CrewValue, SharedValues } from './evidence.ts'
import { type LinkEvidence, weighLink } from './link-probability.ts'
import type { LinkTests } from './link-tests.ts'
import { boundByNull } from './null-run.ts'

/** Accounts with evidence of their own that are tied strongly enough to be treated as one operator. */
export interface Crew {
  readonly core: readonly string[]
}

/** A tie between an account and a crew's core (the account itself left out). */
export interface CrewTie {
  readonly account: string
  readonly crew: number
  readonly link: LinkEvidence
  /** The core member with which the account shares most. */
  readonly nearest: string
  /** All core members with which it shares something, by what they share, most first. */
  readonly sharers: readonly string[]
  /** How often coincidence alone gives a link of this sort and strength, among all that strong, by the null run. */
  readonly nullRate: number
  /** Whether e-BH selects it among all pairs that were tested. */
  readonly isDiscovery: boolean
  /** The sort of innocent group whose sharing it looks like; null when it looks like none, left out when nobody asked. */
  readonly looksLike?: BenignGroup | null
}

/** The least probability of one operator at which two suspects' evidence is put together. */
const CORE_LINK_MIN = 0.5

/**
 * Joins suspects into crews, then ties every account that shares something with a crew's core to it.
 *
 * No link is more probable than the null run lets it be.
 * Suspicion starts only in the core and travels one step: an account that is tied to a core never
 * brings in others (research: trial, lesson 1). `suspects` are accounts with evidence of their own.
 */
export function formCrews(
  suspects: readonly string[],
  shared: readonly SharedValues[],
  people: number,
  tests: LinkTests,
): { crews: Crew[]; ties: CrewTie[] } {
  const crews = joinSuspects(suspects, shared, tests)
  return { crews, ties: tieAccounts(crews, shared, people, new Set(suspects), tests) }
}

/** Joins suspects that are tied strongly enough to each other; the others are each a crew of one. */
export function joinSuspects(
  suspects: readonly string[],
  shared: readonly SharedValues[],
  tests: LinkTests,
): Crew[] {
  const isSuspect = new Set(suspects)
  const root = new Map<string, string>(suspects.map((account) => [account, account]))
  const find = (account: string): string => {
    const parent = root.get(account) ?? account
    if (parent === account) return account
    const top = find(parent)
    root.set(account, top)
    return top
  }
  for (const pair of shared) {
    if (!isSuspect.has(pair.b) || pair.a > pair.b) continue
    const context = {
      ...pair,
      people: suspects.length,
      size: 1,
      isBothSuspect: true,
    }
    const link = boundByNull(weighLink(pair.values, context), tests.nullRate, true)
    if (link.probability < CORE_LINK_MIN) continue
    const [x, y] = [find(pair.a), find(pair.b)].sort()
    if (x !== undefined && y !== undefined && x !== y) root.set(y, x)
  }
  const cores = groupBy([...suspects].sort(), find)
  return [...cores.values()].map((core) => ({ core }))
}

/** Values that two or more members of one core hold. */
export function findCrewValues(
  crews: readonly Crew[],
  shared: readonly SharedValues[],
): CrewValue[] {
  const crewOf = crewsByAccount(crews)
  const members = new Map<string, Set<string>>()
  for (const { a, b, values } of shared) {
    const crew = crewOf.get(a)
    if (crew === undefined || crew !== crewOf.get(b)) continue
    for (const { token } of values) {
      const key = `${token} ${crew}`
      members.set(key, (members.get(key) ?? new Set()).add(a).add(b))
    }
  }
  return [...members].map(([key, set]) => ({ token: key.split(' ')[0] ?? '', members: set.size }))
}

/** The index of the crew whose core an account is in. */
export function crewsByAccount(crews: readonly Crew[]): Map<string, number> {
  return new Map(crews.flatMap(({ core }, index) => core.map((account) => [account, index])))
}

function tieAccounts(
  crews: readonly Crew[],
  shared: readonly SharedValues[],
  people: number,
  suspects: ReadonlySet<string>,
  tests: LinkTests,
): CrewTie[] {
  const crewOf = crewsByAccount(crews)
  const bundles = groupBy(
    shared.filter((pair) => crewOf.has(pair.a)),
    (pair) => `${crewOf.get(pair.a)} ${pair.b}`,
  )
  const ties: CrewTie[] = []
  for (const [key, bundle] of bundles) {
    const crew = Number(key.slice(0, key.indexOf(' ')))
    const account = key.slice(key.indexOf(' ') + 1)
    const others = (crews[crew]?.core ?? []).filter((member) => member !== account).length
    const explained = bundle.find((pair) => pair.explained !== '')?.explained ?? ''
    const isBothSuspect = suspects.has(account)
    const isOwn = isConfirmed(bundle, account)
    const shares = bundle[0]?.shares
    const context = {
      explained,
      ...(shares === undefined ? {} : { shares }),
      bothHold: [...new Set(bundle.flatMap((pair) => pair.bothHold))],
      people: isBothSuspect ? suspects.size : people,
      size: Math.max(1, others),
      isConfirmed: isOwn,
      isBothSuspect,
    }
    const values = bundle.flatMap((pair) => pair.values)
    const nullRate = isOwn ? ownRate(tests) : tests.nullRate
    const link = boundByNull(weighLink(values, context), nullRate, isBothSuspect)
    const sharers = byShare(bundle)
    ties.push({
      account,
      crew,
      link,
      nearest: sharers[0] ?? '',
      sharers,
      nullRate: nullRate(link, isBothSuspect),
      isDiscovery: tests.isDiscovery(link.bits, isBothSuspect),
    })
  }
  return ties.sort((x, y) => x.crew - y.crew || (x.account < y.account ? -1 : 1))
}

/**
 * The false rate of a link by a value that two of the core hold: such a link is chance only where it would be among suspects too, for
 * otherwise the value is the crew's own.
 */
function ownRate({ nullRate }: LinkTests): LinkTests['nullRate'] {
  return (link, isBothSuspect) => Math.min(nullRate(link, isBothSuspect), nullRate(link, true))
}

/** Whether two members of the core share one and the same value with the account: then it is the crew's own. */
function isConfirmed(bundle: readonly SharedValues[], account: string): boolean {
  const seen = new Set<string>()
  for (const pair of bundle) {
    if (pair.a === account) continue
    for (const value of pair.values) {
      if (value.bits <= 0 || value.family === 'mail') continue
      if (seen.has(value.token)) return true
      seen.add(value.token)
    }
  }
  return false
}

function byShare(bundle: readonly SharedValues[]): string[] {
  const total = (pair: SharedValues): number =>
    pair.values.reduce((sum, value) => sum + Math.max(0, value.bits), 0)
  return [...bundle]
    .sort((x, y) => total(y) - total(x) || (x.a < y.a ? -1 : 1))
    .map((pair) => pair.a)
}
