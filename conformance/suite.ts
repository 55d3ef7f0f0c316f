/** How a recorded case went. `blocked`: the record has a published defect; `outOfScope`: not what this product does. */
export type Outcome =
  | 'passed'
  | { readonly failed: string }
  | { readonly blocked: string }
  | { readonly outOfScope: string }

/** One file of recorded cases, a JSON object a line, and how a case is judged. */
export interface Suite {
  readonly name: string
  readonly file: string
  readonly run: (row: CaseRow, folder: string) => Outcome | Promise<Outcome>
  /** Called when all cases have run, where a suite keeps something open between them. */
  readonly end?: () => Promise<void>
}

export type CaseRow = Readonly<Record<string, unknown>>

export interface SuiteResult {
  readonly name: string
  readonly outcomes: readonly { readonly name: string; readonly outcome: Outcome }[]
}

/** What a case is called when it failed: the first of the members that name one. */
export function caseName(row: CaseRow): string {
  const named = [row['test'], row['name'], row['id'], row['pattern']].find(
    (value) => typeof value === 'string',
  )
  return (named ?? 'case without a name').slice(0, 160)
}

/** Counts of a suite's outcomes, as the runner prints them. */
export function countOutcomes(
  result: SuiteResult,
): Record<'passed' | 'failed' | 'blocked' | 'outOfScope', number> {
  const counts = { passed: 0, failed: 0, blocked: 0, outOfScope: 0 }
  for (const { outcome } of result.outcomes) {
    if (outcome === 'passed') counts.passed++
    else if ('failed' in outcome) counts.failed++
    else if ('blocked' in outcome) counts.blocked++
    else counts.outOfScope++
  }
  return counts
}
