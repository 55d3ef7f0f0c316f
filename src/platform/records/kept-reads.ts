import type { CompiledQuery, QueryResult } from 'kysely'

/** Characters of all answers that are kept; the oldest go first. Two bytes each at most. */
const CHARS_KEPT_MAX = 16_000_000
/** Characters of one answer: evidence is megabytes and read once. */
const CHARS_MAX = 64_000
/** What gives another answer though nothing was written, or does something while it reads. */
const NOT_PLAIN = /\bfor (?:update|share|no key)\b|\bnow\(|\bcurrent_|\brandom\(|\bnextval\(|\bpg_/i

/**
 * Answers to questions that were asked before, until anything is written. That is sound where every write comes by here: the
 * embedded records are of one process, which holds their folder, and have one connection. A server's are not kept.
 */
export class KeptReads {
  readonly #answers = new Map<
    string,
    { readonly rows: readonly object[]; readonly length: number }
  >()
  #length = 0

  /** The key of a question whose answer may be kept; undefined for anything else, before which all that was kept is gone. */
  keyOf({ query, sql, parameters }: CompiledQuery): string | undefined {
    const isRead = query.kind === 'SelectQueryNode' && query.with === undefined
    if (!isRead) this.clear()
    return isRead && !NOT_PLAIN.test(sql) ? JSON.stringify([sql, parameters]) : undefined
  }

  /** Rows of its own for whoever asks, so that nobody changes what another is given. */
  find<Row>(key: string): QueryResult<Row> | undefined {
    const answer = this.#answers.get(key)
    return answer === undefined
      ? undefined
      : { rows: answer.rows.map((row) => ({ ...row })) as Row[] }
  }

  keep(key: string, rows: readonly unknown[]): void {
    const length = key.length + lengthOf(rows)
    if (length > CHARS_MAX) return
    this.#answers.set(key, { rows: rows.map((row) => ({ ...(row as object) })), length })
    this.#length += length
    for (const [oldest, answer] of this.#answers) {
      if (this.#length <= CHARS_KEPT_MAX) break
      this.#answers.delete(oldest)
      this.#length -= answer.length
    }
  }

  clear(): void {
    this.#answers.clear()
    this.#length = 0
  }
}

function lengthOf(rows: readonly unknown[]): number {
  let length = 0
  for (const row of rows)
    for (const value of Object.values(row as object))
      length += typeof value === 'string' ? value.length : 20
  return length
}
