import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import { type IngestReport, ingestUsage } from './ingest-usage.ts'

const NOW = '2026-02-01T00:00:00.000Z'

function call(id: string, over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    id,
    call_type: 'completion',
    model: 'm',
    startTime: 1767225600,
    requester_ip_address: '203.0.113.9',
    messages: [{ role: 'user', content: `text of ${id}` }],
    response: {},
    metadata: { user_api_key_user_id: 'acct_1' },
    ...over,
  })
}

const good = call('good')
const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
const raw = (...parts: readonly (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)))
const bad = (over: Record<string, unknown>): string => lines(good, call('x', over))
const surrogate = call('x').replace('text of x', '\\ud800')
const depth = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
const tooDeep = call('x', { extra: 1 }).replace('"extra":1', `"extra":${depth}`)
const many = Array.from({ length: 3000 }, (_, index) =>
  call(`many-${index}-${(index * 7919) % 3001}`),
)

const NOT_JSON = 'not JSON the engine can read'
const notAnObject = (line: string): string => `${line} not a JSON object`
const ACCOUNT = '2 the account is neither text nor a number'
const MESSAGES = '2 the messages are neither text nor a list'
const TIME = '2 no time that can be read'
const PAST = '2 the time is before 2015'
const FUTURE = '2 the time is more than a day after the run'
const ADDRESS = '2 the address is not one; the event is kept without it'
const TWICE = '3 an event with this id was read before'
const CUT = '0 the JSON document is cut off or unbalanced; what came before is kept'
const TRIED = 'formats tried: otlp-traces, otlp-logs, litellm, envelope'

/** Each: what the file holds, the ids that stay, and the line and reason of what is set aside. */
const LINES: readonly [string, Buffer | string, string[], string[]][] = [
  ['broken JSON', lines('{"id": ', good), ['good'], [`1 ${NOT_JSON}`]],
  ['invalid UTF-8', raw('{"id":"x', [0xff, 0xfe], '"}\n', good), ['good'], [`1 ${NOT_JSON}`]],
  ['NUL bytes', raw('{"id":"x', [0, 0], '"}\n', good), ['good'], [`1 ${NOT_JSON}`]],
  ['lone surrogates', lines(surrogate, good), ['good'], [`1 ${NOT_JSON}`]],
  ['10,000-deep JSON', lines(good, tooDeep), ['good'], [`2 ${NOT_JSON}`]],
  ['a list', lines(good, '[1,2]'), ['good'], ['2 not a JSON object']],
  ['a text and a number', lines(good, '"t"', '7'), ['good'], ['2', '3'].map(notAnObject)],
  ['blank lines and CRLF', `\r\n${good}\r\n\n   \n${call('two')}`, ['good', 'two'], []],
  ['a byte order mark', raw([0xef, 0xbb, 0xbf], lines(good)), ['good'], []],
  ['no account', bad({ metadata: {} }), ['good'], ['2 no account']],
  ['an account object', bad({ metadata: { user_api_key_user_id: { a: 1 } } }), ['good'], [ACCOUNT]],
  ['messages that are a number', bad({ messages: 5 }), ['good'], [MESSAGES]],
  ['messages that are an object', bad({ messages: { a: 1 } }), ['good'], [MESSAGES]],
  ['metadata that is a text', bad({ metadata: 'text' }), ['good'], ['2 no account']],
  ['no time', bad({ startTime: null }), ['good'], [TIME]],
  ['a time of words', bad({ startTime: 'yesterday' }), ['good'], [TIME]],
  ['a time object', bad({ startTime: { t: 1 } }), ['good'], [TIME]],
  ['a negative time', bad({ startTime: -5 }), ['good'], [TIME]],
  ['an absurd number as time', bad({ startTime: 1e300 }), ['good'], [TIME]],
  ['a time in 1970', bad({ startTime: 3600 }), ['good'], [PAST]],
  ['a time in the year 1', bad({ startTime: '0001-01-01T00:00:00Z' }), ['good'], [PAST]],
  ['a time in the year 9999', bad({ startTime: '9999-12-31T00:00:00Z' }), ['good'], [FUTURE]],
  [
    'a time a day and a second ahead',
    bad({ startTime: '2026-02-02T00:00:01Z' }),
    ['good'],
    [FUTURE],
  ],
  ['no address as address', bad({ requester_ip_address: 'host"; --' }), ['good', 'x'], [ADDRESS]],
  ['duplicate ids', lines(good, call('b'), call('good', { model: 'o' })), ['good', 'b'], [TWICE]],
  ['33 MiB', bad({ pad: 'a'.repeat(33 << 20) }), ['good'], ['2 longer than 33554432 bytes']],
  ['a cut-off array', `[${good},\n${call('b')},{"id":"x","me`, ['good', 'b'], [CUT]],
  [
    'text that breaks SQL',
    lines(call(`'; DROP TABLE events; \\"`)),
    [`'; DROP TABLE events; \\"`],
    [],
  ],
]

