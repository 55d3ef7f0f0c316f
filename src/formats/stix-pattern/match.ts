import type { Pattern, Qualifier } from './ast.ts'
import { instantNanoseconds, secondsNanoseconds } from './instants.ts'
import { observedDataError } from './errors.ts'
import { bindLeaves } from './bind-leaves.ts'
import { objectTest } from './match-comparison.ts'
import { type Observation } from './observed-data.ts'

/** Positions of the observations that make a match, one for each time the pattern asks for one. */
export type Binding = readonly number[]

/** Steps of one search; a pattern that needs more is made to exhaust it. */
const STEPS_MAX = 3_000_000

interface Search {
  readonly leafOf: ReadonlyMap<Pattern, readonly number[]>
  /** When each instance was seen. */
  readonly first: readonly bigint[]
  readonly last: readonly bigint[]
  steps: number
}

/**
 * Finds observations that make a pattern true, each used once for each time that it was observed, or
 * undefined. Throws WB_FORMATS_OBSERVED_DATA when the data cannot be compared or the search grows too large.
 */
export function matchPattern(
  pattern: Pattern,
  observations: readonly Observation[],
): Binding | undefined {
  const tests = new Map(
    leavesOf(pattern).map((leaf) => [
      leaf,
      leaf.kind === 'observation' ? objectTest(leaf.comparison) : undefined,
    ]),
  )
  const hits = new Map(
    [...tests].map(([leaf, test]) => [
      leaf,
      observations.map((one) => test !== undefined && test(one).size > 0),
    ]),
  )
  return bindPattern(pattern, observations, (leaf, index) => hits.get(leaf)?.[index] === true)
}

/** The same on observations of which it is already known what each leaf matches. */
export function bindPattern(
  pattern: Pattern,
  observations: readonly Pick<Observation, 'firstNs' | 'lastNs' | 'count'>[],
  holds: (leaf: Pattern, index: number) => boolean,
): Binding | undefined {
  const needed = sizeOf(pattern)
  const instances = observations.flatMap(({ count }, index) =>
    Array.from({ length: Math.min(count, needed) }, () => index),
  )
  const leafOf = new Map(
    leavesOf(pattern).map((leaf) => [
      leaf,
      instances.flatMap((index, instance) => (holds(leaf, index) ? [instance] : [])),
    ]),
  )
  const search: Search = {
    leafOf,
    first: instances.map((index) => observations[index]?.firstNs ?? 0n),
    last: instances.map((index) => observations[index]?.lastNs ?? 0n),
    steps: 0,
  }
  for (const binding of bindings(pattern, search))
    return binding.map((instance) => instances[instance] ?? 0)
  return undefined
}

/** The observation expressions of a pattern, left to right. */
export function leavesOf(pattern: Pattern): Pattern[] {
  if (pattern.kind === 'observation') return [pattern]
  return pattern.kind === 'qualified'
    ? leavesOf(pattern.pattern)
    : pattern.operands.flatMap(leavesOf)
}

/** How many observations a match may hold; beyond a thousand repetitions more instances change nothing but the count. */
function sizeOf(pattern: Pattern): number {
  if (pattern.kind === 'observation') return 1
  if (pattern.kind !== 'qualified')
    return pattern.operands.reduce((sum, one) => sum + sizeOf(one), 0)
  const { qualifier } = pattern
  const times = qualifier.kind === 'repeats' ? Number(qualifier.times) : 1
  return Math.min(100_000, sizeOf(pattern.pattern) * times)
}

function* bindings(pattern: Pattern, search: Search): Generator<Binding> {
  switch (pattern.kind) {
    case 'observation':
      for (const instance of search.leafOf.get(pattern) ?? []) yield [instance]
      return
    case 'any':
      for (const operand of pattern.operands) yield* bindings(operand, search)
      return
    case 'all':
    case 'followed-by': {
      const leaves = pattern.operands.map((one) =>
        one.kind === 'observation' ? search.leafOf.get(one) : undefined,
      )
      if (!bindLeaves(leaves)) return
      yield* joined(pattern.operands, pattern.kind === 'followed-by', [], search)
      return
    }
    case 'qualified':
      yield* qualified(pattern.pattern, pattern.qualifier, search)
  }
}

