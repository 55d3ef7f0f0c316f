import { HYPOTHESIS_PARAMETERS as P } from '../hypothesis-parameters.ts'
import { nameOf, operationBits, posteriorOf, type Posterior, type Weights } from './weigh.ts'
import { type Vertex, VERTICES } from './vertices.ts'

/** One row of the matrix of competing hypotheses: a piece of evidence against each hypothesis. */
export interface MatrixRow {
  readonly vertex: Vertex | 'operation'
  readonly evidence: string
  /** Largest minus smallest bits of the row: evidence that fits every hypothesis alike tells nothing. */
  readonly diagnosticity: number
  readonly cells: ReadonlyArray<{
    readonly actor: string
    readonly bits: number
    /** CC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent. */
    readonly mark: 'CC' | 'C' | 'N' | 'I' | 'II'
  }>
}

/** Bits from which a cell has its mark: a factor of four, about one and a half, and their inverses, eight for II. */
const MARKS = [
  [2, 'CC'],
  [0.5, 'C'],
  [-0.5, 'N'],
  [-3, 'I'],
] as const

/**
 * Analysis of competing hypotheses: rows by vertex and one for the operation itself, columns by hypothesis, most
 * diagnostic first. Cells are log2 P(evidence | hypothesis) / P(evidence | unknown actor).
 */
export function matrixOf(weights: Weights, posterior: Posterior, operation: number): MatrixRow[] {
  const listed = posterior.named.map(({ weight }) => weight)
  const rows = VERTICES.map((vertex): MatrixRow => {
    const isInfrastructure = vertex === 'infrastructure'
    const words = listed.map(({ actor, evidence }) =>
      evidence[vertex].words === '' ? '' : `${actor}: ${evidence[vertex].words}`,
    )
    const nameless = isInfrastructure ? weights.nameless : { bits: 0, words: '' }
    const flag = isInfrastructure ? Math.max(0, weights.falseFlag - P.falseFlagBits) : 0
    return rowOf(
      vertex,
      [...words, nameless.words],
      [
        ...listed.map(({ actor, evidence }) => [actor, evidence[vertex].bits] as const),
        ['unknown', nameless.bits],
        ['criminal group', nameless.bits],
        ['planted false flag', flag],
        ['researcher or red team', 0],
        ['benign', 0],
      ],
    )
  })
  const against = -operationBits(operation)
  rows.push(
    rowOf(
      'operation',
      ['the evidence that somebody runs an operation at all (leads.jsonl)'],
      [
        ...listed.map(({ actor }) => [actor, 0] as const),
        ['unknown', 0],
        ['criminal group', 0],
        ['planted false flag', 0],
        ['researcher or red team', against],
        ['benign', against],
      ],
    ),
  )
  return rows
    .filter((row) => row.diagnosticity > 0)
    .sort((x, y) => y.diagnosticity - x.diagnosticity || (x.vertex < y.vertex ? -1 : 1))
}

function rowOf(
  vertex: MatrixRow['vertex'],
  words: readonly string[],
  cells: ReadonlyArray<readonly [actor: string, bits: number]>,
): MatrixRow {
  const rounded = cells.map(([actor, bits]) => ({ actor, bits: Math.round(bits * 10) / 10 + 0 }))
  const values = rounded.map(({ bits }) => bits)
  return {
    vertex,
    evidence: words.filter((text) => text !== '').join('; '),
    diagnosticity: Math.round((Math.max(...values) - Math.min(...values)) * 10) / 10,
    cells: rounded.map(({ actor, bits }) => ({ actor, bits, mark: markOf(bits) })),
  }
}

function markOf(bits: number): MatrixRow['cells'][number]['mark'] {
  return MARKS.find(([from]) => bits >= from)?.[1] ?? 'II'
}

/**
 * What would change the answer, each computed by weighing again: the loss of a vertex that the name rests on, the bits by which
 * another actor would catch up, or the bits that the first one lacks.
 */
export function changesOf(weights: Weights, posterior: Posterior, operation: number): string[] {
  const named = nameOf(weights, posterior, operation)
  const [top, second] = weights.named
  if (top === undefined) return ['an indicator that names an actor and that an account here meets']
  if (named.name === 'unknown') return whatLacks(weights, operation)
  const changes: string[] = []
  for (const vertex of VERTICES) {
    if (top.evidence[vertex].bits <= 0) continue
    const without = weaken(weights, top.evidence[vertex].bits, vertex)
    const again = nameOf(without, posteriorOf(without, operation), operation)
    if (again.name !== named.name)
      changes.push(`without its ${vertex} evidence the answer would be ${again.name}`)
  }
  const lead = top.bits - (second?.bits ?? weights.unknown)
  const rival = second === undefined ? 'another actor' : second.actor
  changes.push(
    `an indicator of ${rival} worth ${Math.max(0, lead - P.marginBits).toFixed(1)} bits, met by an account here, would take the name away`,
  )
  return changes
}

/** The same weights with one vertex of the first actor taken away. */
function weaken(weights: Weights, bits: number, vertex: Vertex): Weights {
  const [top, ...others] = weights.named
  if (top === undefined) return weights
  const isMet = top.isMet && vertex !== 'infrastructure'
  const weaker = {
    ...top,
    isMet,
    evidence: { ...top.evidence, [vertex]: { bits: 0, words: '' } },
    bits: top.bits - bits + (isMet === top.isMet ? 0 : P.unmetBits),
  }
  const named = [weaker, ...others].sort((x, y) => y.bits - x.bits || (x.actor < y.actor ? -1 : 1))
  return { ...weights, named }
}

const STEPS = [1, 2, 3, 4, 6, 8, 10, 12]

/** How many bits of infrastructure the first actor lacks for its name, if any number would do. */
function whatLacks(weights: Weights, operation: number): string[] {
  const [top, ...others] = weights.named
  if (top === undefined) return []
  const isEnough = (more: number): boolean => {
    const infrastructure = {
      bits: top.evidence.infrastructure.bits + more,
      words: top.evidence.infrastructure.words,
    }
    const stronger = {
      ...top,
      isMet: true,
      evidence: { ...top.evidence, infrastructure },
      bits: top.bits + more + (top.isMet ? 0 : -P.unmetBits),
    }
    const changed = { ...weights, named: [stronger, ...others] }
    return nameOf(changed, posteriorOf(changed, operation), operation).name === top.actor
  }
  const needed = STEPS.find(isEnough)
  return needed === undefined
    ? [
        'no indicator alone would give a name: that an operation is behind it is not probable enough',
      ]
    : [
        `an indicator of ${top.actor} worth ${needed} bits more, met by an account here, would name it`,
      ]
}
