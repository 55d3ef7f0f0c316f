/** Counted repetitions of the common dialect; braces of codes and properties follow `\x`, `\p` or `\P`. */
const COUNTED = /(\\[xpP]\{[^{}]*\})|\{(\d+)(?:,(\d*))?\}/g

/** Repetitions beyond this make an automaton of many patterns large and slow. */
const REPEAT_WIDE = 24

/** Whether an expression repeats something so often that it is searched for by a looser one first. */
export function isWide(pattern: string): boolean {
  return [...pattern.matchAll(COUNTED)].some(
    ([, code, low = '', high]) =>
      code === undefined && Math.max(Number(low), Number(high ?? '0')) >= REPEAT_WIDE,
  )
}

/** An expression that is found wherever this one is, without counting: repetitions become "any number". */
export function loosen(pattern: string): string {
  return pattern.replace(COUNTED, (whole, code: string | undefined) =>
    code === undefined ? '*' : whole,
  )
}

const PLAIN = /^(?:\(\?i\))?(?:\\A)?(?:[^\\[\](){}*+?|.^$]|\\x\{[0-9a-f]+\}|\\b)*(?:\\z)?$/

/**
 * Whether an expression is text alone. Only of such ones is the common pass taken at its word: with
 * thousands of expressions it was seen to find `word[^a-z]+other` where only `word` stands.
 */
export function isPlain(pattern: string): boolean {
  return PLAIN.test(pattern)
}
