import type { TextPart } from './ast.ts'
import { textPart } from './text-value.ts'

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const
/** A value of many options would make thousands of variants. */
const DASH_VARIANTS_MAX = 3125

/**
 * Every spelling of a command line value with another dash at each place where an option may begin:
 * a `-` or `/` that follows no word character and stands before one. Undefined when there are too many.
 */
export function dashVariants(parts: readonly TextPart[]): TextPart[][] | undefined {
  let variants: TextPart[][] = [[]]
  let before = ''
  for (const part of parts) {
    const pieces = part.kind === 'text' ? splitDashes(part.text, before) : [[part]]
    for (const choices of pieces) {
      if (variants.length * choices.length > DASH_VARIANTS_MAX) return undefined
      variants = variants.flatMap((variant) => choices.map((choice) => [...variant, choice]))
    }
    before = part.kind === 'text' ? (part.text.at(-1) ?? '') : ''
  }
  return variants.map(joinTexts)
}

/** The places of a text, each with the pieces that may stand there. */
function splitDashes(text: string, before: string): TextPart[][] {
  const pieces: TextPart[][] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '-' && text[at] !== '/') continue
    const previous = at === 0 ? before : (text[at - 1] ?? '')
    if (/\w/.test(previous) || !/\w/.test(text[at + 1] ?? '')) continue
    if (at > from) pieces.push([{ kind: 'text', text: text.slice(from, at) }])
    pieces.push(DASHES.map((dash) => ({ kind: 'text' as const, text: dash })))
    from = at + 1
  }
  if (from < text.length) pieces.push([{ kind: 'text', text: text.slice(from) }])
  return pieces
}

function joinTexts(parts: readonly TextPart[]): TextPart[] {
  const joined: TextPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text }
    } else joined.push(part)
  }
  return joined
}

export type WideEncoding = 'utf16le' | 'utf16be' | 'utf16'

/** Text as the characters whose UTF-8 bytes are its UTF-16 bytes (all that rules use lies below U+0080). */
export function widenText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

/** Bytes of a text in UTF-16. `utf16` begins with the byte order mark FF FE. */
export function utf16Bytes(text: string, encoding: WideEncoding): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le')
  if (encoding === 'utf16be') return bytes.swap16()
  return encoding === 'utf16' ? Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) : bytes
}

const START_OFFSETS = [0, 2, 3] as const
const END_OFFSETS = [0, -3, -2] as const

export function base64(bytes: Uint8Array): TextPart[] {
  return textPart(Buffer.from(bytes).toString('base64'))
}

/** How a value looks inside a base64 text at each of the three places where its bytes may begin. */
export function base64Offsets(bytes: Uint8Array): TextPart[][] {
  return START_OFFSETS.map((start, shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift, 0x20), bytes])
    const encoded = shifted.toString('base64')
    const cut = END_OFFSETS[(bytes.length + shift) % 3] ?? 0
    return textPart(encoded.slice(start, cut === 0 ? undefined : cut))
  })
}
