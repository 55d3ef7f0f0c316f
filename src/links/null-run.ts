import { clamp } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import { drawNullValues, type SharedValues } from './evidence.ts'
import { keepDraw, readDrawnBits, readDraws } from './kept-draws.ts'
import { type LinkEvidence, weighLink } from './link-probability.ts'
import { LINK_FAMILIES, LINK_PARAMETERS as P } from './parameters.ts'

/**
 * How often coincidence alone gives a link as strong as this one, as a share of all links of its sort that are
 * as strong: the empirical false discovery rate, in [0, 1].
 *
 * Links between two accounts that both carry evidence are few and are judged apart from links to anybody,
 * with an error budget of their own; so are links of one family, by family, and those of several.
 */
export type NullRate = (link: LinkEvidence, isBothSuspect: boolean) => number

/**
 * Runs the scorer over shuffled values of the same suspects (`drawNullValues`) and compares how many links
 * of each strength it finds with those of the real values. An account that was shuffled since the rates were counted
 * is not shuffled again.
 *
 * `rate(x) = (null links >= x + 1) / shuffles / real links >= x`, made monotone, at most 1.
 */
export async function runNull(
  engine: Engine,
  suspects: readonly string[],
  shared: readonly SharedValues[],
  people: number,
): Promise<NullRate> {
  const isSuspect = new Set(suspects)
  const shuffles = await drawMissing(engine, suspects, people)
  const real = new Map<string, number[]>()
  for (const pair of shared) {
    const link = weighLink(pair.values, { ...pair, people, size: 1 })
    const sort = sortOf(link, isSuspect.has(pair.b))
    const list = real.get(sort)
    if (list === undefined) real.set(sort, [link.bits])
    else list.push(link.bits)
  }
  const drawn = await readDrawnBits(engine, suspects)
  const chance = new Map(
    drawn.map(({ sort, isBothSuspect, bits }) => [keyOf(sort, isBothSuspect === 1), bits]),
  )
  const rates = new Map(
    [...real].map(([sort, bits]) => [sort, rateOf(chance.get(sort) ?? [], bits, shuffles)]),
  )
  return (link, isBothSuspect) => rates.get(sortOf(link, isBothSuspect))?.(link.bits) ?? 1
}

/** Shuffles the suspects that were not yet; gives how often each was. */
async function drawMissing(
  engine: Engine,
  suspects: readonly string[],
  people: number,
): Promise<number> {
  const {
    missing,
    draw,
    shuffles = shufflesOf(suspects.length),
  } = await readDraws(engine, suspects)
  if (missing.length === 0) return shuffles
  const pairs = await drawNullValues(engine, missing, shuffles, draw === 1)
  const links = pairs.map((pair) => {
    const link = weighLink(pair.values, { ...pair, people, size: 1 })
    return { a: pair.a, b: pair.b, sort: familiesOf(link), bits: link.bits }
  })
  await keepDraw(engine, missing, links, { draw, shuffles })
  return shuffles
}

/** How often so many suspects are shuffled: what counts is how many shuffled accounts there are in all. */
export function shufflesOf(suspects: number): number {
  return clamp(Math.ceil(P.nullAccounts / Math.max(1, suspects)), P.nullShufflesMin, P.nullShuffles)
}

/**
 * Lowers a link's probability to what the null run leaves of it. A shared card is left alone: a card is one
 * payer's, so sharing one is no coincidence, and how many households share theirs says nothing about this one.
 */
export function boundByNull(
  link: LinkEvidence,
  nullRate: NullRate,
  isBothSuspect: boolean,
): LinkEvidence {
  if (link.families.some(({ family }) => P.exclusive.includes(family))) return link
  const most = 1 - nullRate(link, isBothSuspect)
  return { ...link, probability: Math.min(link.probability, most) }
}

function sortOf(link: LinkEvidence, isBothSuspect: boolean): string {
  return keyOf(familiesOf(link), isBothSuspect)
}

const keyOf = (sort: string, isBothSuspect: boolean): string =>
  `${isBothSuspect ? 'both' : 'one'} ${sort}`

/** Several families, or the one; `mail` never stands for a link by itself. */
function familiesOf({ families }: LinkEvidence): string {
  const main = families.filter(({ family }) => P.aloneMax[family] > 0)
  const [first = LINK_FAMILIES[0]] = main.map(({ family }) => family)
  return main.length > 1 ? 'several' : first
}

/** The rate as a step function of bits; see `runNull`. */
export function rateOf(
  chance: readonly number[],
  real: readonly number[],
  shuffles: number,
): (bits: number) => number {
  const nulls = [...chance].sort((x, y) => y - x)
  const steps: { bits: number; rate: number }[] = []
  let passed = 0
  for (const [rank, bits] of [...real].sort((x, y) => y - x).entries()) {
    while (passed < nulls.length && (nulls[passed] ?? 0) >= bits - TIE) passed++
    steps.push({ bits, rate: Math.min(1, (passed + 1) / shuffles / (rank + 1)) })
  }
  // From the weakest up: a stronger link is never less certain than a weaker one of its sort.
  steps.reverse()
  let least = 1
  for (const step of steps) {
    least = Math.min(least, step.rate)
    step.rate = least
  }
  return (bits) => steps[countAtMost(steps, bits + TIE) - 1]?.rate ?? 1
}

/** How many steps, in rising order of bits, have at most so many: by halving, since every link asks. */
function countAtMost(steps: readonly { readonly bits: number }[], bits: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.bits ?? Infinity) <= bits) low = middle + 1
    else high = middle
  }
  return low
}

/** Sums of the same bits in another order differ by less than this. */
const TIE = 1e-9
