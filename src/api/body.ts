/** Arrays and objects in one another: nothing that is described nests deeper than ten, a frozen lead not than twenty. */
const DEPTH_MAX = 100
/** Half of a surrogate pair: JSON can say it, UTF-8 and canonical JSON (RFC 8785, 3.2.2.2) cannot. */
const HALF_CHARACTER = /\p{Surrogate}/u

/** What is wrong with one value of a body, apart from what is in it; undefined: nothing. */
type Judge = (value: unknown, depth: number) => string | undefined

const tooDeep: Judge = (value, depth) =>
  depth > DEPTH_MAX && typeof value === 'object' && value !== null
    ? `found JSON nested deeper than ${DEPTH_MAX}, wanted less`
    : undefined

const notWritable: Judge = (value) => {
  if (typeof value === 'string' && HALF_CHARACTER.test(value))
    return 'found half of a character in a text, wanted whole characters'
  // JSON has no end of digits: what does not fit is infinite here, which nothing can write again.
  if (value === Infinity || value === -Infinity)
    return 'found a number that is too large, wanted one that fits'
  return undefined
}

/**
 * What is wrong with a body before any schema sees it, as what comes after would trip over it: nested so deeply that a
 * walk by recursion ends the stack, a text that cannot be written as UTF-8, a number that is none. undefined: nothing.
 */
export function bodyFault(body: unknown): string | undefined {
  return walk(body, (value, depth) => tooDeep(value, depth) ?? notWritable(value, depth))
}

/** As `bodyFault`, of the depth alone. */
export function depthFault(body: unknown): string | undefined {
  return walk(body, tooDeep)
}

/** The first fault of any value or name, without recursion. */
function walk(body: unknown, judge: Judge): string | undefined {
  const waiting: { value: unknown; depth: number }[] = [{ value: body, depth: 1 }]
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    const { value, depth } = one
    const fault = judge(value, depth)
    if (fault !== undefined) return fault
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      const keyFault = judge(key, depth)
      if (keyFault !== undefined) return keyFault
      waiting.push({ value: inner, depth: depth + 1 })
    }
  }
  return undefined
}
