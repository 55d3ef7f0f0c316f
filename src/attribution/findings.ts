import { groupBy, roundTo } from '../core/index.ts'
import {
  type Crew,
  crewsByAccount,
  type CrewTie,
  findSharedValues,
  formCrews,
} from '../links/index.ts'
import type { Engine } from '../platform/index.ts'
import {
  type AccountSignal,
  type Rule,
  type Signal,
  weighRuleMatches,
  weighTags,
  weighTexts,
} from '../signals/index.ts'
import { type CalibratedLead, calibrateLead } from './calibration.ts'
import { attribute, type Attribution } from './hypotheses.ts'
import { rankLeads, type RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'
import { findVictims } from './victims.ts'

/** A line of `leads.jsonl` (CONTRACTS.md 2). */
export interface Lead {
  readonly account: string
  readonly rank: number
  readonly probability: number
  readonly expectedFalse: number
  readonly cluster: string | null
  readonly actor: { readonly name: string; readonly probability: number } | null
  readonly verdict: 'actor-account' | 'victim-key'
  readonly priorBits: number
  readonly signals: readonly Omit<Signal, 'actor'>[]
}

/** A line of `clusters.jsonl` (CONTRACTS.md 2). */
export interface Cluster {
  readonly cluster: string
  readonly accounts: readonly string[]
  readonly links: readonly {
    readonly a: string
    readonly b: string
    readonly bits: number
    readonly falseRate: number
    readonly why: readonly { family: string; value: string; holders: number; bits: number }[]
  }[]
  readonly hypotheses: Attribution['hypotheses']
  readonly unknown: number
}

/** Turns signals into leads and clusters: suspects, what they share, crews, probabilities, names. */
export async function deriveFindings(
  engine: Engine,
  signals: readonly AccountSignal[],
  people: number,
  prior: number,
  rules: readonly Rule[] = [],
): Promise<{ leads: Lead[]; clusters: Cluster[] }> {
  const own = groupBy(signals, (signal) => signal.account)
  const suspects = chooseSuspects(own)
  const shared = await findSharedValues(engine, suspects)
  const { crews, ties } = formCrews(suspects, shared, people)
  const near = ties.filter((tie) => tie.link.probability >= P.textLinkMin).map((tie) => tie.account)
  const asked = [...new Set([...suspects, ...near])].sort()
  const studious = studiousOf(own)
  const texts = await weighTexts(engine, asked, studious)
  const matched = await weighRuleMatches(engine, rules, asked, studious)
  for (const signal of [...texts, ...matched, ...(await weighTags(engine, asked))]) {
    const list = own.get(signal.account)
    if (list === undefined) own.set(signal.account, [signal])
    else list.push(signal)
  }
  const ranked = rankLeads({ own, crews, ties, prior })
    .map((lead) => calibrateLead(lead, prior))
    .filter((lead) => lead.probability >= P.probabilityMin)
  const victims = await findVictims(engine, ranked)
  return describe(ranked, crews, ties, own, victims)
}

/** Accounts whose only evidence is an indicator in their own code or commands. */
function studiousOf(own: ReadonlyMap<string, readonly AccountSignal[]>): Set<string> {
  return new Set(
    [...own]
      .filter(([, list]) => list.every((signal) => signal.relation === 'use'))
      .map(([account]) => account),
  )
}

function chooseSuspects(own: ReadonlyMap<string, readonly AccountSignal[]>): string[] {
  return [...own]
    .map(([account, list]) => ({
      account,
      bits: list.reduce((sum, signal) => sum + signal.bits, 0),
    }))
    .filter(({ bits }) => bits >= P.suspectBitsMin)
    .sort((x, y) => y.bits - x.bits || (x.account < y.account ? -1 : 1))
    .slice(0, P.suspectsMax)
    .map(({ account }) => account)
}

function describe(
  ranked: readonly CalibratedLead[],
  crews: readonly Crew[],
  ties: readonly CrewTie[],
  own: ReadonlyMap<string, readonly AccountSignal[]>,
  victims: ReadonlyMap<string, AccountSignal>,
): { leads: Lead[]; clusters: Cluster[] } {
  const tieOf = new Map(ties.map((tie) => [`${tie.crew} ${tie.account}`, tie]))
  const coreOf = crewsByAccount(crews)
  const members = groupBy(ranked, (lead) => crewOf(lead, coreOf))
  const names = new Map<string, string>()
  const attributions = new Map<number, Attribution>()
  const clusters: Cluster[] = []
  for (const [crew, list] of members) {
    if (crew === undefined) continue
    const core = crews[crew]?.core ?? []
    const attribution = attribute(core.flatMap((account) => own.get(account) ?? []))
    attributions.set(crew, attribution)
    const name = `c-${clusters.length + 1}`
    const cluster = describeCluster(name, crew, list, tieOf, attribution)
    if (cluster === undefined) continue
    for (const account of cluster.accounts) names.set(account, cluster.cluster)
    clusters.push(cluster)
  }
  let expectedFalse = 0
  const leads = ranked.map((lead, index): Lead => {
    expectedFalse += (1 - lead.probability) * P.groupAllowance
    const sign = victims.get(lead.account)
    const crew = crewOf(lead, coreOf)
    const who =
      (crew === undefined ? undefined : attributions.get(crew)) ??
      attribute(own.get(lead.account) ?? [])
    return {
      account: lead.account,
      rank: index + 1,
      probability: roundTo(lead.probability, 4),
      expectedFalse: roundTo(expectedFalse, 3),
      cluster: names.get(lead.account) ?? null,
      actor: { name: who.name, probability: who.probability },
      verdict: sign === undefined ? 'actor-account' : 'victim-key',
      priorBits: roundTo(lead.priorBits, 2),
      signals: [...lead.signals, ...(sign === undefined ? [] : [sign])].map(
        ({ source, name, bits, events, observed, techniques, intel, note }) => ({
          source,
          name,
          bits: roundTo(bits, 2),
          events: [...events],
          observed,
          techniques: [...techniques],
          intel,
          note,
        }),
      ),
    }
  })
  return { leads, clusters }
}

/** The crew that a lead belongs to: by its tie when that is strong enough or it is of a core, else by its core. */
function crewOf(lead: RankedLead, coreOf: ReadonlyMap<string, number>): number | undefined {
  const core = coreOf.get(lead.account)
  const isTied = lead.tie !== null && lead.tie.link.probability >= P.memberLinkMin
  return core !== undefined || isTied ? (lead.crew ?? core) : undefined
}

function describeCluster(
  cluster: string,
  crew: number,
  list: readonly RankedLead[],
  tieOf: ReadonlyMap<string, CrewTie>,
  attribution: Attribution,
): Cluster | undefined {
  const members = new Set(list.map((lead) => lead.account))
  const links = list.flatMap((lead) => {
    const tie = [lead.tie, tieOf.get(`${crew} ${lead.account}`)].find((one) => one?.crew === crew)
    if (tie === undefined || tie === null || tie.link.families.length === 0) return []
    const a = members.has(tie.nearest)
      ? tie.nearest
      : tie.sharers.find((account) => members.has(account))
    if (a === undefined) return []
    const why = tie.link.families.flatMap((family) =>
      family.values.map((value) => ({
        family: value.family,
        value: value.value,
        holders: value.holders,
        bits: roundTo(value.bits, 1),
      })),
    )
    return [
      {
        a,
        b: lead.account,
        bits: roundTo(tie.link.bits, 1),
        falseRate: roundTo(1 - tie.link.probability, 4),
        why,
      },
    ]
  })
  if (links.length === 0) return undefined
  return {
    cluster,
    accounts: [...new Set(links.flatMap((link) => [link.a, link.b]))].sort(),
    links,
    hypotheses: attribution.hypotheses,
    unknown: attribution.unknown,
  }
}
