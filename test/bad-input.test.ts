import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateWorld } from '../src/demo/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { BAD_ACCOUNTS } from './fixtures/bad-accounts.ts'
import { badIntel } from './fixtures/bad-intel.ts'
import { badUsage, hugeLine } from './fixtures/bad-usage.ts'
import { linesOf, type Ran, type RejectedLine, request, resultOf, run } from './fixtures/command.ts'

const root = mkdtempSync(join(tmpdir(), 'windbreak-bad-input-'))
const at = (...names: readonly string[]): string => join(root, ...names)
const usage = badUsage()
const intel = badIntel()
const huge = hugeLine()
const CUT_ZSTD = 'cut.zst'

function writeAccounts(path: string, lines: readonly (Buffer | string)[]): void {
  const known = readFileSync(at('world', 'accounts.jsonl'))
  const added = lines
    .filter((line) => line.length > 0)
    .flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')])
  writeFileSync(path, Buffer.concat([known, ...added]))
}

/** The engine packs; half of what it made is kept. */
async function writeCutZstd(): Promise<void> {
  const engine = await openEmbeddedEngine(at('packer'))
  for (const [side, first] of [
    ['usage', request('zstd')],
    ['intel', '{"type":"bundle","objects":['],
  ] as const) {
    const to = at(`${side}.zst`)
    await engine.run(
      `INSERT INTO FUNCTION file({to:String}, LineAsString, 'line String')
       SELECT if(number = 0, {first:String}, arrayStringConcat(arrayMap(i -> hex(sipHash128(i)), range(100000))))
       FROM numbers(2)`,
      { to, first },
    )
    const whole = readFileSync(to)
    writeFileSync(at('bad', side, CUT_ZSTD), whole.subarray(0, whole.length / 2))
  }
  await engine.close()
}

const screen = (folder: string, ...more: readonly string[]): Promise<Ran> =>
  run(
    'screen',
    '--usage',
    at('world', 'usage'),
    at(folder, 'usage'),
    '--intel',
    at('world', 'intel'),
    at(folder, 'intel'),
    '--accounts',
    at(folder, 'accounts.jsonl'),
    '--out',
    at(folder, 'out'),
    ...more,
  )

let bad: Ran
let rejected: RejectedLine[]
let directoryLines = 0
beforeAll(async () => {
  await generateWorld({
    out: at('world'),
    seed: 'bad',
    accounts: 300,
    actorAccounts: 12,
    requestsPerAccount: 3,
    days: 3,
  })
  directoryLines = readFileSync(at('world', 'accounts.jsonl'), 'utf8').split('\n').length - 1
  for (const folder of ['good', 'bad'])
    for (const side of ['usage', 'intel']) mkdirSync(at(folder, side), { recursive: true })
  for (const [side, files] of [
    ['usage', [...usage, huge]],
    ['intel', intel],
  ] as const)
    for (const { name, content, sound } of files) {
      writeFileSync(at('bad', side, name), content)
      if (sound !== '') writeFileSync(at('good', side, name), sound)
    }
  writeFileSync(at('good', 'usage', CUT_ZSTD), request('zstd'))
  await writeCutZstd()
  writeAccounts(
    at('bad', 'accounts.jsonl'),
    BAD_ACCOUNTS.map(([, line]) => line),
  )
  writeAccounts(
    at('good', 'accounts.jsonl'),
    BAD_ACCOUNTS.map(([, , , sound]) => sound),
  )
  bad = await screen('bad')
  rejected = linesOf<RejectedLine>(at('bad', 'out'), 'rejected.jsonl')
  await screen('good')
}, 180_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const asideOf = (side: string, name: string): string[] =>
  rejected
    .filter((row) => row.file === at('bad', side, name))
    .map((row) => `${row.line} ${row.reason}`)

describe('bad input', () => {
  it('does not end the run, and the leads are those of the sound input alone', () => {
    expect([bad.code, bad.err]).toEqual([0, ''])
    const { 'leads.jsonl': leads, 'clusters.jsonl': clusters } = resultOf(at('bad', 'out'))
    expect(leads?.length).toBeGreaterThan(100)
    const good = resultOf(at('good', 'out'))
    expect(leads === good['leads.jsonl'] && clusters === good['clusters.jsonl']).toBe(true)
  })
  it.each([...usage, huge])('$item in usage logs: $name', ({ name, aside }) => {
    expect(asideOf('usage', name)).toEqual(aside)
  })
  it('a truncated zstd file, in usage logs and in intel', () => {
    expect([asideOf('usage', CUT_ZSTD), asideOf('intel', CUT_ZSTD)]).toEqual([
      ['0 the zstd stream is cut off; what came before is kept', '2 not JSON the engine can read'],
      ['0 could not be read to its end: the zstd stream is cut off'],
    ])
  })
  it.each(intel)('$item in intel: $name', ({ name, aside }) => {
    expect(asideOf('intel', name)).toEqual(aside)
  })
  it.each(BAD_ACCOUNTS.map((row, index) => [row[0], row[2], index] as const))(
    '%s in accounts',
    (_, reason, index) => {
      const here = rejected.filter(
        (row) =>
          row.file === at('bad', 'accounts.jsonl') && row.line === directoryLines + index + 1,
      )
      expect(here.map((row) => row.reason)).toEqual(reason === '' ? [] : [reason])
    },
  )
})
