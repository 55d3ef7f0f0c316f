import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { type Kysely, sql } from 'kysely'
import { taxiiRoutes } from '../../src/api/index.ts'
import { migrateRecords, openRecords, type Records } from '../../src/platform/index.ts'
import { addCredential, sharingMigrations, type SharingTables } from '../../src/sharing/index.ts'
import type { CaseRow, Outcome, Suite } from '../suite.ts'
import { rebuiltBody } from './medallion-bodies.ts'
import { loadContent } from './medallion-content.ts'
import { differenceOf } from './medallion-difference.ts'

/** Departures of the recorded server from the TAXII text, where the text wins (README of the cases). */
const PAGE_SIZE_MAX = 20

interface Run {
  readonly records: Records<SharingTables>
  readonly app: FastifyInstance
  now: string
}

interface Sequence {
  readonly test: string
  readonly rows: readonly CaseRow[]
  /** Values that the recorded server made up, by what ours made up in their place. */
  readonly ours: Map<string, string>
  last: string
  outcome: Outcome
}

let run: Promise<Run> | undefined
let sequence: Sequence | undefined

/** Requests replayed in order against our server; every test function starts from the same content. */
export const medallionHttp: Suite = {
  name: 'TAXII 2.1 requests and responses',
  file: 'medallion_http.jsonl',
  run: async (row, folder) => {
    run ??= start()
    const server = await run
    const test = String(row['test'])
    const text = JSON.stringify(row)
    if (sequence?.test !== test) {
      await reset(server, folder)
      const rows = rowsOf(folder).filter((one) => one['test'] === test)
      sequence = { test, rows, ours: new Map(), last: '', outcome: 'passed' }
    }
    // One request was recorded twice where the recorder sat at two levels: the same line again is the same request.
    if (sequence.last !== text) sequence.outcome = await replay(server, row, sequence)
    sequence.last = text
    return sequence.outcome
  },
  end: async () => {
    const server = await run
    run = undefined
    sequence = undefined
    await server?.app.close()
    await server?.records.close()
  },
}

async function start(): Promise<Run> {
  const records = await openRecords<SharingTables>({})
  await migrateRecords(records.db as Kysely<unknown>, [sharingMigrations])
  const app = fastify()
  const server: Run = { records, app, now: '2026-01-01T00:00:00.000000Z' }
  await app.register(taxiiRoutes, {
    prefix: '/taxii2',
    db: records.db,
    clock: () => server.now,
    title: 'Some TAXII Server',
    pageSizeMax: PAGE_SIZE_MAX,
    bodyBytesMax: 100_000_000,
  })
  return server
}

async function reset({ records: { db } }: Run, folder: string): Promise<void> {
  await sql`truncate partners, partner_credentials, taxii_api_roots, taxii_root_grants, taxii_collections, taxii_grants,
    taxii_objects, taxii_statuses cascade`.execute(db)
  const partner = await loadContent(
    db,
    JSON.parse(readFileSync(join(folder, 'medallion_default_data.json'), 'utf8')) as CaseRow,
  )
  const clock = () => '2026-01-01T00:00:00.000Z'
  await addCredential(db, clock, partner, { kind: 'basic', name: 'admin', secret: 'Password0' })
}

async function replay(server: Run, row: CaseRow, { ours, rows }: Sequence): Promise<Outcome> {
  const recorded = row['body']
  const body = typeof recorded === 'string' ? parsed(recorded) : recorded
  const requestedAt = (body as CaseRow | undefined)?.['request_timestamp']
  if (row['method'] === 'POST' && typeof requestedAt === 'string') server.now = requestedAt
  let url = String(row['url'])
  for (const [theirs, mine] of ours) url = url.replaceAll(theirs, encodeURIComponent(mine))
  const payload = row['method'] === 'POST' ? bodyOf(row, rows) : undefined
  const response = await server.app.inject({
    method: row['method'] as 'GET' | 'POST' | 'DELETE',
    url: url.startsWith('/taxii2') ? url : `/taxii2${url}`,
    headers: row['reqHeaders'] as Record<string, string>,
    ...(payload === undefined ? {} : { payload }),
  })
  const answer = parsed(response.body)
  remember(ours, body, answer)
  return differenceOf(row, body, {
    status: response.statusCode,
    headers: response.headers,
    body: answer,
  })
}

function bodyOf(row: CaseRow, rows: readonly CaseRow[]): string {
  const body = row['reqBody'] ?? rebuiltBody(row, rows)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function rowsOf(folder: string): CaseRow[] {
  const lines = readFileSync(join(folder, medallionHttp.file), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CaseRow)
}

/** `next` tokens and status ids differ on every run; later requests of the same test name them. */
function remember(ours: Map<string, string>, theirs: unknown, answer: unknown): void {
  for (const name of ['next', 'id']) {
    const [one, other] = [theirs, answer].map((side) => (side as CaseRow | undefined)?.[name])
    if (typeof one === 'string' && typeof other === 'string' && one !== other) ours.set(one, other)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
