import { isIP } from 'node:net'
import type { Cluster, Lead } from '../../attribution/index.ts'
import type { TellableIntel } from './known-intel.ts'

/** A member below this may well be a stranger; nothing of strangers leaves. */
export const MEMBER_PROBABILITY_MIN = 0.5

/** A cluster of a screen's output, the leads that are its members, and the instant of the screen as UTC ISO text. */
export interface FoundCluster {
  readonly cluster: Cluster
  readonly leads: readonly Lead[]
  readonly asOf: string
}

/** What of a cluster may leave: nothing of victims, of doubtful members, of payment, devices, names or texts. */
export interface Facts {
  readonly members: readonly Lead[]
  /** Addresses that only members share and that no intelligence of others names. */
  readonly addresses: ReadonlyArray<{ readonly value: string; readonly probability: number }>
  readonly sightings: ReadonlyArray<{
    readonly indicator: string
    readonly accounts: readonly Lead[]
    readonly events: number
  }>
  readonly techniques: readonly string[]
  readonly actor: { readonly name: string; readonly probability: number } | undefined
  /** Probability that a threat actor runs the operation. */
  readonly probability: number
  readonly firstDay: string
  readonly lastDay: string
  /** Indicators met that may not be named, and whether the actor's name is kept back. */
  readonly keptBack: { readonly indicators: number; readonly actor: boolean }
}

export function chooseFacts({ cluster, leads, asOf }: FoundCluster, intel: TellableIntel): Facts {
  const members = leads.filter(
    (lead) =>
      cluster.accounts.includes(lead.account) &&
      lead.verdict === 'actor-account' &&
      lead.probability >= MEMBER_PROBABILITY_MIN,
  )
  const met = members.flatMap((lead) =>
    lead.signals.flatMap((signal) =>
      signal.source === 'indicator' && signal.intel !== null && signal.bits > 0
        ? [{ lead, signal, indicator: signal.intel }]
        : [],
    ),
  )
  const indicators = [...new Set(met.map(({ indicator }) => indicator))].sort()
  const named = indicators.filter((id) => INDICATOR_ID.test(id) && intel.mayName(id))
  const sightings = named.map((indicator) => {
    const hits = met.filter((hit) => hit.indicator === indicator)
    return {
      indicator,
      accounts: members.filter((lead) => hits.some((hit) => hit.lead === lead)),
      events: new Set(hits.flatMap(({ signal }) => signal.events)).size,
    }
  })
  const techniques = members.flatMap((lead) =>
    lead.signals.flatMap((signal) =>
      signal.bits > 0 && (signal.intel === null || intel.mayName(signal.intel))
        ? signal.techniques
        : [],
    ),
  )
  const [likeliest] = cluster.hypotheses
  const mayName = likeliest?.kind === 'actor' && intel.mayNameActor(likeliest.actor)
  const lastDay = dayOf(asOf)
  const firstDays = members.map((lead) => dayOf(lead.firstActive ?? asOf)).sort()
  return {
    members,
    addresses: addressesOf(cluster, members, leads),
    sightings,
    techniques: [...new Set(techniques)].filter((id) => TECHNIQUE_ID.test(id)).sort(),
    actor: mayName ? { name: likeliest.actor, probability: likeliest.probability } : undefined,
    probability: Math.max(0, ...members.map((lead) => lead.probability)),
    firstDay: firstDays.find((day) => day <= lastDay) ?? lastDay,
    lastDay,
    keptBack: {
      indicators: indicators.length - named.length,
      actor: likeliest?.kind === 'actor' && !mayName,
    },
  }
}

const INDICATOR_ID = /^indicator--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TECHNIQUE_ID = /^T\d{4}(?:\.\d{3})?$/

/**
 * Addresses behind links of two members, where as many members are known to hold them as accounts hold them at all: an
 * address that a stranger or a victim holds too says nothing of the operation, and something of them.
 */
function addressesOf(
  cluster: Cluster,
  members: readonly Lead[],
  leads: readonly Lead[],
): Facts['addresses'] {
  const memberOf = new Map(members.map((lead) => [lead.account, lead]))
  const found = new Map<string, { held: Set<string>; holders: number; probability: number }>()
  for (const { a, b, falseRate, looksLike, why } of cluster.links) {
    const [one, other] = [memberOf.get(a), memberOf.get(b)]
    for (const { family, value, holders } of why) {
      if (family !== 'net' || isIP(value) === 0) continue
      const known = found.get(value) ?? { held: new Set(), holders: 0, probability: 0 }
      found.set(value, known)
      known.holders = Math.max(known.holders, holders)
      if (one === undefined || other === undefined || looksLike !== null) continue
      known.held.add(a).add(b)
      const sure = Math.min(one.probability, other.probability) * (1 - falseRate)
      known.probability = Math.max(known.probability, sure)
    }
  }
  const isOthers = namedByIntel(leads)
  return [...found]
    .filter(
      ([value, { held, holders }]) => held.size > 1 && held.size >= holders && !isOthers(value),
    )
    .map(([value, { probability }]) => ({ value, probability }))
    .sort((x, y) => (x.value < y.value ? -1 : 1))
}

/** Values that an indicator of others named: telling one as ours would tell what may be above the level. */
function namedByIntel(leads: readonly Lead[]): (value: string) => boolean {
  const signals = leads.flatMap((lead) =>
    lead.signals.filter(({ source }) => source === 'indicator'),
  )
  const values = new Set(
    signals.flatMap(({ observed, name }) => [observed, name.slice(name.indexOf(' ') + 1)]),
  )
  return (value) => values.has(value)
}

function dayOf(instant: string): string {
  return `${instant.slice(0, 10)}T00:00:00.000Z`
}
