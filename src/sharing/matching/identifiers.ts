/** Sorts of account identifiers that can be matched. */
export const IDENTIFIER_KINDS = ['email', 'payment', 'phone'] as const
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number]

export interface Identifier {
  readonly kind: IdentifierKind
  readonly value: string
}

/**
 * One spelling of an identifier, the same on both sides: e-mail in lower case (nothing is known of a provider's dots and
 * tags), phone as + and digits with country code, payment fingerprint in lower case. Undefined for what is none.
 */
export function normalIdentifier(kind: string, value: string): Identifier | undefined {
  const text = value.normalize('NFKC').trim().toLowerCase()
  if (kind === 'email')
    return /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text) ? { kind, value: text } : undefined
  if (kind === 'payment')
    return /^[\x21-\x7e]{8,256}$/.test(text) ? { kind, value: text } : undefined
  if (kind !== 'phone') return undefined
  const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+')
  return /^\+[1-9]\d{6,14}$/.test(digits) ? { kind, value: digits } : undefined
}

/** Reads JSON lines of `{"kind":…,"value":…}`: what could be read, once each, and the lines that could not. */
export function readIdentifiers(text: string): {
  readonly identifiers: readonly Identifier[]
  readonly badLines: readonly number[]
} {
  const found = new Map<string, Identifier>()
  const badLines: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const identifier = parseLine(line)
    if (identifier === undefined) badLines.push(index + 1)
    else found.set(`${identifier.kind} ${identifier.value}`, identifier)
  }
  return { identifiers: [...found.values()], badLines }
}

function parseLine(line: string): Identifier | undefined {
  try {
    const { kind, value } = JSON.parse(line) as { kind?: unknown; value?: unknown }
    return typeof kind === 'string' && typeof value === 'string'
      ? normalIdentifier(kind, value)
      : undefined
  } catch {
    return undefined
  }
}
