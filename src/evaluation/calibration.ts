/** A stated probability and what came true. */
export interface Forecast {
  readonly probability: number
  readonly isTrue: boolean
}

/** One line of a reliability table. */
interface ReliabilityBin {
  readonly low: number
  readonly high: number
  readonly count: number
  readonly meanProbability: number
  readonly observed: number
}

export interface Calibration {
  /** Mean squared error; null without forecasts. */
  readonly brier: number | null
  /** Mean negative natural log of the probability given to what happened, probabilities kept inside [1e-6, 1 - 1e-6]. */
  readonly logLoss: number | null
  /** Expected calibration error: mean over forecasts of |mean probability - observed| of their bin. */
  readonly ece: number | null
  readonly bins: readonly ReliabilityBin[]
}

const BIN_COUNT = 10
const FLOOR = 1e-6

/** Brier score, log loss, and calibration error over bins of equal mass. */
export function calibrate(forecasts: readonly Forecast[]): Calibration {
  if (forecasts.length === 0) return { brier: null, logLoss: null, ece: null, bins: [] }
  let squares = 0
  let losses = 0
  for (const { probability, isTrue } of sortForecasts(forecasts)) {
    squares += (probability - (isTrue ? 1 : 0)) ** 2
    const given = Math.min(1 - FLOOR, Math.max(FLOOR, probability))
    losses -= Math.log(isTrue ? given : 1 - given)
  }
  const bins = binForecasts(forecasts)
  const errors = bins.map((bin) => bin.count * Math.abs(bin.meanProbability - bin.observed))
  const count = forecasts.length
  const ece = errors.reduce((sum, error) => sum + error, 0) / count
  return { brier: squares / count, logLoss: losses / count, ece, bins }
}

/**
 * Up to ten bins of about equal count, from low to high. Equal probabilities stay in one bin, so that
 * the order of rows changes nothing.
 */
function binForecasts(forecasts: readonly Forecast[]): ReliabilityBin[] {
  const sorted = sortForecasts(forecasts)
  const target = sorted.length / BIN_COUNT
  const bins: ReliabilityBin[] = []
  let start = 0
  for (let index = 0; index < sorted.length; index++) {
    const isLast = index === sorted.length - 1
    const isTied = !isLast && sorted[index]?.probability === sorted[index + 1]?.probability
    // A bin ends where the count passes the next multiple of the target, so sizes stay even.
    if (!isLast && (isTied || index + 1 < target * Math.floor(start / target + 1 + 1e-9))) continue
    bins.push(binOf(sorted.slice(start, index + 1)))
    start = index + 1
  }
  return bins
}

function binOf(part: readonly Forecast[]): ReliabilityBin {
  const sum = part.reduce((total, one) => total + one.probability, 0)
  return {
    low: part[0]?.probability ?? 0,
    high: part.at(-1)?.probability ?? 0,
    count: part.length,
    meanProbability: sum / part.length,
    observed: part.filter((one) => one.isTrue).length / part.length,
  }
}

/** By probability, what did not come true first. */
export function sortForecasts(forecasts: readonly Forecast[]): Forecast[] {
  return [...forecasts].sort(
    (a, b) => a.probability - b.probability || Number(a.isTrue) - Number(b.isTrue),
  )
}
