import { clamp, logOdds, probabilityOf } from '../core/index.ts'
import type { Crew, CrewTie } from '../links/index.ts'
import type { AccountSignal, Signal } from '../signals/index.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** An account with its ledger: the prior and the signals' bits add up to the log odds of `probability`. */
export interface RankedLead {
  readonly account: string
  readonly probability: number
  readonly crew: number | null
  readonly tie: CrewTie | null
  /** Given that an actor is behind the account, how probable it is the one of the crew that it is tied to; 0 without a tie. */
  readonly tieShare: number
  readonly signals: readonly Signal[]
  /** Whether the account or the crew it is weighed with met something that intelligence names. */
  readonly isIndicated: boolean
}

/** Probabilities are kept this far from 0 and 1, so that their log odds are finite. */
const LEAST = 1e-12

/** Everything that leads are made of. `own` holds each account's own evidence; `prior` is a probability. */
export interface LeadInput {
  readonly own: ReadonlyMap<string, readonly AccountSignal[]>
  readonly crews: readonly Crew[]
  readonly ties: readonly CrewTie[]
  readonly prior: number
}

/**
 * Ranks accounts by the probability that a threat actor runs them.
 *
 * With probability `link` an account belongs to the operator of a crew, and then all evidence of the
 * crew and its own is one operator's; otherwise only its own counts:
 *
 *   P(x) = link * P(crew and x) + (1 - link) * P(x alone)
 *
 * so an account without evidence of its own is never more probable than the crew it is tied to.
 */
export function rankLeads(input: LeadInput): RankedLead[] {
  const best = new Map<string, RankedLead>()
  for (const [account, signals] of input.own)
    best.set(account, alone(account, signals, input.prior))
  for (const tie of input.ties) {
    const crew = input.crews[tie.crew]
    const others = crew?.core.filter((member) => member !== tie.account) ?? []
    if (crew === undefined || others.length === 0) continue
    const lead = tied(tie, others, input, input.own.get(tie.account) ?? [])
    const known = best.get(tie.account)
    if (known === undefined || lead.probability > known.probability) best.set(tie.account, lead)
    else if (known.tie === null && crew.core.includes(tie.account))
      best.set(tie.account, { ...known, crew: tie.crew, tie, tieShare: lead.tieShare })
  }
  return [...best.values()].sort(
    (x, y) => y.probability - x.probability || (x.account < y.account ? -1 : 1),
  )
}

/** What one account's probability rests on. Parts may be left out, to ask what it would be without them. */
export interface LeadParts {
  readonly account: string
  readonly own: readonly AccountSignal[]
  readonly ties: readonly CrewTie[]
  /** A member of a crew whose evidence is taken not to be there. */
  readonly absent?: string
}

/** Weighs the parts of one account as `rankLeads` does: by itself or by one of its ties, whichever is most probable. */
export function weighParts(parts: LeadParts, input: LeadInput): RankedLead {
  let best = alone(parts.account, parts.own, input.prior)
  for (const tie of parts.ties) {
    const core = input.crews[tie.crew]?.core ?? []
    const others = core.filter((member) => member !== parts.account && member !== parts.absent)
    if (others.length === 0) continue
    const lead = tied(tie, others, input, parts.own)
    if (lead.probability > best.probability) best = lead
  }
  return best
}

/** An account by itself: prior and its own signals. */
function alone(account: string, signals: readonly AccountSignal[], prior: number): RankedLead {
  const probability = bounded(probabilityOf(logOdds(prior) + sumBits(signals)))
  return {
    account,
    probability,
    crew: null,
    tie: null,
    tieShare: 0,
    signals,
    isIndicated: signals.some(isIndicator),
  }
}

/**
 * An account as one operator's with probability `link`, by itself otherwise. What it asks for is weighed
 * last, since it speaks for or against both. Where nothing was indicated, a neighbour that is not itself of the crew's
 * core is no more probable than that core: a class or a café shares its habits as it shares its address, so that
 * theirs are no second witness (research: trial, lesson 1).
 */
function tied(
  tie: CrewTie,
  others: readonly string[],
  input: LeadInput,
  own: readonly AccountSignal[],
): RankedLead {
  const soft = own.filter(isSoft)
  const hard = own.filter((signal) => !isSoft(signal))
  const theirs = others.map((member) => input.own.get(member) ?? [])
  const bits =
    jointBits([...theirs.flat(), ...own].filter((signal) => !isSoft(signal))) +
    corroboration([...theirs, hard]) +
    crewHabits(theirs)
  const together = probabilityOf(logOdds(input.prior) + bits)
  const apart = probabilityOf(logOdds(input.prior) + sumBits(hard))
  const link = tie.link.probability
  const mixed = bounded(link * together + (1 - link) * apart)
  const isIndicated = [...own, ...theirs.flat()].some(isIndicator)
  const isCore = input.crews[tie.crew]?.core.includes(tie.account) === true
  const free = bounded(probabilityOf(logOdds(mixed) + sumBits(soft)))
  const separate = bounded(probabilityOf(logOdds(bounded(apart)) + sumBits(soft)))
  const ceiling = isIndicated || isCore ? 1 : Math.max(separate, sourceOf(theirs, input.prior))
  const probability = Math.min(free, ceiling)
  const linkBits = logOdds(probability) - logOdds(separate)
  return {
    account: tie.account,
    probability,
    crew: tie.crew,
    tie,
    tieShare: (link * together) / mixed,
    signals: [...own, linkSignal(tie, linkBits)],
    isIndicated,
  }
}

