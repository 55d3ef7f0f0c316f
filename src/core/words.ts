/** Words of estimative probability as ICD 203 gives them; the number is what is stored, the words are derived. */
const WORDS: ReadonlyArray<readonly [number, string]> = [
  [0.05, 'almost no chance'],
  [0.2, 'very unlikely'],
  [0.45, 'unlikely'],
  [0.55, 'roughly even chance'],
  [0.8, 'likely'],
  [0.95, 'very likely'],
]

/** The words for a probability; a value on a boundary takes the higher words. */
export function wordsOf(probability: number): string {
  return WORDS.find(([upTo]) => probability < upTo)?.[1] ?? 'almost certain'
}

/** Probabilities are shown this far from none and all: nothing is certain (ICD 203 prints neither 0 nor 100). */
const LEAST_SHOWN = 0.0001

/** A probability as it is shown: four digits, never 0 or 1. */
export function shownProbability(probability: number): number {
  const rounded = Math.round(probability * 10_000) / 10_000
  return Math.min(1 - LEAST_SHOWN, Math.max(LEAST_SHOWN, rounded))
}

/** STIX 2.1 `confidence` of the same stored probability: a whole number from 1 to 99. */
export function confidenceOf(probability: number): number {
  return Math.min(99, Math.max(1, Math.round(probability * 100)))
}
