import type { AccusationRate, AccusationRow, GroupCount } from './accusations.ts'
import type { Calibration } from './calibration.ts'
import type { PrecisionRecall } from './clusters.ts'
import type { DetectionScores, DetectionTimes } from './detection.ts'
import type { Evaluation } from './evaluate-rows.ts'
import type { PromiseAtRank, PromiseCheck } from './promise.ts'
import type { Ratio } from './statistics.ts'
import { decimal, header, printable, ratio, table } from './text-table.ts'

const ROWS_SHOWN = 8

/** An evaluation as text for a person: tables with 95% intervals in brackets, `n/a` where there was nothing to count. */
export function printEvaluation(evaluation: Evaluation): string {
  const { counts, accusations, clusters, attribution, verdicts } = evaluation
  const lines = [
    `${counts.accounts} accounts: ${counts.actorAccounts} of actors in ${counts.operations} operations,`,
    `${counts.innocents} innocent; ${counts.leads} leads`,
    ...(counts.strangers === 0
      ? []
      : [`${counts.strangers} leads are not in the truth and count as innocent`]),
    ...header('recall of actor accounts [95%, resampled by operation]'),
    ...table([
      ['cut', 'leads', 'false', 'recall', 'touched no indicator', 'operations found'],
      ...evaluation.recall.map((row) => [
        row.cut,
        String(row.leads),
        String(row.falseLeads),
        ratio(row.all),
        ratio(row.notIndicated),
        ratio(row.operations),
      ]),
    ]),
    ...header('false accusations per million innocents [95%, Poisson]'),
    ...accusationTable([accusations.all, ...worst(accusations.byKind)]),
    ...(accusations.byCountry === null
      ? []
      : ['by country', ...accusationTable(worst(accusations.byCountry))]),
    ...(accusations.byLanguage === null
      ? []
      : ['by language', ...accusationTable(worst(accusations.byLanguage))]),
    `whole groups falsely accused: ${groups(accusations.groupsAt90)} at p >= 0.9, ${groups(accusations.groupsAt50)} at p >= 0.5`,
    ...header('expectedFalse'),
    ...printPromise(evaluation.promise),
    ...header('calibration'),
    ...table([
      ['over', 'Brier', 'log loss', 'ECE'],
      ['all accounts', ...scores(evaluation.calibrationOfAll, 6)],
      ['listed leads', ...scores(evaluation.calibrationOfListed, 3)],
    ]),
    ...reliability(evaluation.calibrationOfListed),
    ...header('clusters against operations'),
    ...table([
      ['over actor accounts', 'precision', 'recall', 'F1'],
      ['pairwise', ...pair(clusters.pairwise)],
      ['B-cubed', ...pair(clusters.bCubed)],
    ]),
    `${clusters.clusters} clusters; innocents linked with an actor account: ${clusters.innocentsLinked},`,
    `in any cluster: ${clusters.innocentsInClusters}`,
    ...header('attribution of listed leads'),
    ...table([
      ['known operations named rightly (top-1)', ratio(attribution.namedRightly)],
      ['known operations not named', ratio(attribution.knownNotNamed)],
      ['unknown operations not named (abstention)', ratio(attribution.unknownNotNamed)],
    ]),
    `false names: ${attribution.falseNames}, of these on innocents: ${attribution.falseNamesOnInnocents}`,
    ...printDetection(evaluation.detection),
    ...header('stolen keys'),
    `${verdicts.victims} victims, ${verdicts.listed} listed: ${verdicts.named} named victim-key,`,
    `${verdicts.accused} called actor-account (accuracy ${decimal(verdicts.accuracy, 2)})`,
    `victim-key on benign accounts: ${verdicts.falseVictims}, on actor accounts: ${verdicts.excusedActors}`,
  ]
  return `${lines.join('\n')}\n`
}

function printDetection(detection: DetectionScores | null): string[] {
  if (detection === null) return []
  const { results, accounts, operations } = detection
  const row = (name: string, times: DetectionTimes): string[] => [
    name,
    `${times.found}/${times.total}`,
    decimal(times.medianDays, 1),
    decimal(times.ninetyDays, 1),
  ]
  return [
    ...header('time from first use to detection at p >= 0.5, of those found'),
    ...table([
      [`over ${results} result${results === 1 ? '' : 's'}`, 'found', 'median days', '90% within'],
      row('actor accounts', accounts),
      row('operations (first member)', operations),
    ]),
    ...(results === 1
      ? ['  with one result this is how long they had been active when it was made']
      : []),
  ]
}

function accusationTable(rows: readonly AccusationRow[]): string[] {
  const cells = ({ count, perMillion, low, high }: AccusationRate): string =>
    perMillion === null
      ? String(count)
      : `${count} = ${decimal(perMillion, 0)} [${decimal(low, 0)}, ${decimal(high, 0)}]`
  return table([
    ['innocents', 'number', 'p >= 0.9', 'p >= 0.5', 'listed'],
    ...rows.map((row) => [
      printable(row.name),
      String(row.at50.innocents),
      cells(row.at90),
      cells(row.at50),
      cells(row.listed),
    ]),
  ])
}

/** The sorts with a false accusation, those with most first. */
function worst(rows: readonly AccusationRow[]): AccusationRow[] {
  return rows
    .filter((row) => row.listed.count > 0)
    .sort(
      (a, b) =>
        b.at90.count - a.at90.count ||
        b.at50.count - a.at50.count ||
        b.listed.count - a.listed.count ||
        (a.name < b.name ? -1 : 1),
    )
    .slice(0, ROWS_SHOWN)
}

function groups({ groups: count, accounts }: GroupCount): string {
  return `${count} (${accounts} accounts)`
}

function printPromise(promise: PromiseCheck): string[] {
  const at = (place: PromiseAtRank | null): string =>
    place === null
      ? 'no leads'
      : `rank ${place.rank}: found ${place.found}, promised ${decimal(place.promised, 2)}`
  const word = (isKept: boolean, broken: number): string =>
    isKept ? 'kept at every rank' : `BROKEN at ${broken} ranks`
  return [
    `strictly: ${word(promise.isKept, promise.ranksBroken)}; worst ${at(promise.worst)}`,
    `with the 95% Poisson allowance: ${word(promise.isKeptByChance, promise.ranksBrokenByChance)}; worst ${at(promise.worstByChance)}`,
    `last ${at(promise.last)}`,
  ]
}

function scores({ brier, logLoss, ece }: Calibration, digits: number): string[] {
  return [decimal(brier, digits), decimal(logLoss, digits), decimal(ece, digits)]
}

function reliability({ bins }: Calibration): string[] {
  if (bins.length === 0) return []
  return table([
    ['listed from', 'to', 'leads', 'mean p', 'came true'],
    ...bins.map((bin) => [
      decimal(bin.low, 3),
      decimal(bin.high, 3),
      String(bin.count),
      decimal(bin.meanProbability, 3),
      decimal(bin.observed, 3),
    ]),
  ])
}

function pair({ precision, recall, f1 }: PrecisionRecall): string[] {
  const share = (one: Ratio): string => ratio({ ...one, count: 0, total: 0 })
  return [share(precision), share(recall), decimal(f1, 2)]
}
