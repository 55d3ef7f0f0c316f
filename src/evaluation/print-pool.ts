import type { AccusationRow } from './accusations.ts'
import type { PooledEvaluation } from './pool-evaluations.ts'
import { decimal, header, printable, spread, table } from './text-table.ts'

const ROWS_SHOWN = 12

/** Several worlds as text for a person. */
export function printPooledEvaluation(pool: PooledEvaluation): string {
  const { accusations, promise, calibration } = pool
  const { count, perMillion, low, high } = accusations.at90
  const lines = [
    `${pool.worlds} worlds`,
    ...header('recall, mean over worlds (lowest to highest)'),
    ...table([
      ['cut', 'false leads', 'all', 'touched no indicator', 'operations found'],
      ...pool.recall.map((row) => [
        row.cut,
        String(row.falseLeads),
        spread(row.all),
        spread(row.notIndicated),
        spread(row.operations),
      ]),
    ]),
    ...header('false accusations'),
    `  p >= 0.9: ${count} = ${decimal(perMillion, 1)} per million [${decimal(low, 1)}, ${decimal(high, 1)}]`,
    `  p >= 0.5: ${accusations.at50.count}`,
    `  whole groups: ${pool.groupsAt90} at p >= 0.9, ${pool.groupsAt50} at p >= 0.5`,
    ...rowsOf('by kind', pool.byKind),
    ...rowsOf('by country', pool.byCountry ?? []),
    ...rowsOf('by language', pool.byLanguage ?? []),
    ...header('promises and calibration'),
    `  expectedFalse: found ${promise.found}, promised ${decimal(promise.promised, 2)}`,
    `  broken strictly in ${names(promise.brokenIn)}`,
    `  broken beyond the 95% Poisson allowance in ${names(promise.brokenByChanceIn)}`,
    `  listed leads pooled: ECE ${decimal(calibration.ece, 3)}, Brier ${decimal(calibration.brier, 3)},`,
    `  log loss ${decimal(calibration.logLoss, 3)}`,
    ...table([
      ['from', 'to', 'leads', 'mean p', 'came true'],
      ...calibration.bins.map((bin) => [
        decimal(bin.low, 3),
        decimal(bin.high, 3),
        String(bin.count),
        decimal(bin.meanProbability, 3),
        decimal(bin.observed, 3),
      ]),
    ]),
    ...header('clusters and names'),
    `  F1 pairwise ${spread(pool.pairwiseF1)}, B-cubed ${spread(pool.bCubedF1)}; innocents linked ${pool.innocentsLinked}`,
    `  known named rightly ${decimal(pool.namedRightly.value, 2)} of ${pool.namedRightly.total}`,
    `  unknown not named ${decimal(pool.unknownNotNamed.value, 2)} of ${pool.unknownNotNamed.total}`,
    `  false names ${pool.falseNames}, of these on innocents ${pool.falseNamesOnInnocents}`,
    ...worstLines(pool),
  ]
  return `${lines.join('\n')}\n`
}

function names(list: readonly string[]): string {
  return list.length === 0
    ? 'no world'
    : `${list.length} worlds (${list.map(printable).join(', ')})`
}

function rowsOf(title: string, rows: readonly AccusationRow[]): string[] {
  const wrong = rows
    .filter((row) => row.listed.count > 0)
    .sort((a, b) => b.listed.count - a.listed.count || (a.name < b.name ? -1 : 1))
    .slice(0, ROWS_SHOWN)
  if (wrong.length === 0) return []
  return table([
    [title, 'innocents', 'p >= 0.9', 'p >= 0.5', 'listed', 'listed per million'],
    ...wrong.map((row) => [
      printable(row.name),
      String(row.listed.innocents),
      String(row.at90.count),
      String(row.at50.count),
      String(row.listed.count),
      decimal(row.listed.perMillion, 0),
    ]),
  ])
}

function worstLines({ worstRecall, worstAccusations }: PooledEvaluation): string[] {
  return [
    ...(worstRecall === null
      ? []
      : [
          `  worst recall at 1 false in 10,000: ${decimal(worstRecall.value, 2)} in ${printable(worstRecall.name)}`,
        ]),
    ...(worstAccusations === null
      ? []
      : [
          `  most false accusations: ${worstAccusations.at90} at p >= 0.9,`,
          `  ${worstAccusations.at50} at p >= 0.5, in ${printable(worstAccusations.name)}`,
        ]),
  ]
}
