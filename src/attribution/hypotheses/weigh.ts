import { clamp, confidenceOf, logOdds, shownProbability, wordsOf } from '../../core/index.ts'
import type { ActorProfile } from '../../intel/index.ts'
import type { AccountSignal, Conduct, TtpLabel } from '../../signals/index.ts'
import { HYPOTHESIS_PARAMETERS as P } from '../hypothesis-parameters.ts'
import type { Home } from './homes.ts'
import { weighInfrastructure } from './infrastructure.ts'
import {
  type Background,
  type Vertex,
  type VertexEvidence,
  VERTICES,
  weighAdversary,
  weighCapability,
  weighVictim,
} from './vertices.ts'

/** A profile with what is read from it: techniques as LLM-themed TTPs, home, words of its targets. */
export interface KnownActor {
  readonly profile: ActorProfile
  readonly kit: readonly TtpLabel[]
  readonly home: Home
  readonly targets: readonly string[]
}

/** Everything by which hypotheses about a cluster, or a lead by itself, are weighed. */
export interface HypothesisInput {
  /** How many accounts are judged together. */
  readonly accounts: number
  readonly signals: readonly AccountSignal[]
  readonly conducts: readonly Conduct[]
  /** Probability that an operation is behind it at all. */
  readonly operation: number
  readonly actors: readonly KnownActor[]
  readonly background: Background
}

/** An actor of the intelligence with its evidence by vertex, in bits against an unknown actor. */
export interface NamedWeight {
  readonly actor: string
  readonly isMet: boolean
  readonly evidence: Readonly<Record<Vertex, VertexEvidence>>
  readonly bits: number
}

/** Bits of every hypothesis. Of those inside `operation` they count against one another, and so outside. */
export interface Weights {
  readonly named: readonly NamedWeight[]
  readonly unknown: number
  readonly nameless: VertexEvidence
  readonly criminal: number
  readonly falseFlag: number
  readonly researcher: number
  readonly benign: number
  /** One account by itself that met infrastructure only in code. */
  readonly isLoneStudy: boolean
}

/** Weighs every hypothesis; named actors by bits, most first. */
export function weighHypotheses(input: HypothesisInput): Weights {
  const profiles = input.actors.map(({ profile }) => profile)
  const { byActor, nameless } = weighInfrastructure(input.signals, profiles)
  const known = new Map(input.actors.map((actor) => [actor.profile.name, actor]))
  const names = [...new Set([...byActor.keys(), ...known.keys()])].sort()
  const named = names
    .map((name) => weighNamed(name, byActor.get(name), known.get(name), input))
    .sort((x, y) => y.bits - x.bits || (x.actor < y.actor ? -1 : 1))
  const unknown = P.unknownBits + nameless.bits
  const planted = named.filter(({ isMet }) => isMet)
  const flags = planted.map(({ evidence }) => 2 ** (P.falseFlagBits + evidence.infrastructure.bits))
  return {
    named,
    unknown,
    nameless,
    criminal: unknown + P.criminalBits,
    falseFlag: Math.log2(flags.reduce((sum, weight) => sum + weight, 2 ** P.falseFlagBits)),
    researcher: P.researcherBits + (isStudied(input.signals) ? P.researcherUseBits : 0),
    benign: 0,
    isLoneStudy: input.accounts === 1 && isStudied(input.signals),
  }
}

const NOTHING: VertexEvidence = { bits: 0, words: '' }

function weighNamed(
  actor: string,
  infrastructure: VertexEvidence | undefined,
  known: KnownActor | undefined,
  { conducts, background }: HypothesisInput,
): NamedWeight {
  const evidence = {
    infrastructure: infrastructure ?? NOTHING,
    capability: known === undefined ? NOTHING : weighCapability(conducts, known.kit, background),
    victim: known === undefined ? NOTHING : weighVictim(conducts, known.targets, background),
    adversary: known === undefined ? NOTHING : weighAdversary(conducts, known.home, background),
  }
  const isMet = evidence.infrastructure.bits > 0
  const sum = VERTICES.reduce((total, vertex) => total + evidence[vertex].bits, 0)
  return { actor, isMet, evidence, bits: sum + (isMet ? 0 : P.unmetBits) }
}

/** Whether what was met stands in code or commands, or the directory vouches for the account: as of those who study actors. */
function isStudied(signals: readonly AccountSignal[]): boolean {
  const met = signals.filter((signal) => signal.intel !== null && signal.bits > 0)
  const isVouched = signals.some((signal) => signal.source === 'behaviour' && signal.bits < 0)
  return isVouched || (met.length > 0 && met.every((signal) => signal.relation === 'use'))
}

/** A hypothesis as `clusters.jsonl` lists it. Words and confidence are derived from the one probability. */
export interface Hypothesis {
  readonly actor: string
  readonly probability: number
  readonly words: string
  readonly kind: 'actor' | 'criminal' | 'false-flag' | 'researcher' | 'benign'
  readonly confidence: number
  /** Bits by vertex against an unknown actor; of actors of the intelligence only. */
  readonly vertices?: Readonly<Record<Vertex, number>>
  /** What speaks against it, in words. */
  readonly against?: readonly string[]
}

