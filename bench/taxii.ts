import fastify from 'fastify'
import type { Kysely } from 'kysely'
import { taxiiRoutes } from '../src/api/index.ts'
import { migrateRecords, openRecords } from '../src/platform/index.ts'
import {
  addApiRoot,
  addCollection,
  addCredential,
  addPartner,
  grantCollection,
  sharingMigrations,
  type SharingTables,
} from '../src/sharing/index.ts'
import { type Figure, recordFigures } from './result.ts'

/** `npm run bench:taxii [-- OBJECTS]`: fills a collection over TAXII, then reads pages of 100 at the start and near the end. */
const objects = Number(process.argv[2] ?? 1_000_000)
const PER_REQUEST = 5000
const PAGES = 200
const AUTHORIZATION = `Basic ${Buffer.from('bench:bench').toString('base64')}`
const TAXII = 'application/taxii+json;version=2.1'

const records = await openRecords<SharingTables>({})
const { db } = records
await migrateRecords(db as Kysely<unknown>, [sharingMigrations])
const clock = () => new Date().toISOString()
const app = fastify()
await app.register(taxiiRoutes, {
  prefix: '/taxii2',
  db,
  clock,
  title: 'Bench',
  pageSizeMax: 1000,
  bodyBytesMax: 100_000_000,
})
await addApiRoot(db, { name: 'bench', title: 'Bench', maxContentLength: 100_000_000 })
const collection = await addCollection(db, { apiRoot: 'bench', title: 'Bench', ceiling: 'green' })
const partner = await addPartner(db, clock, {
  name: 'Bench',
  agreement: 'none',
  clearance: 'green',
  unmarkedAs: 'green',
})
await addCredential(db, clock, partner, { kind: 'basic', name: 'bench', secret: 'bench' })
await grantCollection(db, partner, collection, { canRead: true, canWrite: true })
const url = `/taxii2/bench/collections/${collection}`

function indicator(n: number): object {
  const tail = n.toString(16).padStart(12, '0')
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-${tail}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    pattern: `[ipv6-addr:value = '2001:db8::${tail.slice(0, 4)}:${tail.slice(4, 8)}:${tail.slice(8)}']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    confidence: 80,
  }
}

async function ask(path: string, payload?: string) {
  const response = await app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: path,
    headers: {
      authorization: AUTHORIZATION,
      accept: TAXII,
      ...(payload === undefined ? {} : { 'content-type': TAXII }),
    },
    ...(payload === undefined ? {} : { payload }),
  })
  if (response.statusCode >= 300)
    throw new Error(`${path}: ${response.statusCode} ${response.body.slice(0, 300)}`)
  return response
}

const figures: Figure[] = []
const record = (name: string, value: number, unit: string) =>
  figures.push({ suite: 'taxii', name, value, unit })

const loading = performance.now()
for (let from = 0; from < objects; from += PER_REQUEST) {
  const part = Array.from({ length: Math.min(PER_REQUEST, objects - from) }, (_, n) =>
    indicator(from + n),
  )
  await ask(`${url}/objects/`, JSON.stringify({ objects: part }))
}
const loaded = (performance.now() - loading) / 1000
const size = `${objects / 1000}k objects`
record(`objects added over TAXII, ${size}`, objects / loaded, 'objects/s')

/** Milliseconds of each of a run of pages, from a `date_added` on. */
async function pages(endpoint: string, addedAfter: string): Promise<number[]> {
  const times: number[] = []
  let next = ''
  for (let n = 0; n < PAGES; n += 1) {
    const began = performance.now()
    const page = await ask(`${url}/${endpoint}/?limit=100&added_after=${addedAfter}${next}`)
    times.push(performance.now() - began)
    const token = (JSON.parse(page.body) as { next?: string }).next
    if (token === undefined) break
    next = `&next=${token}`
  }
  return times.toSorted((one, other) => one - other)
}

const late = await db
  .selectFrom('taxii_objects')
  .select('date_added')
  .orderBy('date_added', 'desc')
  .offset(Math.min(objects - 1, PAGES * 100))
  .limit(1)
  .executeTakeFirstOrThrow()
for (const endpoint of ['objects', 'manifest'])
  for (const [where, after] of [
    ['first', '2000-01-01T00:00:00Z'],
    ['last', late.date_added],
  ] as const) {
    const times = await pages(endpoint, after)
    const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
    record(
      `a page of 100, ${endpoint}, the ${where} ${PAGES} pages of ${size}, median`,
      at(0.5),
      'ms',
    )
    record(
      `a page of 100, ${endpoint}, the ${where} ${PAGES} pages of ${size}, 99 of 100 below`,
      at(0.99),
      'ms',
    )
  }
record(`peak memory, ${size}`, process.resourceUsage().maxRSS / 1024 ** 2, 'GiB')
if (process.env['BENCH_DRY'] === undefined) recordFigures(figures)
else console.table(figures)
await app.close()
await records.close()