function* joined(
  operands: readonly Pattern[],
  isOrdered: boolean,
  before: Binding,
  search: Search,
): Generator<Binding> {
  const [operand, ...rest] = operands
  if (operand === undefined) {
    yield before
    return
  }
  for (const binding of bindings(operand, search)) {
    count(search)
    if (binding.some((instance) => before.includes(instance))) continue
    if (isOrdered && before.length > 0 && !canFollow(before, binding, search)) continue
    yield* joined(rest, isOrdered, [...before, ...binding], search)
  }
}

/** Instants may be chosen so that all of `after` lies no earlier than all of `before`. */
function canFollow(before: Binding, after: Binding, search: Search): boolean {
  const latest = before.map((one) => search.first[one] ?? 0n).reduce((x, y) => (x > y ? x : y))
  const earliest = after.map((one) => search.last[one] ?? 0n).reduce((x, y) => (x < y ? x : y))
  return latest <= earliest
}

function* qualified(pattern: Pattern, qualifier: Qualifier, search: Search): Generator<Binding> {
  if (qualifier.kind === 'repeats') {
    const times = Number(qualifier.times)
    if (times === 1) yield* bindings(pattern, search)
    else yield* repeated(pattern, times, search)
    return
  }
  const accepts =
    qualifier.kind === 'within'
      ? within(secondsNanoseconds(qualifier.seconds), search)
      : between(qualifier, search)
  for (const binding of bindings(pattern, search)) {
    count(search)
    if (accepts(binding)) yield binding
  }
}

/** `times` bindings that share no observation, in the order in which they are found. */
function* repeated(pattern: Pattern, times: number, search: Search): Generator<Binding> {
  const found: Binding[] = []
  const used = new Set<number>()
  for (const binding of bindings(pattern, search)) {
    count(search)
    found.push(binding)
    for (const instance of binding) used.add(instance)
  }
  const [smallest = 1] = found.map((binding) => binding.length).sort((x, y) => x - y)
  if (used.size < times * smallest) return
  yield* choose(found, 0, times, [], search)
}

function* choose(
  found: readonly Binding[],
  from: number,
  times: number,
  before: Binding,
  search: Search,
): Generator<Binding> {
  if (times === 0) {
    yield before
    return
  }
  const taken = new Set(before)
  for (let at = from; at <= found.length - times; at++) {
    count(search)
    const binding = found[at] ?? []
    if (binding.some((instance) => taken.has(instance))) continue
    yield* choose(found, at + 1, times - 1, [...before, ...binding], search)
  }
}

/** Instants may be chosen within the span: the earliest end, and the span from it, meet every interval. */
function within(spanNs: bigint, search: Search): (binding: Binding) => boolean {
  return (binding) => {
    const start = binding.map((one) => search.last[one] ?? 0n).reduce((x, y) => (x < y ? x : y))
    return binding.every(
      (one) => (search.first[one] ?? 0n) <= start + spanNs && (search.last[one] ?? 0n) >= start,
    )
  }
}

/** Each observation may lie at or after the start and before the stop. */
function between(
  qualifier: Extract<Qualifier, { kind: 'start-stop' }>,
  search: Search,
): (binding: Binding) => boolean {
  const start = instantNanoseconds(qualifier.start) ?? 0n
  const stop = instantNanoseconds(qualifier.stop) ?? 0n
  return (binding) =>
    start < stop &&
    binding.every((one) => (search.first[one] ?? 0n) < stop && (search.last[one] ?? 0n) >= start)
}

function count(search: Search): void {
  if (++search.steps <= STEPS_MAX) return
  throw observedDataError(
    'WB_FORMATS_OBSERVED_DATA',
    `found no answer within ${STEPS_MAX} steps: too many observations fit too many parts of the pattern`,
    { hint: 'name more properties in each observation, or ask for fewer repetitions' },
  )
}
