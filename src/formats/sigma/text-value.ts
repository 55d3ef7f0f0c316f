import type { TextPart } from './ast.ts'

/**
 * Reads a plain text value: `*` and `?` are wildcards; a backslash before `*`, `?` or a backslash makes
 * it literal, and is literal itself before anything else (Sigma 2.1, as pySigma reads it).
 */
export function parseTextValue(value: string): TextPart[] {
  const parts: TextPart[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
  }
  for (let at = 0; at < value.length; at++) {
    const char = value[at] ?? ''
    const next = value[at + 1]
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next
      at++
    } else if (char === '*' || char === '?') {
      flush()
      parts.push({ kind: char === '*' ? 'many' : 'one' })
    } else text += char
  }
  flush()
  return parts
}

/** Writes parts as a Sigma value; `parseTextValue` of it gives the same parts. */
export function printTextValue(parts: readonly TextPart[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text.replace(/[\\*?]/g, '\\$&')
      return part.kind === 'many' ? '*' : '?'
    })
    .join('')
}

export function textPart(text: string): TextPart[] {
  return text === '' ? [] : [{ kind: 'text', text }]
}

/** The literal text of parts, or undefined when there is a wildcard. */
export function literalOf(parts: readonly TextPart[]): string | undefined {
  let text = ''
  for (const part of parts) {
    if (part.kind !== 'text') return undefined
    text += part.text
  }
  return text
}

export function startsWithMany(parts: readonly TextPart[]): boolean {
  return parts[0]?.kind === 'many'
}

export function endsWithMany(parts: readonly TextPart[]): boolean {
  return parts.at(-1)?.kind === 'many'
}

const MANY: TextPart = { kind: 'many' }

/** Adds `*` at the ends where there is none yet. */
export function widen(parts: readonly TextPart[], start: boolean, end: boolean): TextPart[] {
  return [
    ...(start && !startsWithMany(parts) ? [MANY] : []),
    ...parts,
    ...(end && (!endsWithMany(parts) || parts.length === 0) ? [MANY] : []),
  ]
}
