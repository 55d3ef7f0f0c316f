import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../src/cli/index.ts'
import { TLP_MARKINGS } from '../src/formats/stix/index.ts'
import {
  addCollection,
  approveRelease,
  listReceipts,
  proposeRelease,
  publishRelease,
  recallRelease,
  releaseObjects,
  type StixObject,
  versionObjects,
} from '../src/sharing/index.ts'
import { startTestServer, type TestServer } from './fixtures/taxii-server.ts'

const UUID = '00000000-0000-4000-8000-00000000000'
const AMBER = Object.keys(TLP_MARKINGS).findLast((id) => TLP_MARKINGS[id] === 'amber') ?? ''
const MARKED = { spec_version: '2.1', object_marking_refs: [AMBER] }
const OBJECTS: StixObject[] = [
  { ...MARKED, type: 'identity', id: `identity--${UUID}1`, name: 'North' },
  { ...MARKED, type: 'intrusion-set', id: `intrusion-set--${UUID}2`, name: 'cluster x' },
  { ...MARKED, type: 'user-account', id: `user-account--${UUID}3`, user_id: 'x' },
]
const clockAt = (time: string) => () => time
const [T1, T2, T3] = [
  '2026-02-01T00:00:00.000Z',
  '2026-02-02T00:00:00.000Z',
  '2026-02-03T00:00:00.000Z',
]
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

describe('a release of findings', () => {
  let server: TestServer
  afterEach(() => server.close())

  async function proposed(ceiling: 'amber' | 'green' = 'amber') {
    server = await startTestServer({ ceiling })
    const { db } = server.records
    const objects = await versionObjects(db, OBJECTS, T1, true)
    const bundle = JSON.stringify({ type: 'bundle', id: `bundle--${UUID}9`, objects })
    const { id } = await proposeRelease(db, clockAt(T1), { bundle, by: 'Ada Ash' })
    return { db, objects, bundle, id, place: { bundle, collectionId: server.collection } }
  }

  it('needs another person, and exactly the bundle that was proposed', async () => {
    const { db, bundle, id, place } = await proposed()
    const clock = clockAt(T2)
    expect(await codeOf(publishRelease(db, clock, id, place))).toBe('WB_SHARING_NOT_APPROVED')
    expect(await codeOf(approveRelease(db, clock, id, { bundle, by: ' ada  ASH' }))).toBe(
      'WB_SHARING_NOT_APPROVED',
    )
    expect(await codeOf(approveRelease(db, clock, id, { bundle: `${bundle} `, by: 'Bo' }))).toBe(
      'WB_SHARING_BUNDLE_CHANGED',
    )
    await approveRelease(db, clock, id, { bundle, by: 'Bo' })
    const changed = { ...place, bundle: bundle.replace('cluster x', 'cluster y') }
    expect(await codeOf(publishRelease(db, clock, id, changed))).toBe('WB_SHARING_BUNDLE_CHANGED')
    expect(await publishRelease(db, clock, id, place)).toEqual({
      released: 3,
      wereThere: 0,
      withheld: [],
    })
    expect(await codeOf(publishRelease(db, clock, `${UUID}7`, place))).toBe('WB_SHARING_NO_RELEASE')
  })

  it('is whole or not at all, and findings go no other way', async () => {
    const { db, bundle, id, place, objects } = await proposed('green')
    await approveRelease(db, clockAt(T2), id, { bundle, by: 'Bo' })
    expect(await codeOf(publishRelease(db, clockAt(T2), id, place))).toBe(
      'WB_SHARING_ABOVE_CLEARANCE',
    )
    const past = releaseObjects(db, clockAt(T2), {
      collectionId: server.collection,
      objects,
      unmarkedAs: 'clear',
      isDryRun: false,
    })
    expect(await codeOf(past)).toBe('WB_SHARING_NOT_APPROVED')
    expect((await server.ask('GET', `${server.url}/objects/`)).body).toEqual({})
  })

  it('is recalled from every collection, and receipts tell who fetched it and the recall', async () => {
    const { db, bundle, id, place, objects } = await proposed()
    const second = await addCollection(db, { apiRoot: 'north', title: 'More', ceiling: 'red' })
    await approveRelease(db, clockAt(T1), id, { bundle, by: 'Bo' })
    for (const collectionId of [place.collectionId, second])
      await publishRelease(db, clockAt(T1), id, { bundle, collectionId })
    expect(await listReceipts(db, id)).toEqual([])
    await server.ask('GET', `${server.url}/objects/`)
    await server.ask('GET', `${server.url}/manifest/`)
    expect(await listReceipts(db, id)).toMatchObject([
      { collection: server.collection, pages: 1, objects: 3, fetchedRecall: null },
    ])
    const report = await recallRelease(db, clockAt(T3), id, 'Cy')
    expect(report.collections.map(({ revoked }) => revoked)).toEqual([1, 1])
    expect(await listReceipts(db, id)).toMatchObject([{ pages: 1, fetchedRecall: false }])
    const { body } = await server.ask('GET', `${server.url}/objects/?added_after=${T2}`)
    expect(body['objects']).toEqual([{ ...objects[1], modified: T3, revoked: true }])
    expect(await listReceipts(db, id)).toMatchObject([{ pages: 2, fetchedRecall: true }])
    expect((await recallRelease(db, clockAt(T3), id, 'Cy')).collections[0]?.revoked).toBe(0)
    expect(await codeOf(publishRelease(db, clockAt(T3), id, place))).toBe('WB_SHARING_RECALLED')
    expect(await codeOf(versionObjects(db, OBJECTS, T3, true))).toBe('WB_SHARING_RECALLED')
  })

  it('keeps the version of what did not change, and makes a later one of what did', async () => {
    const { db, objects } = await proposed()
    expect(await versionObjects(db, OBJECTS, T2, true)).toEqual(objects)
    const renamed = OBJECTS.map((one) =>
      one['name'] === 'cluster x' ? { ...one, name: 'z' } : one,
    )
    const preview = await versionObjects(db, renamed, T2, false)
    expect(preview[1]).toMatchObject({ created: T1, modified: T2 })
    expect(await versionObjects(db, OBJECTS, T2, true)).toEqual(objects)
    const [, early] = await versionObjects(db, renamed, '2020-01-01T00:00:00.000Z', true)
    expect(early).toMatchObject({ created: T1, modified: '2026-02-01T00:00:00.001Z' })
  })
})

