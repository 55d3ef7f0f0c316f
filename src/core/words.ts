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
