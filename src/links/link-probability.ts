import { clamp, probabilityOf } from '../core/index.ts'
import type { SharedValue } from './evidence.ts'
import { LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'

/** Evidence of one family: its bits, and the shared values behind them, strongest first. */
export interface FamilyEvidence {
  readonly family: LinkFamily
  readonly bits: number
  readonly values: readonly SharedValue[]
}

/** How probable it is that an account belongs to the same operator as one or several others, and why. */
export interface LinkEvidence {
  readonly bits: number
  readonly probability: number
  readonly explained: string
  readonly families: readonly FamilyEvidence[]
}

/**
 * Weighs what an account shares with a group of `size` others as one link.
 *
 * Each distinct value counts once at its strongest; a family gives its best value, a little for more
 * of them, and no more than `familyMax`. The odds start at `fellows / people` for each of the group:
 * a larger group has more neighbours by coincidence. A known group that explains the sharing, or a
 * single family, scales the probability down whatever the bits say (research: trial, lessons 3 and 5).
 */
export function weighLink(
  values: readonly SharedValue[],
  explained: string,
  people: number,
  size: number,
  isConfirmed = false,
): LinkEvidence {
  const families = weighFamilies(explained === 'site' ? values.filter(({ family }) => family !== 'net') : values)
  const bits = families.reduce((sum, family) => sum + family.bits, 0)
  const prior = Math.log2(P.fellows / Math.max(people, P.fellows + 1) / size)
  const most = limitOf(families, isConfirmed)
  const limit = explained === '' ? most : explained === 'site' ? Math.min(P.siteMax, most) : P.explainedMax
  return { bits, probability: limit * probabilityOf(prior + bits), explained, families }
}

/**
 * The highest probability that these families allow. It rises from that of one family to that of several
 * with the strength of the second, and falls with the holders of the narrowest value: groups that nobody
 * recorded (bulk sign-ups, teams, courses) share several traits at once, and the larger the likelier.
 */
function limitOf(families: readonly FamilyEvidence[], isConfirmed: boolean): number {
  const main = families.filter(({ family }) => !P.supplements.includes(family))
  const second = main[1]?.bits ?? 0
  const one = isConfirmed ? P.confirmedMax : P.oneFamilyMax
  const several =
    one + (P.manyFamiliesMax - one) * Math.min(1, second / P.secondFamilyBits)
  const narrowest = Math.min(...main.flatMap(({ values }) => values.map((value) => value.holders)))
  const bin = P.holderBins.find(({ upTo }) => narrowest <= upTo)
  return several * (bin?.groupMax ?? 0.05)
}

function weighFamilies(values: readonly SharedValue[]): FamilyEvidence[] {
  const byToken = new Map<string, SharedValue>()
  for (const value of values) {
    const known = byToken.get(value.token)
    if (known === undefined || known.bits < value.bits) byToken.set(value.token, value)
  }
  const byFamily = new Map<LinkFamily, SharedValue[]>()
  for (const value of byToken.values()) {
    if (value.bits <= 0) continue
    const list = byFamily.get(value.family)
    if (list === undefined) byFamily.set(value.family, [value])
    else list.push(value)
  }
  const families: FamilyEvidence[] = []
  for (const [family, list] of byFamily) {
    list.sort((x, y) => y.bits - x.bits || (x.value < y.value ? -1 : 1))
    const [best, ...more] = list
    if (best === undefined) continue
    const extra = more.reduce((sum, value) => sum + Math.min(P.moreEach, value.bits), 0)
    const bits = clamp(
      best.bits + Math.min(P.moreMax, extra),
      0,
      P.supplements.includes(family) ? P.supplementMax : P.familyMax,
    )
    families.push({ family, bits, values: list.slice(0, 5) })
  }
  return families.sort((x, y) => y.bits - x.bits || (x.family < y.family ? -1 : 1))
}
