/** One word or number of a scale, the value that stands for it, and the values that are shown as it. */
interface Band {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
}

const bands = (...rows: ReadonlyArray<readonly [string, number, number, number]>): Band[] =>
  rows.map(([name, value, low, high]) => ({ name, value, low, high }))

export type ConfidenceScale = 'none-low-med-high' | '0-10' | 'admiralty' | 'wep' | 'dni'

/** The scales of STIX 2.1 appendix A, which must be used wherever one of them is shown. */
const SCALES: Readonly<Record<ConfidenceScale, readonly Band[]>> = {
  'none-low-med-high': bands(
    ['None', 0, 0, 0],
    ['Low', 15, 1, 29],
    ['Med', 50, 30, 69],
    ['High', 85, 70, 100],
  ),
  '0-10': Array.from({ length: 11 }, (_, step) => ({
    name: String(step),
    value: step * 10,
    low: Math.max(0, step * 10 - 5),
    high: Math.min(100, step * 10 + 4),
  })),
  admiralty: bands(
    ['1', 90, 80, 100],
    ['2', 70, 60, 79],
    ['3', 50, 40, 59],
    ['4', 30, 20, 39],
    ['5', 10, 0, 19],
  ),
  wep: bands(
    ['Impossible', 0, 0, 0],
    ['Highly Unlikely/Almost Certainly Not', 10, 1, 19],
    ['Unlikely/Probably Not', 30, 20, 39],
    ['Even Chance', 50, 40, 59],
    ['Likely/Probable', 70, 60, 79],
    ['Highly likely/Almost Certain', 90, 80, 99],
    ['Certain', 100, 100, 100],
  ),
  dni: bands(
    ['Almost No Chance/Remote', 5, 0, 9],
    ['Very Unlikely/Highly Improbable', 15, 10, 19],
    ['Unlikely/Improbable', 30, 20, 39],
    ['Roughly Even Chance/Roughly Even Odds', 50, 40, 59],
    ['Likely/Probable', 70, 60, 79],
    ['Very Likely/Highly Probable', 85, 80, 89],
    ['Almost Certain/Nearly Certain', 95, 90, 100],
  ),
}

/** STIX confidence, 0 to 100, of a word of a scale; undefined if the scale does not have it (Admiralty 6: leave it out). */
export function confidenceOfScale(scale: ConfidenceScale, name: string): number | undefined {
  const wanted = name.trim().toLowerCase()
  return SCALES[scale].find((band) => {
    const whole = band.name.toLowerCase()
    return whole === wanted || whole.split('/').includes(wanted)
  })?.value
}

/** How a scale shows a confidence of 0 to 100 (a fraction counts as the whole number nearest); undefined beyond. */
export function scaleOfConfidence(scale: ConfidenceScale, confidence: number): string | undefined {
  const whole = Math.round(confidence)
  return SCALES[scale].find(({ low, high }) => whole >= low && whole <= high)?.name
}

/** The names of a scale, from least to most as the specification lists them. */
export function namesOfScale(scale: ConfidenceScale): readonly string[] {
  return SCALES[scale].map(({ name }) => name)
}
