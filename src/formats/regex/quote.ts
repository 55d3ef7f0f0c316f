/** Text as a regular expression that matches just it, in the dialect that all engines here share. */
export function quoteRegex(text: string): string {
  let quoted = ''
  for (const character of text) quoted += quoteCharacter(character.codePointAt(0) ?? 0)
  return quoted
}

/** One character, escaped where it would mean something. Lone surrogates have no UTF-8 and match U+FFFD. */
export function quoteCharacter(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) return String.fromCodePoint(0xfffd)
  if (code < 0x20 || code === 0x7f) return `\\x{${code.toString(16)}}`
  const character = String.fromCodePoint(code)
  return /[\\^$.|?*+()[\]{}\-/#&~]/.test(character) ? `\\x{${code.toString(16)}}` : character
}
