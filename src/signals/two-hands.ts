import { clamp } from '../core/index.ts'
import { STOLEN_KEY_PARAMETERS as P } from './parameters.ts'

/** What one client of an account did. */
export interface Hand {
  readonly requests: number
  /** Distinct places it came from. */
  readonly places: readonly string[]
  /** Distinct days of use, as numbers of days. */
  readonly days: readonly number[]
  /** Prompts by language; '' where it cannot be told. */
  readonly languages: Readonly<Record<string, number>>
  /** Requests with an address or client that ties the account to an operation. */
  readonly tied: number
}

/** A division of an account's use into its own and a foreign one, with the evidence for two hands, in bits. */
export interface Division {
  readonly own: Hand
  readonly foreign: Hand
  /** By part; `bits` is their sum, less the price of having looked at several divisions. */
  readonly parts: { readonly places: number; readonly languages: number; readonly days: number }
  readonly bits: number
}

/**
 * The division of an account's clients that speaks most for two hands, or undefined where there is none: clients that ever
 * shared a place are one hand. `isTied` asks that what ties the account to an operation is all of the foreign use.
 *
 * The bits are log2 of Bayes factors of "two rates" against "one rate" (Dirichlet-multinomial; Jeffreys 1961, ch. 5), each
 * bounded, for how often a request comes from a place used before and for languages. Thin uses give little by
 * themselves. Days speak where the foreign use is short beside the whole.
 */
export function divideHands(hands: readonly Hand[], isTied: boolean): Division | undefined {
  const groups = groupByPlaces(hands)
  if (groups.length < 2) return undefined
  const price = Math.log2(groups.length - 1)
  let best: Division | undefined
  for (let choice = 1; choice < 2 ** groups.length - 1; choice++) {
    const own = mergeHands(groups.filter((_, index) => isIn(choice, index)))
    const foreign = mergeHands(groups.filter((_, index) => !isIn(choice, index)))
    if (own.requests < P.ownRequestsMin || foreign.requests < P.foreignRequestsMin) continue
    if (isTied && (own.tied > 0 || foreign.tied === 0)) continue
    const parts = compareHands(own, foreign)
    const bits = parts.places + parts.languages + parts.days - price
    if (best === undefined || bits > best.bits) best = { own, foreign, parts, bits }
  }
  return best
}

const isIn = (choice: number, index: number): boolean => Math.floor(choice / 2 ** index) % 2 === 1

/** Hands joined where they shared a place, largest first; the smallest are taken together beyond `groupsMax`. */
function groupByPlaces(hands: readonly Hand[]): Hand[] {
  let groups: Hand[] = []
  for (const hand of hands) {
    const places = new Set(hand.places)
    const near = groups.filter((group) => group.places.some((place) => places.has(place)))
    groups = [...groups.filter((group) => !near.includes(group)), mergeHands([hand, ...near])]
  }
  groups.sort((a, b) => b.requests - a.requests)
  return groups.length <= P.groupsMax
    ? groups
    : [...groups.slice(0, P.groupsMax - 1), mergeHands(groups.slice(P.groupsMax - 1))]
}

function mergeHands(hands: readonly Hand[]): Hand {
  const languages: Record<string, number> = {}
  for (const hand of hands)
    for (const [language, prompts] of Object.entries(hand.languages))
      languages[language] = (languages[language] ?? 0) + prompts
  return {
    requests: hands.reduce((sum, hand) => sum + hand.requests, 0),
    places: [...new Set(hands.flatMap((hand) => hand.places))],
    days: [...new Set(hands.flatMap((hand) => hand.days))],
    languages,
    tied: hands.reduce((sum, hand) => sum + hand.tied, 0),
  }
}

function compareHands(own: Hand, foreign: Hand): Division['parts'] {
  const [ownReturns, foreignReturns] = [own, foreign].map(returnsOf) as [Returns, Returns]
  const rate = ([returns, fresh]: Returns): number => returns / Math.max(1, returns + fresh)
  const languages = [
    ...new Set([...Object.keys(own.languages), ...Object.keys(foreign.languages)]),
  ].filter((one) => one !== '')
  const prompts = (hand: Hand): number[] => languages.map((one) => hand.languages[one] ?? 0)
  return {
    places:
      rate(ownReturns) > rate(foreignReturns)
        ? bounded(twoRatesBits(ownReturns, foreignReturns, 1), P.placesBitsMax)
        : 0,
    languages: bounded(twoRatesBits(prompts(own), prompts(foreign), 0.5), P.languagesBitsMax),
    days: daysBits(own.days, foreign.days),
  }
}

const bounded = (bits: number, bitsMax: number): number => clamp(bits, -P.againstMax, bitsMax)

type Returns = readonly [returns: number, fresh: number]

/** Requests after the first: from a place used before, and from a new one. */
const returnsOf = (hand: Hand): Returns => [
  Math.max(0, hand.requests - hand.places.length),
  Math.max(0, hand.places.length - 1),
]

/** A short foreign use beside a longer whole, in bits of how much shorter; nothing where no own day lies outside it. */
function daysBits(own: readonly number[], foreign: readonly number[]): number {
  const [first, last] = [Math.min(...foreign), Math.max(...foreign)]
  if (last - first >= P.burstDaysMax) return 0
  if (own.every((day) => day >= first && day <= last)) return 0
  const all = [...own, ...foreign]
  const span = Math.max(...all) - Math.min(...all) + 1
  return Math.min(P.daysBitsMax, Math.log2(span / (last - first + 1)))
}

/**
 * log2 P(counts | each its own rates) / P(counts | one set of rates), with a symmetric Dirichlet prior. Requests
 * of a session are alike, so no more than `independentMax` of a side are counted. 0 for fewer than two sorts.
 */
export function twoRatesBits(a: readonly number[], b: readonly number[], prior: number): number {
  if (a.length < 2) return 0
  const [x, y] = [thinned(a), thinned(b)]
  const both = x.map((count, index) => count + (y[index] ?? 0))
  const evidence = (counts: readonly number[]): number =>
    logBeta(counts.map((count) => count + prior)) - logBeta(counts.map(() => prior))
  return (evidence(x) + evidence(y) - evidence(both)) / Math.LN2
}

function thinned(counts: readonly number[]): readonly number[] {
  const sum = counts.reduce((total, count) => total + count, 0)
  return sum <= P.independentMax ? counts : counts.map((count) => (count * P.independentMax) / sum)
}

const logBeta = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + logGamma(value), 0) -
  logGamma(values.reduce((sum, value) => sum + value, 0))

/** ln of the gamma function for x > 0: Stirling's series after shifting x above 7 (Abramowitz and Stegun 6.1.41). */
function logGamma(x: number): number {
  let [shifted, product] = [x, 1]
  while (shifted < 7) product *= shifted++
  const inverse = 1 / shifted
  const series = inverse * (1 / 12 - inverse ** 2 * (1 / 360 - inverse ** 2 / 1260))
  return (
    (shifted - 0.5) * Math.log(shifted) -
    shifted +
    Math.log(2 * Math.PI) / 2 +
    series -
    Math.log(product)
  )
}
