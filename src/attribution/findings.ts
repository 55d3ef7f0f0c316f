import { groupBy, roundTo } from '../core/index.ts'
import {
  type Crew,
  crewsByAccount,
  type CrewTie,
  findCrewValues,
  findSharedValues,
  findStars,
  formCrews,
  joinSuspects,
  type LinkLabels,
  nameGroups,
  reweighSharedValues,
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
  tellPivots,
  weighRuleMatches,
  weighTags,
  scoreTexts,
  type ScoredTexts,
  weighTexts,
} from '../signals/index.ts'
import { attributeLeads, type LeadAttribution } from './attribute-leads.ts'
import { type Cluster, crewOf, describeClusters } from './describe-clusters.ts'
import { joinParts } from './join-parts.ts'
import { readFirstActive } from './first-active.ts'
import { calibrateLead } from './calibration.ts'
import { type Counterfactual, type Explanation, explainLead } from './explanations.ts'
import { prepareAttribution } from './hypotheses/index.ts'
import { type LeadInput, rankLeads } from './leads.ts'
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

/** What findings are made of: indicator hits, other evidence, the number of accounts, the prior as a probability, rules, labels. */
export interface FindingsInput {
  readonly hits: readonly IndicatorHit[]
  readonly others: readonly AccountSignal[]
  readonly people: number
  readonly prior: number
  readonly rules?: readonly Rule[]
  readonly labels?: LinkLabels
}

/** Turns signals into leads and clusters: suspects, what they share, crews, probabilities, names. */
export async function deriveFindings(
  engine: Engine,
  { hits, others, people, prior, rules = [], labels }: FindingsInput,
): Promise<{ leads: Lead[]; clusters: Cluster[]; signals: number }> {
  const suspects = await chooseSuspects(
    engine,
    groupBy(weighIndicatorHits(hits), (signal) => signal.account),
  )
  const scored = scoreBeside(engine, suspects)
  const first = await findSharedValues(engine, suspects, labels)
  const tests = await testLinks(engine, suspects, first, people)
  const crewValues = findCrewValues(joinSuspects(suspects, first, tests), first)
  const again = await reweighSharedValues(engine, first, crewValues)
  const shared = [...again, ...(await findStars(engine, suspects))]
  const { crews, ties: bare } = formCrews(suspects, shared, people, tests)
  const ties = await nameGroups(engine, bare, P.probabilityMin)
  const crewOf = crewsByAccount(crews)
  const signals = weighIndicatorHits(hits, (account) => String(crewOf.get(account) ?? account))
  const own = groupBy(signals, (signal) => signal.account)
  addSignals(own, others)
  const input = { own, crews, ties, prior }
  await addHabits(engine, suspects, rules, input, scored)
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
    ...describe(ranked, crews, ties, who, own, explain, firstActive),
    signals: signals.length,
  }
}

/**
 * Scores the texts of suspects on a connection of its own, beside the search for what they share: scoring keeps every core
 * busy, that search is many short queries. A failure is thrown where the scores are awaited.
 */
function scoreBeside(
  engine: Engine,
  suspects: readonly string[],
): Promise<ScoredTexts | undefined> {
  if (suspects.length === 0) return Promise.resolve(undefined)
  const connection = engine.beside()
  const scored = scoreTexts(connection, suspects).finally(() => connection.close())
  scored.catch(() => undefined)
  return scored
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
  scored: Promise<ScoredTexts | undefined>,
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
  const texts = await scored
  if (texts === undefined) return
  addSignals(own, weighTexts(texts, studious))
  addSignals(own, await tellPivots(engine, suspects))
  const possible = possibleLeads(input, near)
  if (possible.length === 0) return
  addSignals(own, weighTexts(await scoreTexts(engine, possible, texts.peers), studious))
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
  own: ReadonlyMap<string, readonly AccountSignal[]>,
  explain: (lead: JudgedLead) => Explanation,
  firstActive: ReadonlyMap<string, string>,
): { leads: Lead[]; clusters: Cluster[] } {
  const coreOf = crewsByAccount(crews)
  const members = groupBy(ranked, (lead) => crewOf(lead, coreOf))
  const whoOf = new Map(
    ranked.map((lead) => {
      const crew = crewOf(lead, coreOf)
      const who =
        crew === undefined
          ? attribution.ofLead(lead)
          : attribution.ofMember(lead, [crew], members.get(crew) ?? [])
      return [lead.account, who] as const
    }),
  )
  const named = ranked.filter(({ verdict }) => verdict === 'actor-account')
  const operations = joinParts({ members, named, whoOf, ties, own })
  for (const { parts } of operations.filter(({ joins }) => joins.length > 0)) {
    const joined = parts.flatMap(({ leads }) => leads)
    for (const lead of joined)
      whoOf.set(
        lead.account,
        attribution.ofMember(
          lead,
          parts.map(({ crew }) => crew),
          joined,
        ),
      )
  }
  const clusters = describeClusters(ties, operations, attribution)
  const names = new Map(
    clusters.flatMap(({ cluster, accounts }) => accounts.map((account) => [account, cluster])),
  )
  const expectedFalse = promiseFalse(ranked.map((lead) => lead.probability))
  const leads = ranked.map((lead, index): Lead => {
    const who = whoOf.get(lead.account)
    return {
      account: lead.account,
      rank: index + 1,
      probability: roundTo(lead.probability, 4),
      expectedFalse: roundTo(expectedFalse[index] ?? 0, 3),
      cluster: names.get(lead.account) ?? null,
      actor: who === undefined ? null : { name: who.name, probability: who.probability },
      verdict: lead.verdict,
      priorBits: roundTo(lead.priorBits, 2),
      signals: lead.signals.map(
        ({ source, name, bits, events, observed, techniques, intel, tlp, note }) => ({
          source,
          name,
          bits: roundTo(bits, 2),
          events: [...events],
          observed,
          techniques: [...techniques],
          intel,
          ...(tlp === undefined ? {} : { tlp }),
          note,
        }),
      ),
      firstActive: firstActive.get(lead.account) ?? null,
      ...explain(lead),
    }
  })
  return { leads, clusters }
}