/** How probable the members of a crew without any indicator are by their habits, together or the most probable by itself. */
function sourceOf(members: readonly (readonly AccountSignal[])[], prior: number): number {
  const bits = [crewHabits(members), ...members.map(sumBits)]
  return bounded(probabilityOf(logOdds(prior) + Math.max(...bits)))
}

const isIndicator = ({ source, bits }: AccountSignal): boolean => source === 'indicator' && bits > 0

/** Whether a signal is of how an account behaves or what it asks for (model, rule), not of what it met; it is weighed apart. */
const isSoft = (signal: AccountSignal): boolean => signal.source !== 'indicator'

const sumBits = (signals: readonly AccountSignal[]): number =>
  signals.reduce((sum, signal) => sum + signal.bits, 0)

const bounded = (probability: number): number => clamp(probability, LEAST, 1 - LEAST)

/**
 * What a crew's members ask for and how they behave. Texts give their mean, a little more for several, since
 * members of any group ask alike; behaviour adds up with a discount, since a group may share its habits too.
 */
function crewHabits(members: readonly (readonly AccountSignal[])[]): number {
  const texts = members.flatMap((signals) =>
    signals.filter(({ source }) => source === 'model').map(({ bits }) => bits),
  )
  const mean = texts.reduce((sum, bits) => sum + bits, 0) / Math.max(1, texts.length)
  const behaviour = members.map((signals) =>
    sumBits(signals.filter(({ source }) => source === 'behaviour')),
  )
  const risen = behaviour.filter((bits) => bits > 0).sort((x, y) => y - x)
  const fallen = behaviour.filter((bits) => bits < 0)
  const sum = risen.reduce((total, bits, rank) => total + bits * P.behaviourDiscount ** rank, 0)
  const against = fallen.reduce((total, bits) => total + bits, 0) / Math.max(1, members.length)
  return (
    mean * Math.min(P.crewTextsMax, Math.sqrt(texts.length)) +
    clamp(sum + against, -P.crewBehaviourMax, P.crewBehaviourMax)
  )
}

/**
 * Several accounts, each with evidence of its own, that are tied by other means than the evidence:
 * strangers who meet an indicated value by chance are seldom tied as well.
 */
function corroboration(members: readonly (readonly AccountSignal[])[]): number {
  const isEvidence = (signal: AccountSignal): boolean => signal.bits > 0 && !isSoft(signal)
  const witnesses = members.filter((signals) => signals.some(isEvidence))
  const values = new Set(
    witnesses.flatMap((signals) => signals.filter(isEvidence).map((signal) => signal.observed)),
  )
  const distinct = Math.min(witnesses.length, values.size)
  const repeated = witnesses.length - distinct
  const bits =
    P.corroborationDistinct * Math.max(0, distinct - 1) +
    P.corroborationSame * (distinct > 0 ? repeated : 0)
  return Math.min(P.corroborationMax, bits)
}

/**
 * Bits of several accounts' evidence taken as one operator's: a value seen by several of them counts
 * once, and each further value counts a share of the one before.
 */
function jointBits(signals: readonly AccountSignal[]): number {
  const byValue = new Map<string, number>()
  for (const signal of signals) {
    const key = `${signal.source} ${signal.observed === '' ? signal.name : signal.observed}`
    byValue.set(key, Math.max(byValue.get(key) ?? Number.NEGATIVE_INFINITY, signal.bits))
  }
  const positive = [...byValue.values()].filter((bits) => bits > 0).sort((x, y) => y - x)
  const negative = [...byValue.values()]
    .filter((bits) => bits < 0)
    .reduce((sum, bits) => sum + bits, 0)
  return positive.reduce((sum, bits, rank) => sum + bits * P.jointDiscount ** rank, negative)
}

const FAMILY_WORDS: Readonly<Record<string, string>> = {
  pay: 'payment',
  net: 'address on a day',
  device: 'device or client',
  mail: 'e-mail pattern',
  name: 'name in text',
}

/** What two accounts share, in words that an analyst can check. */
function tieInWords(tie: CrewTie): string {
  const parts = tie.link.families.map((family) => {
    const value = family.values[0]
    return `${FAMILY_WORDS[family.family] ?? family.family} ${value?.value ?? ''} (held by ${value?.holders ?? 0} accounts)`
  })
  const explained =
    tie.link.explained === ''
      ? ''
      : `; explained by a common ${tie.link.explained}, so it counts little`
  return `shares ${parts.join(', ')}${explained}`
}

function linkSignal(tie: CrewTie, bits: number): Signal {
  return {
    source: 'link',
    name: `linked to ${tie.nearest}`,
    bits,
    events: [],
    observed: tie.link.families[0]?.values[0]?.value ?? '',
    techniques: [],
    intel: null,
    note: `${tieInWords(tie)}; probability of one operator ${tie.link.probability.toFixed(2)}`,
    actor: '',
  }
}