/** Files in which no line can be read: each is reported, and a sound file beside it is loaded. */
const FILES: readonly [string, Buffer | string, string][] = [
  ['an empty file', '', 'the file is empty'],
  ['blanks only', ' \n\n\t\n', `found nothing but blanks; ${TRIED}`],
  [
    'a binary file',
    raw([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 0xff, 0xff, 0xfe]),
    `found binary data; ${TRIED}`,
  ],
  ['another format', lines('{"hello":"world"}'), `found no record of a known format; ${TRIED}`],
  [
    'a damaged zstd stream',
    raw([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]),
    `found nothing but blanks; ${TRIED}`,
  ],
]

describe('bad usage logs', () => {
  const root = mkdtempSync(join(tmpdir(), 'windbreak-bad-'))
  let engine: Engine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(root, 'store'))
  })
  afterEach(async () => {
    for (const table of ['batches', 'events', 'rejected', 'observables'])
      await engine.run(`TRUNCATE TABLE IF EXISTS ${table}`)
  })
  afterAll(async () => {
    await engine.close()
    rmSync(root, { recursive: true, force: true })
  })

  async function ingest(files: Readonly<Record<string, Buffer | string>>): Promise<IngestReport> {
    const folder = join(root, 'input')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return ingestUsage(engine, { paths: [folder], now: NOW })
  }
  const ids = async (): Promise<string[]> =>
    (
      await engine.rows<{ id: string }>('SELECT event_id AS id FROM events ORDER BY file, line')
    ).map((row) => row.id)
  const rejected = async (): Promise<string[]> => {
    const sql = 'SELECT line, reason FROM rejected ORDER BY line, reason'
    const rows = await engine.rows<{ line: number; reason: string }>(sql)
    return rows.map((row) => `${row.line} ${row.reason}`)
  }

  describe('beside each other in one run', () => {
    const found = new Map<string, string[]>()
    const reasonsOf = new Map<string, string[]>()
    const nameOf = (index: number): string => `case-${String(index).padStart(2, '0')}`
    let report: IngestReport
    beforeAll(async () => {
      // Ids are apart, so that no case is a duplicate of another.
      const parts = [...LINES, ...FILES].map(([, content], index) => {
        const text = Buffer.from(content as string).toString('latin1')
        return [nameOf(index), Buffer.from(text.replaceAll('"id":"', `"id":"${index}/`), 'latin1')]
      })
      report = await ingest(Object.fromEntries(parts) as Record<string, Buffer>)
      const events = await engine.rows<{ path: string; id: string }>(
        `SELECT path, replaceRegexpOne(event_id, '^[0-9]+/', '') AS id FROM events
         INNER JOIN batches USING (file) ORDER BY file, line`,
      )
      const rows = await engine.rows<{ path: string; text: string }>(
        `SELECT file AS path, concat(toString(line), ' ', reason) AS text FROM rejected ORDER BY file, line, reason`,
      )
      const add = (map: Map<string, string[]>, path: string, value: string): void => {
        const name = path.split('/').at(-1) ?? ''
        map.set(name, [...(map.get(name) ?? []), value])
      }
      for (const { path, id } of events) add(found, path, id)
      for (const { path, text } of rows) add(reasonsOf, path, text)
      for (const table of ['batches', 'events', 'rejected', 'observables'])
        await engine.run(`TRUNCATE TABLE ${table}`)
    })

    it.each(LINES.map((row, index) => [row[0], index] as const))(
      'sets %s aside and goes on',
      (_, index) => {
        const [, , kept, reasons] = LINES[index] ?? ['', '', [], []]
        expect(found.get(nameOf(index)) ?? []).toEqual(kept)
        expect(reasonsOf.get(nameOf(index)) ?? []).toEqual(reasons)
        const file = report.files.find(({ path }) => path.endsWith(nameOf(index)))
        expect([file?.events, file?.rejected]).toEqual([kept.length, reasons.length])
      },
    )

    it.each(FILES.map((row, index) => [row[0], row[2], LINES.length + index] as const))(
      'reports %s',
      (_, reason, index) => {
        expect(found.get(nameOf(index)) ?? []).toEqual([])
        expect(reasonsOf.get(nameOf(index))).toEqual([`0 ${reason}`])
      },
    )
  })

  it.each(FILES)('refuses %s if there is nothing else', async (_, content) => {
    await expect(ingest({ 'a.log': content })).rejects.toMatchObject({
      code: 'WB_EVENTS_NO_FORMAT',
      exitCode: 2,
    })
  })

  it('refuses a path that does not exist and a folder without files', async () => {
    const options = { paths: [join(root, 'nowhere')], now: NOW }
    await expect(ingestUsage(engine, options)).rejects.toMatchObject({
      code: 'WB_EVENTS_PATH_MISSING',
      exitCode: 2,
    })
    await expect(ingest({})).rejects.toMatchObject({ code: 'WB_EVENTS_NO_FORMAT', exitCode: 2 })
  })

  it('keeps what comes before the damage in a gzip file, and every other file', async () => {
    const whole = gzipSync(lines(...many))
    const report = await ingest({
      'a.log': lines(good),
      'b.log': whole.subarray(0, Math.floor(whole.length / 2)),
      'c.log': gzipSync(lines(call('c'))),
      'd.log': gzipSync(lines(call('d'))),
    })
    const found = await ids()
    expect(found).toEqual(expect.arrayContaining(['good', 'c', 'd']))
    expect(found.filter((id) => id.startsWith('many-')).length).toBeGreaterThan(500)
    expect(await rejected()).toContain(
      '0 the gzip stream is damaged or cut off; what came before is kept',
    )
    expect(report.files.map((file) => file.format)).toEqual([
      'litellm',
      'litellm',
      'litellm',
      'litellm',
    ])
  })

  it('reads gzip and arrays whatever the name, and odd file names', async () => {
    await ingest({
      'a, {b}*?.json.txt': gzipSync(`[${good}, ${call('two')}]`),
      "it's $HOME.zst": lines(call('three')),
    })
    expect(await ids()).toEqual(['good', 'two', 'three'])
  })

  it('lets the earliest file win a duplicate id, across formats and runs', async () => {
    const envelope = JSON.stringify({
      ts: '2026-01-01T00:00:00Z',
      account_id: 'a',
      id: 'good',
      request: { messages: [] },
    })
    await ingest({ 'b.log': lines(call('x')), 'c.log': lines(envelope), 'd.log': lines(good) })
    expect(await engine.rows('SELECT event_id, source FROM events ORDER BY event_id')).toEqual([
      { event_id: 'good', source: 'envelope' },
      { event_id: 'x', source: 'litellm' },
    ])
    const again = await ingest({ 'a.log': lines(call('x'), call('new')) })
    expect([again.events, again.rejected]).toEqual([1, 1])
  })

  it('leaves alone what accounts registered with, which is batch 0 of the observables', async () => {
    await ingest({ 'a.log': lines(good) })
    await engine.run(
      `INSERT INTO observables SELECT 0, 'email', 'signup', 'a@mail.example', 'acct_1', today(), 1, now(), now()`,
    )
    await ingest({ 'b.log': lines(call('b')) })
    expect(await engine.rows('SELECT value, relation FROM observables WHERE batch = 0')).toEqual([
      { value: 'a@mail.example', relation: 'signup' },
    ])
  })

  it('drops what no ledger row vouches for before it loads', async () => {
    await ingest({ 'a.log': lines(good) })
    await engine.run(
      `INSERT INTO events SELECT * REPLACE (7 AS batch, 'left' AS event_id) FROM events`,
    )
    await engine.run(`INSERT INTO rejected SELECT 7, 'left', 1, 'left'`)
    await ingest({ 'b.log': lines(call('b')) })
    expect(await ids()).toEqual(['good', 'b'])
    expect(await rejected()).toEqual([])
  })

  it('reads the same content once, under whatever name', async () => {
    await ingest({ 'a.log': lines(good), 'b.log': lines(good), 'c.log': lines(call('c')) })
    const again = await ingest({ 'z.log': lines(good), 'c.log': lines(call('c')) })
    expect(again).toMatchObject({ events: 0, skipped: 2 })
    expect(again.files.map((file) => file.loadedAs?.split('/').at(-1))).toEqual(['c.log', 'a.log'])
    expect(await ids()).toEqual(['good', 'c'])
  })
})
