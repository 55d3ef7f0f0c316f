import { clamp, probabilityOf } from '../core/index.ts'
import type { SharedValue } from './evidence.ts'
import { LINK_PARAMETERS as P, type LinkFamily } from './parameters.ts'
import type { Shares } from './shares.ts'

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
  /** Bits, negative, of the families in which both hold values and share none. */
  readonly unsharedBits: number
}

/** What is known beside the shared values when a link is weighed. */
export interface LinkContext {
  /** The known group that explains the sharing, or empty. */
  readonly explained: string
  /** Accounts among which the operator's others are sought. */
  readonly people: number
  /** Accounts of the group on the other side. */
  readonly size: number
  /** Whether two members of that group hold one and the same of the values. */
  readonly isConfirmed?: boolean
  /** Whether both sides carry evidence of their own. `people` is then the number of such accounts. */
  readonly isBothSuspect?: boolean
  /** Families in which both sides hold values, shared or not. */
  readonly bothHold: readonly LinkFamily[]
  /** How often an operator's accounts share each family, where it was refitted. */
  readonly shares?: Shares
}

/**
 * Weighs what an account shares with a group of `size` others as one link.
 *
 * Each distinct value counts once at its strongest; a family gives its best value, a little for more
 * of them, and no more than `familyMax`. The odds start at `fellows / people` for each of the group:
 * a larger group has more neighbours by coincidence. A known group that explains the sharing, or a
 * single family, scales the probability down whatever the bits say (research: trial, lessons 3 and 5).
 */
export function weighLink(values: readonly SharedValue[], context: LinkContext): LinkEvidence {
  const { explained, people, size } = context
  const counted = explained === 'site' ? values.filter(({ family }) => family !== 'net') : values
  const families = weighFamilies(counted)
  const unsharedBits = weighUnshared(context.bothHold, families, context.shares ?? P.share)
  const bits = families.reduce((sum, family) => sum + family.bits, unsharedBits)
  const prior = Math.log2(P.fellows / Math.max(people, P.fellows + 1) / size)
  const limit = Math.min(limitOf(families, bits, context), mostOf(explained))
  return {
    bits,
    probability: limit * probabilityOf(prior + bits),
    explained,
    families,
    unsharedBits,
  }
}

/**
 * One operator's accounts share a family's values with probability `share`, so that not sharing any speaks against
 * with log2(1 - share) bits. With it, the mean of 2^bits over unrelated accounts is at most one: it is an e-value.
 */
function weighUnshared(
  bothHold: readonly LinkFamily[],
  shared: readonly FamilyEvidence[],
  shares: Shares,
): number {
  const families = new Set(shared.map(({ family }) => family))
  return bothHold
    .filter((family) => !families.has(family))
    .reduce((sum, family) => sum + Math.log2(1 - shares[family]), 0)
}

function mostOf(explained: string): number {
  if (explained === '') return 1
  return explained === 'site' ? P.siteMax : P.explainedMax
}

/**
 * The highest probability that these families allow. It starts at what the best of them may say alone and
 * rises with the strength of the others; it falls with the holders of the narrowest value: groups that
 * nobody recorded (bulk sign-ups, teams, courses) share several traits at once, and the larger the likelier.
 */
function limitOf(families: readonly FamilyEvidence[], bits: number, context: LinkContext): number {
  const scored = families
    .map((one) => ({ family: one.family, full: Math.min(1, one.bits / P.secondFamilyBits) }))
    .map(({ family, full }) => ({ family, full, alone: P.aloneMax[family] * full }))
    .sort((x, y) => y.alone - x.alone)
  const [best, ...others] = scored
  if (best === undefined) return 0
  const isBacked = context.isConfirmed === true || context.isBothSuspect === true
  const alone =
    isBacked && P.standing[best.family] === 1 && bits >= P.backedBitsMin[best.family]
      ? best.alone + (P.manyFamiliesMax - best.alone) * P.backedShare * best.full
      : best.alone
  const more = Math.min(
    1,
    others.reduce((sum, { family, full }) => sum + full * P.standing[family], 0),
  )
  const several = alone + (P.manyFamiliesMax - alone) * more
  const narrowest = Math.min(
    ...families
      .filter(({ family }) => P.aloneMax[family] > 0)
      .flatMap(({ values }) => values.map((value) => value.holders)),
  )
  const bin = P.holderBins.find(({ upTo }) => narrowest <= upTo)
  return several * (bin?.groupMax ?? P.ringMax)
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
