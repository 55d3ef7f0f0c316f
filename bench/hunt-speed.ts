import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventTables } from '../src/events/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { huntValues } from '../src/signals/index.ts'
import { recordFigures } from './result.ts'

const INDICATORS = 10_000

/** Times a hunt of ten thousand values through the observable index of many events, each with three observables. */
export async function benchHunt(events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hunt-bench-'))
  const engine = await openEmbeddedEngine(folder)
  try {
    await createEventTables(engine)
    await engine.run(
      `INSERT INTO observables (batch, kind, relation, value, account_id, day, count, first_ts, last_ts)
       SELECT 1, kinds[1 + number % 3], if(number % 3 = 0, 'contact', 'mention'),
              concat(prefixes[1 + number % 3], toString(cityHash64(number) % 3000000), '.example'),
              concat('acct_', toString(intDiv(number, 3) % 50000)), toDate('2026-01-01') + intDiv(number, 3) % 30, 1,
              toDateTime64('2026-01-01 00:00:00', 3, 'UTC')
                + intDiv(number, 3) % 2592000 AS first, first
       FROM numbers({rows:UInt64})
       SETTINGS max_insert_threads = 2`
        .replaceAll('kinds', "['ip', 'domain', 'url']")
        .replaceAll('prefixes', "['host', 'domain', 'page']"),
      { rows: events * 3 },
    )
    const values = Array.from({ length: INDICATORS }, (_, index) => `domain${index * 300}.example`)
    const startedAt = performance.now()
    const found = await huntValues(engine, values, 1000)
    const seconds = (performance.now() - startedAt) / 1000
    if (found.found === 0) throw new Error('the hunt found nothing, so its time says nothing')
    recordFigures([
      {
        suite: 'rules',
        name: `hunt of ${INDICATORS} values over ${events} events`,
        value: seconds,
        unit: 's',
      },
    ])
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
}
