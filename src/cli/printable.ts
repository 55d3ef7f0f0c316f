/** Control and format characters (direction, zero width), lone surrogates, line and paragraph separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Text from outside, made safe for a terminal: characters that act or hide are shown as marks, long text is cut. */
export function printable(text: string, charsMax: number = Number.POSITIVE_INFINITY): string {
  const marked = text.replace(UNPRINTABLE, '\u00b7')
  return marked.length > charsMax ? `${marked.slice(0, charsMax - 1)}…` : marked
}

/** The same for text of several lines: line feeds stay. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n')
}

/** JSON in which characters that act on a terminal are written as escapes, so that it may be shown as it is. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNPRINTABLE, (character) =>
    character === '\n' ? character : escaped(character),
  )
}

function escaped(character: string): string {
  let text = ''
  for (let at = 0; at < character.length; at++)
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  return text
}
