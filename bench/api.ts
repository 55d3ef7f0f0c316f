import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import type { Kysely } from 'kysely'
import { actionsMigrations } from '../src/actions/index.ts'
import { createServer, type ServedTables } from '../src/api/index.ts'
import {
  addApiToken,
  addFirstAdministrator,
  addPerson,
  casesMigrations,
  openCase,
} from '../src/cases/index.ts'
import { migrateRecords, openRecords } from '../src/platform/index.ts'
import { sharingMigrations } from '../src/sharing/index.ts'
import { type Figure, recordFigures } from './result.ts'

/**
 * `npm run bench:api [-- SECONDS]`: reads of the API by a token, on embedded records, from another process; beside them a bare
 * Fastify route that answers a fixed text, in the same run, since a figure of one machine says little on another.
 */
const SECONDS = Number(process.argv[2] ?? 10)
const CONNECTIONS = 32
const CASES = 1000

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

async function load(origin: string, paths: readonly string[], token?: string): Promise<Measured> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'api-load.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(
    JSON.stringify({ origin, paths, token, connections: CONNECTIONS, seconds: SECONDS }),
  )
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(child, 'close')
  const measured = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Measured
  if (measured.failed > 0) throw new Error(`${measured.failed} requests were not answered with 200`)
  return measured
}

const folder = await mkdtemp(join(tmpdir(), 'windbreak-bench-api-'))
const records = await openRecords<ServedTables>({ folder })
const { db } = records
const clock = () => new Date().toISOString()
await migrateRecords(db as Kysely<unknown>, [casesMigrations, actionsMigrations, sharingMigrations])
const root = await addFirstAdministrator(db, clock, {
  login: 'root',
  name: 'R',
  password: 'a sentence of many words',
})
const admin = { id: root, roles: ['administrator'] } as const
const id = await addPerson(db, admin, clock, { login: 'ana', name: 'A', roles: ['investigator'] })
const ana = { id, roles: ['investigator'] } as const
const asked = { name: 'bench', scopes: ['cases.read'], days: 1 } as const
const { secret } = await addApiToken(db, ana, clock, asked)
const cases: string[] = []
for (let index = 0; index < CASES; index += 1) {
  const subjects = [{ kind: 'account', id: `acct_${index}` }] as const
  const opened = { title: `case ${index}`, queue: 'triage', subjects, priority: 50 } as const
  cases.push((await openCase(db, ana, clock, opened)).id)
}
const app = await createServer({ db, clock, title: 'Bench' })
const bare = fastify()
bare.get('/bare', async () => ({ id: 'x', title: 'a fixed answer', subjects: [] }))
try {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const bareOrigin = await bare.listen({ host: '127.0.0.1', port: 0 })
  const suites: ReadonlyArray<readonly [string, () => Promise<Measured>]> = [
    ['a bare Fastify route', () => load(bareOrigin, ['/bare'])],
    [
      'a case',
      () =>
        load(
          origin,
          cases.map((one) => `/api/v1/cases/${one}`),
          secret,
        ),
    ],
    ['a page of 10 cases', () => load(origin, ['/api/v1/cases?limit=10'], secret)],
  ]
  const figures: Figure[] = []
  let bareRate = Number.NaN
  for (const [name, run] of suites) {
    const { perSecond, p50, p99 } = await run()
    if (Number.isNaN(bareRate)) bareRate = perSecond
    const add = (what: string, value: number, unit: string) =>
      figures.push({ suite: 'api', name: `${name}, ${what}`, value, unit })
    add(`${CONNECTIONS} at once`, perSecond, 'requests/s')
    add('half of them below', p50, 'ms')
    add('99 of 100 below', p99, 'ms')
    if (perSecond !== bareRate) add('share of the bare route', perSecond / bareRate, '')
  }
  if (process.env['BENCH_DRY'] === undefined) recordFigures(figures)
  else console.table(figures)
} finally {
  await app.close()
  await bare.close()
  await records.close()
  await rm(folder, { recursive: true, force: true })
}
