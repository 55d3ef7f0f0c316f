import { inspectError } from './errors.ts'

/** A JSON document in one piece; larger logs come as `.eval`, which is read member by member. */
export const JSON_BYTES_MAX: number = 256 * 1024 * 1024

/**
 * Parses JSON as Python writes it: bare NaN and Infinity, which JSON lacks, become the texts "NaN" and
 * "Infinity", so that they are no numbers and yet not lost. Throws WB_FORMATS_INSPECT_SYNTAX, never quoting the text.
 */
export function parseTolerantJson(bytes: Uint8Array, path?: string): unknown {
  if (bytes.length > JSON_BYTES_MAX)
    throw inspectError(
      'WB_FORMATS_INSPECT_LIMIT',
      `found JSON of ${bytes.length} bytes, wanted at most ${JSON_BYTES_MAX}`,
      { hint: 'write the log in the .eval form' },
    )
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    try {
      return JSON.parse(quoteBareNumbers(text))
    } catch {
      throw inspectError('WB_FORMATS_INSPECT_SYNTAX', 'found text that is not JSON', {
        hint: 'the file may be cut off; copy it again from where it was made',
        ...(path === undefined ? {} : { at: { path } }),
      })
    }
  }
}

/** Writes bare NaN and Infinity in quotes; strings are passed over as they are. */
function quoteBareNumbers(text: string): string {
  const parts: string[] = []
  let position = 0
  while (position < text.length) {
    const quote = text.indexOf('"', position)
    const outside = text.slice(position, quote === -1 ? text.length : quote)
    parts.push(outside.replace(/-?\b(?:NaN|Infinity)\b/g, (bare) => `"${bare}"`))
    if (quote === -1) break
    position = endOfString(text, quote)
    parts.push(text.slice(quote, position))
  }
  return parts.join('')
}

function endOfString(text: string, quote: number): number {
  let from = quote + 1
  for (;;) {
    const end = text.indexOf('"', from)
    if (end === -1) return text.length
    let before = end - 1
    while (text[before] === '\\') before--
    if ((end - before) % 2 === 1) return end + 1
    from = end + 1
  }
}
