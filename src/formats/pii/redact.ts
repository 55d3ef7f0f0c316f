import { findAddresses } from './addresses.ts'
import { findNames } from './names.ts'
import { RULES } from './rules.ts'
import { findByRule, type PiiKind, type PiiSpan } from './span.ts'

/** Places of personal data in a text, from left to right, none within another. */
export function findPii(text: string): PiiSpan[] {
  const found = [
    ...RULES.flatMap((rule) => findByRule(text, rule)),
    ...findAddresses(text),
    ...findNames(text),
  ]
  // What was found by the stronger rule stays; what only overlaps it is its part or a guess.
  const taken = new Uint8Array(text.length)
  const kept: PiiSpan[] = []
  for (const span of found) {
    if (taken.subarray(span.start, span.end).includes(1)) continue
    taken.fill(1, span.start, span.end)
    kept.push(span)
  }
  return kept.sort((a, b) => a.start - b.start)
}

export interface Redacted {
  readonly text: string
  /** How many places of each kind were taken out. */
  readonly counts: Readonly<Partial<Record<PiiKind, number>>>
}

/** Puts the same mark for the same value, `[email 1]`, through all texts that it is given: who reads can follow, and not tell. */
export class Redactor {
  readonly #marks = new Map<string, string>()
  readonly #used = new Map<PiiKind, number>()

  redact(text: string): Redacted {
    const counts: Partial<Record<PiiKind, number>> = {}
    let [redacted, from] = ['', 0]
    for (const { kind, start, end } of findPii(text)) {
      redacted += text.slice(from, start) + this.#markOf(kind, text.slice(start, end))
      counts[kind] = (counts[kind] ?? 0) + 1
      from = end
    }
    return { text: redacted + text.slice(from), counts }
  }

  #markOf(kind: PiiKind, value: string): string {
    const key = `${kind} ${value.toLowerCase()}`
    const known = this.#marks.get(key)
    if (known !== undefined) return known
    const number = (this.#used.get(kind) ?? 0) + 1
    this.#used.set(kind, number)
    const mark = `[${kind} ${number}]`
    this.#marks.set(key, mark)
    return mark
  }
}
