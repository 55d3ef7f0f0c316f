import { groupBy, roundTo } from '../core/index.ts'
import {
  type Crew,
  crewsByAccount,
  type CrewTie,
  findCrewValues,
  findSharedValues,
  formCrews,
  joinSuspects,
  testLinks,
} from '../links/index.ts'
import type { Engine } from '../platform/index.ts'
import {
  type AccountSignal,
  type IndicatorHit,
  findRiskyAccounts,
  type Rule,
  type Signal,
  weighBehaviour,
  weighIndicatorHits,
  weighRuleMatches,
  weighTags,
  weighTexts,
} from '../signals/index.ts'
import { attributeLeads, type LeadAttribution } from './attribute-leads.ts'
import { readFirstActive } from './first-active.ts'
import { calibrateLead } from './calibration.ts'
import { type Counterfactual, type Explanation, explainLead } from './explanations.ts'
import { type Attribution, type MatrixRow, prepareAttribution } from './hypotheses/index.ts'
import { type LeadInput, rankLeads, type RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'
import { possibleLeads } from './possible-leads.ts'
import { promiseFalse } from './promise.ts'
import { judgeHands, type JudgedLead } from './victims.ts'

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
  /** First use of the account in the store, UTC; null when it has none. */
  readonly firstActive: string | null
  readonly why: readonly string[]
  readonly without: readonly Counterfactual[]
}

/** A line of `clusters.jsonl` (CONTRACTS.md 2). */
export interface Cluster {
  readonly cluster: string
  readonly accounts: readonly string[]
  readonly falseRate: number
  readonly links: readonly {
    readonly a: string
    readonly b: string
    readonly bits: number
    readonly falseRate: number
    readonly nullRate: number
    readonly discovery: boolean
    readonly why: readonly { family: string; value: string; holders: number; bits: number }[]
  }[]
  readonly hypotheses: Attribution['hypotheses']
  readonly unknown: number
  readonly matrix: readonly MatrixRow[]
  readonly changes: readonly string[]
}

/** What findings are made of: indicator hits, other evidence, the number of accounts, the prior as a probability, rules. */
export interface FindingsInput {
  readonly hits: readonly IndicatorHit[]
  readonly others: readonly AccountSignal[]
  readonly people: number
  readonly prior: number
  readonly rules?: readonly Rule[]
}

/** Turns signals into leads and clusters: suspects, what they share, crews, probabilities, names. */
export async function deriveFindings(
  engine: Engine,
  { hits, others, people, prior, rules = [] }: FindingsInput,
): Promise<{ leads: Lead[]; clusters: Cluster[]; signals: number }> {
  const suspects = await chooseSuspects(
    engine,
    groupBy(weighIndicatorHits(hits), (signal) => signal.account),
  )
  const first = await findSharedValues(engine, suspects)
  const tests = await testLinks(engine, suspects, first, people)
  const crewValues = findCrewValues(joinSuspects(suspects, first, tests), first)
  const shared = await findSharedValues(engine, suspects, crewValues)
  const { crews, ties } = formCrews(suspects, shared, people, tests)
  const crewOf = crewsByAccount(crews)
  const signals = weighIndicatorHits(hits, (account) => String(crewOf.get(account) ?? account))
  const own = groupBy(signals, (signal) => signal.account)
  addSignals(own, others)
  const input = { own, crews, ties, prior }
  await addHabits(engine, suspects, rules, input)
  const possible = rankLeads(input)
    .map((lead) => calibrateLead(lead, prior))
    .filter((lead) => lead.probability >= P.probabilityMin)
  const ranked = (await judgeHands(engine, possible, own))
    .filter((lead) => lead.probability >= P.probabilityMin)
    .sort((x, y) => y.probability - x.probability || (x.account < y.account ? -1 : 1))
  const accounts = ranked.map((lead) => lead.account)
  const who = attributeLeads(crews, own, await prepareAttribution(engine, accounts))
  const explain = (lead: JudgedLead): Explanation => explainLead(lead, input, people)
  const firstActive = await readFirstActive(engine, accounts)
  return {
    ...describe(ranked, crews, ties, who, explain, firstActive),
    signals: signals.length,
  }
}

/**
 * Adds how suspects and those near them behave, what the operator has recorded about them, and what they ask for.
 * Prompts are read of suspects, and of those neighbours whom the strongest texts there are would make a lead.
 */
