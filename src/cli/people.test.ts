import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { run } from '../../test/fixtures/command.ts'
import { placeTestRecords } from '../../test/fixtures/records.ts'

const data = mkdtempSync(join(tmpdir(), 'windbreak-people-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

describe('windbreak people first', () => {
  it('adds one administrator, on records that other commands use too, and nobody after', async () => {
    await placeTestRecords(data)
    expect((await run('intel', 'partners', '--data', data)).code).toBe(0)
    const first = await run('people', 'first', '--data', data, '--login', 'ada', '--json')
    expect(JSON.parse(first.out)).toMatchObject({ login: 'ada', password: expect.any(String) })
    expect((await run('audit', 'verify', '--data', data)).code).toBe(0)
    expect((await run('intel', 'partners', '--data', data)).code).toBe(0)
    const second = await run('people', 'first', '--data', data, '--login', 'eve')
    expect(second.code).toBe(2)
    expect(second.err).toContain('WB_CASES_CONFLICT')
  })
})
