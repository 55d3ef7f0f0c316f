import { groupBy, logOdds, roundTo } from '../core/index.ts'
import type { CrewTie } from '../links/index.ts'
import type { AccountSignal } from '../signals/index.ts'
import type { Attribution } from './hypotheses/index.ts'
import type { RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** A crew with the leads that belong to it, best first. */
export interface Part {
  readonly crew: number
  readonly leads: readonly RankedLead[]
}

/** What two accounts of different parts share. */
interface Shared {
  readonly family: string
  readonly value: string
  readonly holders: number
  readonly bits: number
}

/** Two accounts of different parts by which these are one operation; `probability` is that of both being an actor's, or the named one's. */
export interface PartJoin {
  readonly a: string
  readonly b: string
  readonly probability: number
  /** The tie that joins them; null when none does, but a name or an indicated value. */
  readonly tie: CrewTie | null
  readonly why: readonly Shared[]
}

/** Parts that are treated as one operation, and what joins them. */
export interface Operation {
  readonly parts: readonly Part[]
  readonly joins: readonly PartJoin[]
}

/** What parts are joined by. */
export interface PartsInput {
  /** The leads of each crew, best first; of no crew under undefined. */
  readonly members: ReadonlyMap<number | undefined, readonly RankedLead[]>
  /** Leads by which parts may be joined, best first: no victims of stolen keys. */
  readonly named: readonly RankedLead[]
  readonly whoOf: ReadonlyMap<string, Pick<Attribution, 'name' | 'probability'>>
  readonly ties: readonly CrewTie[]
  readonly own: ReadonlyMap<string, readonly AccountSignal[]>
}

/**
 * Joins parts into operations; it joins what is printed as a cluster and moves no lead's probability. Careful operators let their
 * accounts share little, but of accounts that are an actor's each, few things are needed to say that it is the same one:
 *
 * - both carry the name of one actor of the intelligence, with `sameActorMin` or more each, by their parts' best leads;
 * - both are an actor's with `fellowMin` or more, and met one and the same indicated value;
 * - or share what the rate of coincidence gives `fellowBitsMin` or more for. Not even odds between strangers, since most who share as
 *   much are innocent together; but these are not innocent.
 *
 * Parts that carry different names are not joined.
 */
export function joinParts(input: PartsInput): Operation[] {
  const parts = [...input.members].flatMap(([crew, leads]) =>
    crew === undefined ? [] : [{ crew, leads }],
  )
  const partOf = new Map(
    parts.flatMap((part, index) => part.leads.map((lead) => [lead.account, index] as const)),
  )
  const operation = parts.map((_, index) => index)
  const names = parts.map((part) => nameOf(part, input))
  const joins: (PartJoin & { readonly part: number })[] = []
  for (const join of [...joinsByName(parts, input), ...joinsByValue(input), ...joinsByTie(input)]) {
    const [part, other] = [partOf.get(join.a), partOf.get(join.b)]
    if (part === undefined || other === undefined) continue
    const [x = 0, y = 0] = [operation[part], operation[other]].sort((m = 0, n = 0) => m - n)
    const isContradicted = names[x] !== null && names[y] !== null && names[x] !== names[y]
    if (x === y || isContradicted) continue
    names[x] ??= names[y] ?? null
    for (const [index, of] of operation.entries()) if (of === y) operation[index] = x
    joins.push({ ...join, part })
  }
  const byOperation = groupBy(joins, ({ part }) => operation[part])
  return [...groupBy([...parts.entries()], ([index]) => operation[index])].map(([one, list]) => ({
    parts: list.map(([, part]) => part),
    joins: byOperation.get(one) ?? [],
  }))
}

/** The name that a part's best lead carries with enough probability; null when it carries none, or may not name. */
function nameOf({ leads }: Part, { named, whoOf }: PartsInput): string | null {
  const [best] = leads
  if (best === undefined || !named.includes(best)) return null
  const who = whoOf.get(best.account)
  if (who === undefined || who.name === 'unknown' || who.probability < P.sameActorMin) return null
  return who.name
}

function joinsByName(parts: readonly Part[], input: PartsInput): PartJoin[] {
  const byName = groupBy(parts, (part) => nameOf(part, input))
  return [...byName].flatMap(([name, [main, ...others]]) => {
    const a = main?.leads[0]?.account
    if (name === null || main === undefined || a === undefined) return []
    const holders = [main, ...others].reduce((sum, { leads }) => sum + leads.length, 0)
    return others.flatMap(({ leads }) => {
      const b = leads[0]?.account
      if (b === undefined) return []
      const [x = 0, y = 0] = [a, b].map((account) => input.whoOf.get(account)?.probability)
      return [joinOf(a, b, x * y, { family: 'actor', value: name, holders })]
    })
  })
}

function joinsByValue({ named, own }: PartsInput): PartJoin[] {
  const met = named
    .filter(isLikely)
    .flatMap((lead) =>
      (own.get(lead.account) ?? [])
        .filter(({ source, bits }) => source === 'indicator' && bits >= P.suspectBitsMin)
        .map(({ observed }) => ({ observed, lead })),
    )
  return [...groupBy(met, ({ observed }) => observed)].flatMap(([value, [main, ...others]]) => {
    const holders = new Set([main, ...others].map((one) => one?.lead.account)).size
    return others.flatMap(({ lead }) =>
      main === undefined
        ? []
        : [
            joinOf(main.lead.account, lead.account, main.lead.probability * lead.probability, {
              family: 'indicator',
              value,
              holders,
            }),
          ],
    )
  })
}

function joinsByTie({ named, ties }: PartsInput): PartJoin[] {
  const likely = new Map(named.filter(isLikely).map((lead) => [lead.account, lead.probability]))
  return ties
    .filter(({ link }) => link.bits >= P.fellowBitsMin && link.explained === '')
    .flatMap((tie) => {
      const a = tie.sharers.find((account) => likely.has(account))
      const [x, y] = [likely.get(a ?? ''), likely.get(tie.account)]
      if (a === undefined || x === undefined || y === undefined) return []
      const why = tie.link.families.flatMap(({ values }) =>
        values.map(({ family, value, holders, bits }) => ({ family, value, holders, bits })),
      )
      return [{ a, b: tie.account, probability: x * y, tie, why }]
    })
    .sort((m, n) => n.probability - m.probability || (m.b < n.b ? -1 : 1))
}

const isLikely = (lead: RankedLead): boolean => lead.probability >= P.fellowMin

function joinOf(a: string, b: string, probability: number, why: Omit<Shared, 'bits'>): PartJoin {
  const bits = roundTo(logOdds(probability), 1)
  return { a, b, probability, tie: null, why: [{ ...why, bits }] }
}