describe('windbreak intel findings', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'windbreak-findings-'))
    const lead = (account: string) => ({
      account,
      probability: 0.9,
      cluster: 'c-1',
      verdict: 'actor-account',
      firstActive: '2026-01-05T08:12:45.982Z',
      signals: [],
    })
    const write = (name: string, ...lines: object[]) =>
      writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    write('leads.jsonl', lead('acct_1'), lead('acct_2'))
    const why = [{ family: 'net', value: '198.51.100.7', holders: 2, bits: 9 }]
    write('clusters.jsonl', {
      cluster: 'c-1',
      accounts: ['acct_1', 'acct_2'],
      links: [{ a: 'acct_1', b: 'acct_2', falseRate: 0.1, looksLike: null, why }],
      hypotheses: [],
    })
    write('summary.json', { asOf: '2026-01-24 10:00:00.000' })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function run(clock: string, ...args: string[]) {
    let [out, err] = ['', '']
    const exitCode = await runCommandLine(
      ['intel', 'findings', '--data', join(folder, 'data'), '--out-folder', folder, ...args],
      {
        out: (text) => (out += text),
        err: (text) => (err += text),
        clock: () => clock,
        progress: () => {},
        clearProgress: () => {},
      },
    )
    return { exitCode, out, err }
  }

  it('writes the same bytes when it runs again, and nothing when it is a preview', async () => {
    const to = join(folder, 'bundle.json')
    const asked = ['--cluster', 'c-1', '--tlp', 'amber']
    const preview = await run(T1, ...asked, '--preview')
    expect(preview.exitCode).toBe(0)
    expect(JSON.parse(preview.out)).toMatchObject({ type: 'bundle' })
    expect((await run(T2, ...asked, '--to', to)).exitCode).toBe(0)
    const first = readFileSync(to, 'utf8')
    expect(first).toContain(T2)
    expect(first).not.toContain('acct_')
    expect((await run(T3, ...asked, '--to', to)).exitCode).toBe(0)
    expect(readFileSync(to, 'utf8')).toBe(first)
    const { exitCode, err } = await run(T3, '--cluster', 'c-2', '--tlp', 'red', '--to', to)
    expect([exitCode, err.includes('WB_CLI_NO_CLUSTER')]).toEqual([2, true])
  })
})
