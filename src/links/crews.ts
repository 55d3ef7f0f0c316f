import type { SharedValues } from './evidence.ts'
import { type LinkEvidence, weighLink } from './link-probability.ts'

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
}

/** The least probability of one operator at which two suspects' evidence is put together. */
const CORE_LINK_MIN = 0.5

/**
 * Joins suspects into crews, then ties every account that shares something with a crew's core to it.
 *
 * Suspicion starts only in the core and travels one step: an account that is tied to a core never
 * brings in others (research: trial, lesson 1). `suspects` are accounts with evidence of their own.
 */
export function formCrews(
  suspects: readonly string[],
  shared: readonly SharedValues[],
  people: number,
): { crews: Crew[]; ties: CrewTie[] } {
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
    if (weighLink(pair.values, pair.explained, people, 1).probability < CORE_LINK_MIN) continue
    const [x, y] = [find(pair.a), find(pair.b)].sort()
    if (x !== undefined && y !== undefined && x !== y) root.set(y, x)
  }
  const cores = new Map<string, string[]>()
  for (const account of [...suspects].sort()) {
    const top = find(account)
    cores.set(top, [...(cores.get(top) ?? []), account])
  }
  const crews = [...cores.values()].map((core) => ({ core }))
  return { crews, ties: tieAccounts(crews, shared, people) }
}

function tieAccounts(
  crews: readonly Crew[],
  shared: readonly SharedValues[],
  people: number,
): CrewTie[] {
  const crewOf = new Map<string, number>()
  for (const [index, crew] of crews.entries())
    for (const account of crew.core) crewOf.set(account, index)
  const bundles = new Map<string, SharedValues[]>()
  for (const pair of shared) {
    const crew = crewOf.get(pair.a)
    if (crew === undefined) continue
    const key = `${crew} ${pair.b}`
    const bundle = bundles.get(key)
    if (bundle === undefined) bundles.set(key, [pair])
    else bundle.push(pair)
  }
  const ties: CrewTie[] = []
  for (const [key, bundle] of bundles) {
    const crew = Number(key.slice(0, key.indexOf(' ')))
    const account = key.slice(key.indexOf(' ') + 1)
    const others = (crews[crew]?.core ?? []).filter((member) => member !== account).length
    const explained = bundle.find((pair) => pair.explained !== '')?.explained ?? ''
    const link = weighLink(
      bundle.flatMap((pair) => pair.values),
      explained,
      people,
      Math.max(1, others),
    )
    const sharers = byShare(bundle)
    ties.push({ account, crew, link, nearest: sharers[0] ?? '', sharers })
  }
  return ties.sort((x, y) => x.crew - y.crew || (x.account < y.account ? -1 : 1))
}

function byShare(bundle: readonly SharedValues[]): string[] {
  const total = (pair: SharedValues): number =>
    pair.values.reduce((sum, value) => sum + Math.max(0, value.bits), 0)
  return [...bundle]
    .sort((x, y) => total(y) - total(x) || (x.a < y.a ? -1 : 1))
    .map((pair) => pair.a)
}
