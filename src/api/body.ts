import { Problem } from './problem.ts'

/** Arrays and objects in one another: nothing that is described nests deeper than ten, a frozen lead not than twenty. */
const DEPTH_MAX = 100
/** Half of a surrogate pair: JSON can say it, UTF-8 and canonical JSON (RFC 8785, 3.2.2.2) cannot. */
const HALF_CHARACTER = /\p{Surrogate}/u

/**
 * Refuses a body, before any schema sees it, that what comes after would trip over: nested so deeply that a walk by
 * recursion ends the stack, or with a text that cannot be written as UTF-8. Throws a `not-valid` problem.
 */
export function refuseBody(body: unknown): void {
  const waiting: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const { value, depth } = one
    if (typeof value === 'string') refuseText(value)
    if (typeof value !== 'object' || value === null) continue
    if (depth >= DEPTH_MAX)
      throw new Problem('not-valid', `found JSON nested deeper than ${DEPTH_MAX}, wanted less`)
    for (const [key, inner] of Object.entries(value)) {
      refuseText(key)
      waiting.push({ value: inner, depth: depth + 1 })
    }
  }
}

function refuseText(text: string): void {
  if (HALF_CHARACTER.test(text))
    throw new Problem('not-valid', 'found half of a character in a text, wanted whole characters')
}
