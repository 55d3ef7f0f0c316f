import { createHash } from 'node:crypto'
import { groupBy } from '../core/index.ts'

/** A cluster by name and members. */
export interface KnownCluster {
  readonly cluster: string
  readonly accounts: readonly string[]
}

/** What happened to a cluster since the run before. */
export interface ClusterChange {
  readonly cluster: string
  /**
   * `new`; `changed` when members joined or left; `merged` when it took over the members of others; `split` when its members
   * were of another that goes on; `gone` when no member is in any cluster.
   */
  readonly change: 'new' | 'changed' | 'merged' | 'split' | 'gone'
  /** The clusters that it took over, or the one that it was split from. */
  readonly of: readonly string[]
  readonly joined: readonly string[]
  readonly left: readonly string[]
}

/** Names in the order of the clusters given, and what changed. */
export interface NamedClusters {
  readonly names: readonly string[]
  readonly changes: readonly ClusterChange[]
}

interface Overlap {
  readonly before: number
  readonly now: number
  readonly shared: number
}

/**
 * Names clusters so that a name goes on as long as its members do. Of the clusters before, each gives its name to the one with
 * which it shares most members, one to one; the rest are named by their members, so that the same clusters on a fresh store
 * have the same names. `taken` are names that were ever given: one that is gone returns only with the same members.
 */
export function nameClusters(
  before: readonly KnownCluster[],
  now: readonly (readonly string[])[],
  taken: ReadonlySet<string>,
): NamedClusters {
  const overlaps = overlapsOf(before, now)
  const heirs = new Map<number, number>()
  const ancestors = new Map<number, number>()
  for (const pair of overlaps) {
    if (heirs.has(pair.before) || ancestors.has(pair.now)) continue
    heirs.set(pair.before, pair.now)
    ancestors.set(pair.now, pair.before)
  }
  const used = new Set([...heirs.keys()].map((index) => before[index]?.cluster ?? ''))
  const names = now.map((accounts, index) => {
    const ancestor = ancestors.get(index)
    if (ancestor !== undefined) return before[ancestor]?.cluster ?? ''
    const name = freeName(contentName(accounts), used, taken)
    used.add(name)
    return name
  })
  return { names, changes: changesOf(before, now, names, overlaps, heirs, ancestors) }
}

/** All pairs that share members, most first; ties by name before, then by members, so that order of input is nothing. */
function overlapsOf(
  before: readonly KnownCluster[],
  now: readonly (readonly string[])[],
): readonly Overlap[] {
  const places = new Map<string, number>()
  for (const [index, { accounts }] of before.entries())
    for (const account of accounts) places.set(account, index)
  const key = (index: number): string => [...(now[index] ?? [])].sort().join('\n')
  return now
    .flatMap((accounts, index) => {
      const found = accounts.flatMap((account) => places.get(account) ?? [])
      return [...groupBy(found, (place) => place)].map(([place, list]) => ({
        before: place,
        now: index,
        shared: list.length,
      }))
    })
    .sort(
      (x, y) =>
        y.shared - x.shared ||
        compare(before[x.before]?.cluster ?? '', before[y.before]?.cluster ?? '') ||
        compare(key(x.now), key(y.now)),
    )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Hex digits of a name, 40 bits: two of a thousand clusters share one in 2 million runs, and then a number tells them apart. */
const NAME_CHARS = 10

/** The name that a cluster has by its members alone. */
export function contentName(accounts: readonly string[]): string {
  const hash = createHash('sha256')
    .update([...accounts].sort().join('\n'))
    .digest('hex')
  return `c-${hash.slice(0, NAME_CHARS)}`
}

/** A name that goes on elsewhere is not given twice. */
function freeName(name: string, used: ReadonlySet<string>, taken: ReadonlySet<string>): string {
  if (!used.has(name)) return name
  let number = 2
  while (used.has(`${name}-${number}`) || taken.has(`${name}-${number}`)) number++
  return `${name}-${number}`
}

function changesOf(
  before: readonly KnownCluster[],
  now: readonly (readonly string[])[],
  names: readonly string[],
  overlaps: readonly Overlap[],
  heirs: ReadonlyMap<number, number>,
  ancestors: ReadonlyMap<number, number>,
): ClusterChange[] {
  const changes = now.flatMap((accounts, index): ClusterChange[] => {
    const cluster = names[index] ?? ''
    const ancestor = ancestors.get(index)
    const former = ancestor === undefined ? [] : (before[ancestor]?.accounts ?? [])
    const joined = accounts.filter((account) => !former.includes(account)).sort()
    const left = former.filter((account) => !accounts.includes(account)).sort()
    if (ancestor === undefined) {
      const from = overlaps.find((pair) => pair.now === index)
      const of = from === undefined ? [] : [before[from.before]?.cluster ?? '']
      return [{ cluster, change: from === undefined ? 'new' : 'split', of, joined, left }]
    }
    const of = overlaps
      .filter((pair) => pair.now === index && !heirs.has(pair.before))
      .filter((pair) => overlaps.find((one) => one.before === pair.before) === pair)
      .map((pair) => before[pair.before]?.cluster ?? '')
      .sort()
    if (of.length > 0) return [{ cluster, change: 'merged', of, joined, left }]
    return joined.length + left.length > 0
      ? [{ cluster, change: 'changed', of: [], joined, left }]
      : []
  })
  const met = new Set(overlaps.map((pair) => pair.before))
  const gone = before
    .filter((_, index) => !met.has(index))
    .map(({ cluster, accounts }): ClusterChange => {
      return { cluster, change: 'gone', of: [], joined: [], left: [...accounts].sort() }
    })
  return [...changes, ...gone].sort((x, y) => compare(x.cluster, y.cluster))
}
