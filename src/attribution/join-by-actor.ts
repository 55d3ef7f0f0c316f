import { groupBy } from '../core/index.ts'
import type { Attribution } from './hypotheses/index.ts'
import type { RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** A crew with the leads that belong to it, best first. */
export interface Part {
  readonly crew: number
  readonly leads: readonly RankedLead[]
}

/** Two accounts of different parts that carry one name; `probability` is that of both being that actor's. */
export interface ActorJoin {
  readonly a: string
  readonly b: string
  readonly name: string
  /** Accounts that were given the name. */
  readonly holders: number
  readonly probability: number
}

/** Parts that are treated as one operation, and what joins them. */
export interface Operation {
  readonly parts: readonly Part[]
  readonly joins: readonly ActorJoin[]
}

/**
 * Joins crews that are named after one actor of the intelligence, each by its best lead with `sameActorMin` or more. Careful
 * operators share no value between their accounts, but what their accounts met was reported of one actor. It joins what is
 * printed as a cluster and moves no probability. `named` are the leads that may give a name, best first; `members` the leads of
 * each crew, of no crew under undefined.
 */
export function joinByActor(
  members: ReadonlyMap<number | undefined, readonly RankedLead[]>,
  named: readonly RankedLead[],
  whoOf: ReadonlyMap<string, Pick<Attribution, 'name' | 'probability'>>,
): Operation[] {
  const mayName = new Set(named)
  const parts = [...members].flatMap(([crew, leads]) =>
    crew === undefined ? [] : [{ crew, leads }],
  )
  const nameOf = ({ crew, leads }: Part): string => {
    const who = mayName.has(first(leads)) ? whoOf.get(first(leads).account) : undefined
    const isNamed = who !== undefined && who.name !== 'unknown' && who.probability >= P.sameActorMin
    return isNamed ? `actor ${who.name}` : `crew ${crew}`
  }
  return [...groupBy(parts, nameOf).values()].map((joined) => {
    const [main, ...others] = joined
    if (main === undefined) return { parts: joined, joins: [] }
    const a = first(main.leads).account
    const who = whoOf.get(a)
    const holders = joined.reduce((sum, { leads }) => sum + leads.length, 0)
    const joins = others.map(({ leads }) => {
      const b = first(leads).account
      const probability = (who?.probability ?? 0) * (whoOf.get(b)?.probability ?? 0)
      return { a, b, name: who?.name ?? '', holders, probability }
    })
    return { parts: joined, joins }
  })
}

function first(leads: readonly RankedLead[]): RankedLead {
  const [best] = leads
  if (best === undefined) throw new RangeError('a crew without leads was to be joined')
  return best
}
