import { type AccusationRate, accusationRate, type AccusationRow } from './accusations.ts'
import { calibrate, type Calibration } from './calibration.ts'
import type { Evaluation } from './evaluate-rows.ts'
import type { RecallCut } from './recall.ts'
import { type Spread, spreadOf } from './statistics.ts'

/** Several worlds scored together: means of recall with ranges, pooled counts, and the worst world. */
export interface PooledEvaluation {
  readonly worlds: number
  readonly recall: ReadonlyArray<{
    readonly cut: RecallCut
    readonly all: Spread
    readonly notIndicated: Spread
    readonly operations: Spread
    readonly falseLeads: number
  }>
  readonly accusations: AccusationRow
  /** Null unless every world was given a directory. */
  readonly byCountry: readonly AccusationRow[] | null
  readonly byLanguage: readonly AccusationRow[] | null
  readonly byKind: readonly AccusationRow[]
  readonly groupsAt90: number
  readonly groupsAt50: number
  /** Of all listed leads of all worlds. */
  readonly calibration: Calibration
  readonly promise: {
    /** Worlds in which `expectedFalse` broke at some rank. */
    readonly brokenIn: readonly string[]
    readonly brokenByChanceIn: readonly string[]
    /** Sums over worlds at their last rank. */
    readonly found: number
    readonly promised: number
  }
  readonly pairwiseF1: Spread
  readonly bCubedF1: Spread
  readonly innocentsLinked: number
  readonly namedRightly: PooledShare
  readonly unknownNotNamed: PooledShare
  readonly falseNames: number
  readonly falseNamesOnInnocents: number
  /** The world with the lowest recall at 1 false in 10,000, and the one with the most false accusations at p >= 0.9 (then 0.5). */
  readonly worstRecall: { readonly name: string; readonly value: number } | null
  readonly worstAccusations: {
    readonly name: string
    readonly at90: number
    readonly at50: number
  } | null
}

/** A share over all worlds; null when nothing was counted. */
interface PooledShare {
  readonly value: number | null
  readonly count: number
  readonly total: number
}

/** Pools worlds. Recall and F1 are means over worlds, each weighing the same; counts, rates and calibration are of all rows together. */
export function poolEvaluations(list: readonly Evaluation[]): PooledEvaluation {
  const countries = list.map(({ accusations }) => accusations.byCountry)
  const known = countries.filter((rows) => rows !== null)
  const languages = list.flatMap(({ accusations }) => accusations.byLanguage ?? [])
  const sum = (of: (one: Evaluation) => number): number =>
    list.reduce((total, one) => total + of(one), 0)
  return {
    worlds: list.length,
    recall: poolRecall(list),
    accusations: poolRows(list.map(({ accusations }) => [accusations.all]))[0] ?? EMPTY,
    byCountry: known.length === list.length ? poolRows(known) : null,
    byLanguage: languages.length === 0 ? null : poolRows([languages]),
    byKind: poolRows(list.map(({ accusations }) => accusations.byKind)),
    groupsAt90: sum(({ accusations }) => accusations.groupsAt90.groups),
    groupsAt50: sum(({ accusations }) => accusations.groupsAt50.groups),
    calibration: calibrate(list.flatMap(({ forecasts }) => forecasts)),
    promise: {
      brokenIn: list.filter(({ promise }) => !promise.isKept).map(({ name }) => name),
      brokenByChanceIn: list
        .filter(({ promise }) => !promise.isKeptByChance)
        .map(({ name }) => name),
      found: sum(({ promise }) => promise.last?.found ?? 0),
      promised: sum(({ promise }) => promise.last?.promised ?? 0),
    },
    pairwiseF1: spreadOf(list.map(({ clusters }) => clusters.pairwise.f1)),
    bCubedF1: spreadOf(list.map(({ clusters }) => clusters.bCubed.f1)),
    innocentsLinked: sum(({ clusters }) => clusters.innocentsLinked),
    namedRightly: poolShare(list.map(({ attribution }) => attribution.namedRightly)),
    unknownNotNamed: poolShare(list.map(({ attribution }) => attribution.unknownNotNamed)),
    falseNames: sum(({ attribution }) => attribution.falseNames),
    falseNamesOnInnocents: sum(({ attribution }) => attribution.falseNamesOnInnocents),
    worstRecall: worstRecall(list),
    worstAccusations: worstAccusations(list),
  }
}

const NO_RATE: AccusationRate = accusationRate(0, 0)
const EMPTY: AccusationRow = {
  name: 'all innocents',
  at90: NO_RATE,
  at50: NO_RATE,
  listed: NO_RATE,
}

function poolRecall(list: readonly Evaluation[]): PooledEvaluation['recall'] {
  const cuts = list[0]?.recall.map(({ cut }) => cut) ?? []
  return cuts.map((cut) => {
    const rows = list.flatMap(({ recall }) => recall.filter((row) => row.cut === cut))
    return {
      cut,
      all: spreadOf(rows.map(({ all }) => all.value)),
      notIndicated: spreadOf(rows.map(({ notIndicated }) => notIndicated.value)),
      operations: spreadOf(rows.map(({ operations }) => operations.value)),
      falseLeads: rows.reduce((total, row) => total + row.falseLeads, 0),
    }
  })
}

function poolRows(tables: ReadonlyArray<readonly AccusationRow[]>): AccusationRow[] {
  const byName = new Map<string, AccusationRow>()
  const add = (a: AccusationRate | undefined, b: AccusationRate): AccusationRate =>
    accusationRate((a?.count ?? 0) + b.count, (a?.innocents ?? 0) + b.innocents)
  for (const row of tables.flat()) {
    const held = byName.get(row.name)
    byName.set(row.name, {
      name: row.name,
      at90: add(held?.at90, row.at90),
      at50: add(held?.at50, row.at50),
      listed: add(held?.listed, row.listed),
    })
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function poolShare(shares: ReadonlyArray<{ count: number; total: number }>): PooledShare {
  const count = shares.reduce((total, share) => total + share.count, 0)
  const total = shares.reduce((sum, share) => sum + share.total, 0)
  return { value: total === 0 ? null : count / total, count, total }
}

function worstRecall(list: readonly Evaluation[]): PooledEvaluation['worstRecall'] {
  let worst: { name: string; value: number } | null = null
  for (const { name, recall } of list) {
    const value = recall.find(({ cut }) => cut === '1 false in 10,000')?.all.value ?? null
    if (value !== null && (worst === null || value < worst.value)) worst = { name, value }
  }
  return worst
}

function worstAccusations(list: readonly Evaluation[]): PooledEvaluation['worstAccusations'] {
  let worst: { name: string; at90: number; at50: number } | null = null
  for (const { name, accusations } of list) {
    const [at90, at50] = [accusations.all.at90.count, accusations.all.at50.count]
    const isWorse =
      worst === null || at90 > worst.at90 || (at90 === worst.at90 && at50 > worst.at50)
    if (isWorse) worst = { name, at90, at50 }
  }
  return worst
}
