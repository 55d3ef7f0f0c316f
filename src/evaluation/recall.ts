import type { JudgedLead, TruthRow } from './rows.ts'
import { type Ratio, ratioByUnit } from './statistics.ts'

/** Recall at one cut through the list of leads. */
export interface RecallRow {
  readonly cut: RecallCut
  /** Leads above the cut. */
  readonly leads: number
  /** False leads above the cut. */
  readonly falseLeads: number
  /** Share of actor accounts that are a hit above the cut. */
  readonly all: Ratio
  /** The same among actor accounts that touched no valid indicator. */
  readonly notIndicated: Ratio
  /** Share of operations with at least one hit above the cut. */
  readonly operations: Ratio
}

const RECALL_CUTS = [
  'no false lead',
  '1 false in 10,000',
  '40 leads',
  'p >= 0.9',
  'p >= 0.5',
] as const
export type RecallCut = (typeof RECALL_CUTS)[number]

const ANALYST_DAY_LEADS = 40

/**
 * Recall at each cut. The first two keep the longest run of ranks with at most 0 and
 * floor(innocents / 10,000) false leads; `40 leads` is what an analyst reads in a day; the last two
 * keep leads by probability.
 */
export function measureRecall(
  truth: readonly TruthRow[],
  judged: readonly JudgedLead[],
  seed: string,
): readonly RecallRow[] {
  const innocents = truth.filter((row) => row.truth !== 'actor').length
  return RECALL_CUTS.map((cut) => {
    const kept = keep(judged, cut, innocents)
    const hits = new Set(kept.filter((one) => one.isHit).map((one) => one.lead.account))
    const actors = truth.filter((row) => row.truth === 'actor')
    const recallOf = (rows: readonly TruthRow[], name: string): Ratio =>
      ratioByUnit(
        rows.map((row) => ({
          unit: unitOf(row),
          count: hits.has(row.accountId) ? 1 : 0,
          total: 1,
        })),
        `${seed}/recall/${cut}/${name}`,
      )
    const found = new Map<string, number>()
    for (const row of actors)
      found.set(unitOf(row), Math.max(found.get(unitOf(row)) ?? 0, hits.has(row.accountId) ? 1 : 0))
    return {
      cut,
      leads: kept.length,
      falseLeads: kept.filter((one) => one.isFalseLead).length,
      all: recallOf(actors, 'all'),
      notIndicated: recallOf(
        actors.filter((row) => !row.directlyIndicated),
        'not-indicated',
      ),
      operations: ratioByUnit(
        [...found].map(([unit, count]) => ({ unit, count, total: 1 })),
        `${seed}/recall/${cut}/operations`,
      ),
    }
  })
}

/** The operation that an account is resampled with; an account without one stands alone. */
export function unitOf(row: TruthRow): string {
  return row.team ?? `account ${row.accountId}`
}

function keep(
  judged: readonly JudgedLead[],
  cut: RecallCut,
  innocents: number,
): readonly JudgedLead[] {
  switch (cut) {
    case 'no false lead':
      return untilFalse(judged, 0)
    case '1 false in 10,000':
      return untilFalse(judged, Math.floor(innocents / 10_000))
    case '40 leads':
      return judged.slice(0, ANALYST_DAY_LEADS)
    case 'p >= 0.9':
      return judged.filter(({ lead }) => lead.probability >= 0.9)
    case 'p >= 0.5':
      return judged.filter(({ lead }) => lead.probability >= 0.5)
  }
}

function untilFalse(judged: readonly JudgedLead[], allowed: number): readonly JudgedLead[] {
  let seen = 0
  const end = judged.findIndex((one) => one.isFalseLead && ++seen > allowed)
  return end === -1 ? judged : judged.slice(0, end)
}
