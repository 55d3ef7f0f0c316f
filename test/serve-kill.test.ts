import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { killOutbox } from './fixtures/outbox-kills.ts'
import { FROM_SOURCE } from './fixtures/served.ts'

const KILLS = 4
const folder = mkdtempSync(join(tmpdir(), 'windbreak-serve-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `npm run bench:kills` does the same a thousand times. */
describe('a server that is killed at random moments of its work', () => {
  it('has done everything once, and recorded it, when it is let finish', async () => {
    const how = { kills: KILLS, plans: 5, seed: 'serve kill 1', delayMs: 500 }
    const report = await killOutbox(folder, FROM_SOURCE, how)
    expect(report).toMatchObject({ doubled: 0, lost: 0, unrecorded: [], auditFault: undefined })
    // Most kills have to come while there is something to break.
    expect(report.inTheMiddle).toBeGreaterThanOrEqual(KILLS / 3)
  }, 300_000)
})
