/** Kinds of personal data that are recognised. A key of an API is nobody's data, and leaks as much. */
export const PII_KINDS = [
  'email',
  'phone',
  'address',
  'card',
  'iban',
  'national-id',
  'ip',
  'key',
  'name',
] as const
export type PiiKind = (typeof PII_KINDS)[number]

/** A place in a text, in UTF-16 units, end exclusive. */
export interface PiiSpan {
  readonly kind: PiiKind
  readonly start: number
  readonly end: number
}

/** A pattern and what its match has to pass; group 1, where there is one, is the value, else the whole match. */
export interface PiiRule {
  readonly kind: PiiKind
  readonly pattern: RegExp
  readonly isRight?: (value: string) => boolean
}

/** All places where a rule holds. Patterns have the flags g and d, and no unbounded repetition inside another. */
export function findByRule(text: string, { kind, pattern, isRight }: PiiRule): PiiSpan[] {
  const spans: PiiSpan[] = []
  for (const match of text.matchAll(pattern)) {
    const [start, end] = match.indices?.[1] ?? match.indices?.[0] ?? [0, 0]
    if (end > start && (isRight === undefined || isRight(text.slice(start, end))))
      spans.push({ kind, start, end })
  }
  return spans
}
