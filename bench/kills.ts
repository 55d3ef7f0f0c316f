import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type KillReport, killOutbox } from '../test/fixtures/outbox-kills.ts'
import { AS_BUILT } from '../test/fixtures/served.ts'
import { recordFigures } from './result.ts'

/**
 * `npm run bench:kills [-- KILLS [MAIN]]`: kills the built `windbreak serve` with SIGKILL at random moments while it carries
 * plans out to a real receiver, and counts what was lost, doubled or not recorded. In rounds of 50, each on new records.
 */
const KILLS = Number(process.argv[2] ?? 1000)
const command = process.argv[3] === undefined ? AS_BUILT : [process.argv[3]]
const ROUND = 50

const reports: KillReport[] = []
const started = performance.now()
for (let done = 0; done < KILLS; done += ROUND) {
  const folder = await mkdtemp(join(tmpdir(), 'windbreak-bench-kills-'))
  const kills = Math.min(ROUND, KILLS - done)
  try {
    const how = { kills, plans: kills, seed: `kills ${done}`, delayMs: 600 }
    reports.push(await killOutbox(folder, command, how))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  const { unrecorded, ...rest } = reports.at(-1) as KillReport
  console.log(JSON.stringify({ ...rest, unrecorded: unrecorded.length }))
}

const sum = (of: (report: KillReport) => number): number =>
  reports.reduce((total, report) => total + of(report), 0)
const figure = (name: string, value: number, unit: string) => ({
  suite: 'kills',
  name,
  value,
  unit,
})
recordFigures([
  figure(
    'kills of the server',
    sum(({ kills }) => kills),
    'kills',
  ),
  figure(
    'of them while an action was under way',
    sum((r) => r.inTheMiddle),
    'kills',
  ),
  figure(
    'actions',
    sum(({ actions }) => actions),
    'actions',
  ),
  figure(
    'calls made again after a kill, same id',
    sum(({ repeated }) => repeated),
    'calls',
  ),
  figure(
    'actions lost',
    sum(({ lost }) => lost),
    'actions',
  ),
  figure(
    'actions doubled',
    sum(({ doubled }) => doubled),
    'actions',
  ),
  figure(
    'actions or plans not recorded as they were',
    sum((r) => r.unrecorded.length),
    'rows',
  ),
  figure('audit logs at fault', reports.filter((r) => r.auditFault !== undefined).length, 'logs'),
  figure('time', (performance.now() - started) / 60_000, 'min'),
])
