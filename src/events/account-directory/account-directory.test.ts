import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { createEventTables } from '../schema.ts'
import { loadAccountDirectory, loadAccountObservables } from './index.ts'

const now = '2026-02-01T00:00:00Z'
let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-accounts-'))
  engine = await openEmbeddedEngine(join(folder, 'store'))
  await createEventTables(engine)
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

async function directory(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

const json = (fields: object): string => JSON.stringify(fields)
const full = {
  account_id: 'acct_7',
  created_at: '2026-01-05T08:12:00Z',
  email: 'A.Bcd42@Mail.Example',
  country: 'DE',
  organization: null,
  plan: 'free',
  payment_fingerprint: 'fp_12',
  signup_ip: '::ffff:203.0.113.9',
  signup_user_agent: ' Client/1.0 ',
  status: 'active',
  tags: ['authorised-red-team'],
  referrer: 'fair "2"',
  seats: 3,
}
const stored = {
  account_id: 'acct_7',
  created_at: '2026-01-05T08:12:00.000Z',
  email: 'a.bcd42@mail.example',
  email_domain: 'mail.example',
  phone_country: '',
  country: 'DE',
  organization: '',
  plan: 'free',
  payment_fingerprint: 'fp_12',
  signup_ip: '203.0.113.9',
  signup_user_agent: 'Client/1.0',
  status: 'active',
  tags: ['authorised-red-team'],
}
const csv = `account_id;email;tags;seats\r\nacct_7;"A.Bcd42@Mail.Example";"a|b";"say ""3"""\r\nacct_8;;;1\r\nbroken;x\r\n`

async function accounts(): Promise<Record<string, unknown>[]> {
  return engine.rows('SELECT * FROM accounts ORDER BY account_id')
}

describe('loadAccountDirectory', () => {
  for (const [name, content] of [
    ['lines.jsonl', `${json(full)}\n\n`],
    ['array.json', JSON.stringify([full], null, 2)],
    ['mark.jsonl', `\ufeff${json(full)}`],
    ['lines.jsonl.gz', gzipSync(json(full))],
  ] as const)
    it(`reads ${name} and keeps unknown fields`, async () => {
      const result = await loadAccountDirectory(engine, {
        paths: [await directory(name, content)],
        now,
      })
      expect(result).toEqual({ accounts: 1, rejected: [] })
      const [row] = await accounts()
      expect(row).toEqual({ ...stored, extra: '{"referrer":"fair \\"2\\"","seats":3}' })
    })

  it('reads CSV with quoted fields and sets aside a line that does not fit its header', async () => {
    const path = await directory('accounts.csv', csv)
    const result = await loadAccountDirectory(engine, { paths: [path], now })
    expect(result.accounts).toBe(2)
    expect(result.rejected).toEqual([
      { file: path, line: 4, reason: expect.stringContaining('CSV header') },
    ])
    const [row] = await accounts()
    expect(row).toMatchObject({ email: 'a.bcd42@mail.example', tags: ['a', 'b'] })
    expect(JSON.parse(String(row?.['extra']))).toEqual({ seats: 'say "3"' })
  })

  it('reports every line it sets aside, wholly or in part, and keeps the rest', async () => {
    const first = await directory('a.jsonl', `${json({ account_id: 'a1', country: 'FR' })}\n`)
    const lines = [
      '{"account_id":',
      json({ email: 'x@mail.example' }),
      json({ account_id: 'a1', country: 'IT' }),
      json({ account_id: 'a2', signup_ip: '10.0.0.1' }),
      json({ account_id: 'a3', signup_ip: 'nowhere' }),
      json({ account_id: 'a4', created_at: 'soon' }),
      json({ account_id: 'a5', created_at: '2031-01-01T00:00:00Z' }),
      json({ account_id: 'a6', email: 'nobody' }),
      '[1]',
      '\u0000',
      json({ account_id: 77 }),
    ]
    const second = await directory('b.jsonl', lines.join('\n'))
    const { accounts: count, rejected } = await loadAccountDirectory(engine, {
      paths: [first, second],
      now,
    })
    expect(count).toBe(7)
    const why = rejected.map(
      ({ file, line, reason }) => `${file === first ? 'a' : 'b'}${line} ${reason}`,
    )
    expect(why).toEqual([
      'a1 a later line gives this account again',
      'b1 the line is not one JSON object, or does not fit the CSV header',
      'b2 account_id is missing',
      'b4 signup_ip is private, loopback or link-local',
      'b5 signup_ip is not an address',
      'b6 created_at is not a time',
      'b7 created_at lies in the future',
      'b8 email is not an address',
      'b9 the line is not one JSON object, or does not fit the CSV header',
      'b10 the line is not one JSON object, or does not fit the CSV header',
    ])
    const rows = await accounts()
    expect(rows.map((row) => row['account_id'])).toEqual(['77', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
    expect(rows[1]?.['country']).toBe('IT')
  })

  for (const [name, content] of [
    ['empty.jsonl', ''],
    ['noise.bin', Buffer.from([0, 1, 2, 255, 254, 10, 3])],
    ['cut.jsonl.gz', gzipSync(json(full)).subarray(0, 60)],
    ['cut.json', '[{"account_id":"a"},{'],
    ['other.csv', 'name,country\nx,FR\n'],
  ] as const)
    it(`refuses ${name} with an error and leaves the old accounts`, async () => {
      const good = await directory('good.jsonl', json(full))
      await loadAccountDirectory(engine, { paths: [good], now })
      const path = await directory(name, content)
      await expect(loadAccountDirectory(engine, { paths: [path], now })).rejects.toMatchObject({
        code: 'WB_EVENTS_ACCOUNTS_UNREADABLE',
        exitCode: 2,
        at: { file: path },
      })
      expect(await accounts()).toHaveLength(1)
    })
})

describe('loadAccountObservables', () => {
  it('replaces batch 0 with what each account registered with', async () => {
    await loadAccountDirectory(engine, { paths: [await directory('one.jsonl', json(full))], now })
    await loadAccountObservables(engine)
    await loadAccountObservables(engine)
    const rows = await engine.rows<{ kind: string; value: string }>(
      `SELECT kind, value FROM observables WHERE batch = 0 AND relation = 'signup' AND day = '2026-01-05' ORDER BY kind`,
    )
    expect(rows.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'ip 203.0.113.9',
      'email a.bcd42@mail.example',
      'user_agent Client/1.0',
      'payment fp_12',
      'email_domain mail.example',
      'email_pattern L1.L3D2@mail.example',
    ])
  })

  it('leaves batch 0 empty where there is no directory', async () => {
    await engine.run('TRUNCATE TABLE accounts')
    await loadAccountObservables(engine)
    expect(await engine.rows('SELECT value FROM observables WHERE batch = 0')).toEqual([])
  })
})