async function addHabits(
  engine: Engine,
  suspects: readonly string[],
  rules: readonly Rule[],
  input: LeadInput & { readonly own: Map<string, AccountSignal[]> },
): Promise<void> {
  const { own, ties } = input
  const studious = studiousOf(own)
  const suspected = new Set(suspects)
  const tied = ties.filter((tie) => tie.link.probability >= P.textLinkMin)
  const near = [...new Set(tied.map((tie) => tie.account))].filter((one) => !suspected.has(one))
  const asked = [...suspects, ...near].sort()
  if (asked.length === 0) return
  addSignals(own, await weighBehaviour(engine, asked))
  addSignals(own, await weighTags(engine, asked))
  addSignals(own, await weighRuleMatches(engine, rules, asked, studious))
  const { signals, peers } = await weighTexts(engine, suspects, studious)
  addSignals(own, signals)
  const possible = possibleLeads(input, near)
  if (possible.length === 0) return
  addSignals(own, (await weighTexts(engine, possible, studious, peers)).signals)
}

function addSignals(own: Map<string, AccountSignal[]>, signals: readonly AccountSignal[]): void {
  for (const signal of signals) {
    const list = own.get(signal.account)
    if (list === undefined) own.set(signal.account, [signal])
    else list.push(signal)
  }
}

/** Accounts whose only evidence is an indicator in their own code or commands. */
function studiousOf(own: ReadonlyMap<string, readonly AccountSignal[]>): Set<string> {
  return new Set(
    [...own]
      .filter(([, list]) => list.every((signal) => signal.relation === 'use'))
      .map(([account]) => account),
  )
}

/** Accounts that may start a crew: those that met enough of what intelligence names, and those that behave most unlike others. */
async function chooseSuspects(
  engine: Engine,
  own: ReadonlyMap<string, readonly AccountSignal[]>,
): Promise<string[]> {
  const indicated = [...own]
    .map(([account, list]) => ({
      account,
      bits: list.reduce((sum, signal) => sum + signal.bits, 0),
    }))
    .filter(({ bits }) => bits >= P.suspectBitsMin)
    .sort((x, y) => y.bits - x.bits || (x.account < y.account ? -1 : 1))
    .slice(0, P.suspectsMax)
    .map(({ account }) => account)
  const risky = await findRiskyAccounts(engine, P.riskBitsMin, P.riskyMax)
  return [...new Set([...indicated, ...risky])]
}

function describe(
  ranked: readonly JudgedLead[],
  crews: readonly Crew[],
  ties: readonly CrewTie[],
  attribution: LeadAttribution,
  explain: (lead: JudgedLead) => Explanation,
  firstActive: ReadonlyMap<string, string>,
): { leads: Lead[]; clusters: Cluster[] } {
  const tieOf = new Map(ties.map((tie) => [`${tie.crew} ${tie.account}`, tie]))
  const coreOf = crewsByAccount(crews)
  const members = groupBy(ranked, (lead) => crewOf(lead, coreOf))
  const names = new Map<string, string>()
  const clusters: Cluster[] = []
  for (const [crew, list] of members) {
    if (crew === undefined) continue
    const name = `c-${clusters.length + 1}`
    const cluster = describeCluster(name, crew, list, tieOf, attribution.ofCrew(crew, list))
    if (cluster === undefined) continue
    for (const account of cluster.accounts) names.set(account, cluster.cluster)
    clusters.push(cluster)
  }
  const expectedFalse = promiseFalse(ranked.map((lead) => lead.probability))
  const leads = ranked.map((lead, index): Lead => {
    const crew = crewOf(lead, coreOf)
    const who = attribution.ofLead(lead, crew === undefined ? [] : (members.get(crew) ?? []))
    return {
      account: lead.account,
      rank: index + 1,
      probability: roundTo(lead.probability, 4),
      expectedFalse: roundTo(expectedFalse[index] ?? 0, 3),
      cluster: names.get(lead.account) ?? null,
      actor: { name: who.name, probability: who.probability },
      verdict: lead.verdict,
      priorBits: roundTo(lead.priorBits, 2),
      signals: lead.signals.map(
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
      firstActive: firstActive.get(lead.account) ?? null,
      ...explain(lead),
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
        nullRate: roundTo(tie.nullRate, 4),
        discovery: tie.isDiscovery,
        why,
      },
    ]
  })
  if (links.length === 0) return undefined
  return {
    cluster,
    accounts: [...new Set(links.flatMap((link) => [link.a, link.b]))].sort(),
    falseRate: roundTo(links.reduce((sum, link) => sum + link.falseRate, 0) / links.length, 4),
    links,
    hypotheses: attribution.hypotheses,
    unknown: attribution.unknown,
    matrix: attribution.matrix,
    changes: attribution.changes,
  }
}
