import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from './index.ts'

const UUID = '00000000-0000-4000-8000-000000000001'
const TIMES = { created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }
const IDENTITY = {
  type: 'identity',
  spec_version: '2.1',
  id: `identity--${UUID}`,
  ...TIMES,
  name: 'x',
}
const FILES: Readonly<Record<string, unknown>> = {
  'good.json': { type: 'bundle', id: `bundle--${UUID}`, objects: [IDENTITY] },
  'warned.json': [{ ...IDENTITY, sectors: ['weaving'] }],
  'bad.json': { type: 'bundle', id: `bundle--${UUID}`, objects: [{ ...IDENTITY, name: null }] },
}
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-intel-'))
  for (const [name, value] of Object.entries(FILES))
    writeFileSync(join(folder, name), JSON.stringify(value))
  writeFileSync(join(folder, 'text.json'), '\u001b[31m no JSON')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const exitCode = await runCommandLine(
    ['intel', 'check', ...args.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg))],
    {
      out: (text) => (out += text),
      err: (text) => (err += text),
      clock: () => '2026-02-01T00:00:00Z',
      progress: () => {},
      clearProgress: () => {},
    },
  )
  return { exitCode, out: out.replaceAll(`${folder}/`, ''), err: err.replaceAll(`${folder}/`, '') }
}

describe('windbreak intel check', () => {
  it('says of a valid file that it is', async () => {
    expect(await run('good.json')).toEqual({
      exitCode: 0,
      out: 'good.json: valid, 0 errors, 0 warnings\n',
      err: '',
    })
  })

  it('names file, path, code and what to do, and ends with 2', async () => {
    const { exitCode, out, err } = await run('good.json', 'bad.json')
    expect(exitCode).toBe(2)
    expect(out).toContain(
      'bad.json objects[0].name: error null: found null, wanted a value\n  hint: leave',
    )
    expect(err).toContain('bad.json objects[0].name: error WB_CLI_BAD_INTEL: found 1 file(s)')
  })

  it('counts warnings as errors when strict, wherever the option stands', async () => {
    expect((await run('warned.json')).exitCode).toBe(0)
    expect((await run('warned.json', '--strict')).exitCode).toBe(2)
    expect((await run('--strict', '--disable', '215', 'warned.json')).exitCode).toBe(0)
    expect((await run('--strict', '--enable', 'countries', 'warned.json')).exitCode).toBe(0)
  })

  it('refuses a check that there is none of', async () => {
    const { exitCode, err } = await run('warned.json', '--enable', 'industry-sectors')
    expect([exitCode, err.includes('"industry-sectors"')]).toEqual([2, true])
  })

  it('prints JSON', async () => {
    const { out } = await run('warned.json', '--json')
    expect(JSON.parse(out)).toMatchObject({
      files: [{ isValid: true, errors: 0, warnings: 1, findings: [{ path: '[0].sectors[0]' }] }],
    })
  })

  it('refuses what is no JSON, and an action that it does not have', async () => {
    const { exitCode, out, err } = await run('text.json')
    expect([exitCode, out.includes('unreadable')]).toEqual([2, true])
    expect(`${out}${err}`).not.toContain('\u001b')
    expect((await run()).exitCode).toBe(2)
    expect((await run('absent.json')).exitCode).toBe(3)
  })
})
