import type { Engine } from '../platform/index.ts'
import { lowerPattern } from './lower-pattern.ts'
import { INSERT_PENDING, SELECT_PENDING } from './lower-sql.ts'

/** Patterns in one trip from and to the engine. */
const PAGE_SIZE = 20_000

/** Lowers the patterns of the indicators that count and are not plain into `intel_lowered` and `intel_verdicts`. */
export async function lowerPatterns(engine: Engine): Promise<void> {
  await engine.run(INSERT_PENDING)
  for (let after = ''; ;) {
    const page = await engine.rows<{ id: string; spec_version: string; pattern: string }>(
      SELECT_PENDING,
      { after, limit: PAGE_SIZE },
    )
    const last = page.at(-1)
    if (last === undefined) return
    const values: string[] = []
    const verdicts: string[] = []
    for (const { id, spec_version, pattern } of page) {
      const lowered = lowerPattern(pattern, spec_version)
      if (lowered.status === 'evaluated') {
        for (const { kind, match, value } of lowered.values) {
          values.push(JSON.stringify({ indicator_id: id, kind, match, value }))
        }
      }
      if (lowered.reason !== '') {
        const { status, reason } = lowered
        verdicts.push(JSON.stringify({ indicator_id: id, status, reason }))
      }
    }
    await insertLines(engine, 'intel_lowered', values)
    await insertLines(engine, 'intel_verdicts', verdicts)
    if (page.length < PAGE_SIZE) return
    after = last.id
  }
}

async function insertLines(engine: Engine, table: string, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await engine.insertJson(table, Buffer.from(lines.join('\n')))
}