/** Probabilities of all hypotheses; with `unknown` they sum to one. */
export interface Posterior {
  readonly named: ReadonlyArray<{ readonly weight: NamedWeight; readonly probability: number }>
  readonly unknown: number
  readonly criminal: number
  readonly falseFlag: number
  readonly researcher: number
  readonly benign: number
}

/**
 * Turns bits into probabilities. A name's share of an operation is held to what the number of vertices that
 * speak for it allows; what is above goes to "unknown", and so do the names that are not listed.
 */
export function posteriorOf(weights: Weights, operation: number): Posterior {
  const total =
    weights.named.reduce((sum, { bits }) => sum + 2 ** bits, 0) +
    2 ** weights.unknown +
    2 ** weights.criminal +
    2 ** weights.falseFlag
  const shares = weights.named.map((weight) => {
    const most = P.byVertices[Math.min(votesFor(weight), P.byVertices.length - 1)] ?? 0
    return { weight, share: Math.min(most, 2 ** weight.bits / total) }
  })
  const listed = shares
    .filter(({ weight, share }) => weight.isMet || share >= P.listedMin)
    .slice(0, P.namedMax)
  const criminal = 2 ** weights.criminal / total
  const falseFlag = 2 ** weights.falseFlag / total
  const rest = 1 - criminal - falseFlag - listed.reduce((sum, { share }) => sum + share, 0)
  const innocents = 2 ** weights.researcher + 2 ** weights.benign
  return {
    named: listed.map(({ weight, share }) => ({ weight, probability: share * operation })),
    unknown: rest * operation,
    criminal: criminal * operation,
    falseFlag: falseFlag * operation,
    researcher: ((1 - operation) * 2 ** weights.researcher) / innocents,
    benign: ((1 - operation) * 2 ** weights.benign) / innocents,
  }
}

function votesFor(weight: NamedWeight): number {
  return VERTICES.filter((vertex) => weight.evidence[vertex].bits >= P.vertexBitsMin).length
}

/** The hypotheses as they are written: actors of the intelligence first, by probability; then the rest. */
export function listHypotheses(posterior: Posterior): Hypothesis[] {
  const of = (actor: string, kind: Hypothesis['kind'], probability: number): Hypothesis => ({
    actor,
    probability: shownProbability(probability),
    words: wordsOf(probability),
    kind,
    confidence: confidenceOf(probability),
  })
  const named = posterior.named.map(({ weight, probability }) => ({
    ...of(weight.actor, 'actor', probability),
    vertices: verticesOf(weight),
    against: VERTICES.filter((vertex) => weight.evidence[vertex].bits <= -P.vertexBitsMin).map(
      (vertex) => `${vertex}: ${weight.evidence[vertex].words}`,
    ),
  }))
  return [
    ...named,
    of('criminal group', 'criminal', posterior.criminal),
    of('planted false flag', 'false-flag', posterior.falseFlag),
    of('researcher or red team', 'researcher', posterior.researcher),
    of('benign', 'benign', posterior.benign),
  ]
}

function verticesOf(weight: NamedWeight): Record<Vertex, number> {
  const round = (vertex: Vertex): number => Math.round(weight.evidence[vertex].bits * 10) / 10 + 0
  return {
    infrastructure: round('infrastructure'),
    capability: round('capability'),
    victim: round('victim'),
    adversary: round('adversary'),
  }
}

/** The name to print and its probability in all, or `unknown` with that of an actor the intelligence does not know. */
export interface Name {
  readonly name: string
  readonly probability: number
}

/**
 * Names the first actor, or abstains: when its infrastructure was not met, its share of an operation is below
 * `nameMin`, it does not lead by `marginBits`, the other vertices contradict it (novelty), or it is too improbable in all.
 */
export function nameOf(weights: Weights, posterior: Posterior, operation: number): Name {
  const [top, second] = weights.named
  const unknown = { name: 'unknown', probability: shownProbability(posterior.unknown) }
  const found = posterior.named.find(({ weight }) => weight === top)
  if (top === undefined || found === undefined || !top.isMet) return unknown
  const share = found.probability / Math.max(operation, Number.MIN_VALUE)
  const margin = top.bits - (second?.bits ?? Number.NEGATIVE_INFINITY)
  const elsewhere = top.bits - top.evidence.infrastructure.bits
  const isNamed =
    share >= P.nameMin &&
    margin >= P.marginBits &&
    elsewhere > P.noveltyBits &&
    found.probability >= (weights.isLoneStudy ? P.nameStudiedMin : P.nameInAllMin)
  return isNamed ? { name: top.actor, probability: shownProbability(found.probability) } : unknown
}

/** Log odds of an operation for the matrix, inside ten bits either way. */
export function operationBits(operation: number): number {
  return clamp(logOdds(clamp(operation, 1e-6, 1 - 1e-6)), -10, 10)
}
