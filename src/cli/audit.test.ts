import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeTestRecords } from '../../test/fixtures/records.ts'
import { appendAudit, type CasesTables } from '../cases/index.ts'
import { openRecords } from '../platform/index.ts'
import { runCommandLine } from './run.ts'

let folder: string
const AT = '2026-01-05T08:12:00.000Z'

async function run(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const exit = await runCommandLine(['audit', ...args], {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    clock: () => AT,
    progress: () => {},
    clearProgress: () => {},
  })
  return { exit, out, err }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-audit-cli-'))
  await placeTestRecords(folder)
  const records = await openRecords<CasesTables>({ folder: join(folder, 'records') })
  for (let index = 0; index < 3; index += 1)
    await appendAudit(records.db, { at: AT, by: 'p1', action: 'case.noted', subject: 'case:c1' })
  await records.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('windbreak audit', () => {
  it('signs, exports, and verifies the file without the records; a changed one is named', async () => {
    const [out, anchors] = [join(folder, 'log.jsonl'), join(folder, 'anchors.txt')]
    expect(await run('checkpoint', '--data', folder, '--anchors', anchors)).toMatchObject({
      exit: 0,
    })
    expect(await run('export', '--data', folder, '--out', out)).toMatchObject({ exit: 0 })
    expect(await run('export', '--data', folder, '--out', out)).toMatchObject({ exit: 3 })
    const key = (await run('key', '--data', folder)).out.trim()
    const good = await run('verify', out, '--key', key, '--anchors', anchors)
    expect(good.out).toContain('as it was written: 3 entries')
    expect(good.out).toContain('1 checkpoints and 1 anchors agree; 0 entries after')
    expect((await run('verify', '--data', folder)).exit).toBe(0)
    const text = await readFile(out, 'utf8')
    const lines = text.split('\n')
    await writeFile(out, lines.with(3, (lines[3] ?? '').replace('p1', 'p2')).join('\n'))
    const bad = await run('verify', out, '--key', key, '--json')
    expect(bad.exit).toBe(2)
    expect(bad.err).toContain('WB_CASES_AUDIT_FAULT: audit: entry 1:')
    expect(JSON.parse(bad.out)).toMatchObject({ fault: { where: 'entry', index: 1 } })
  })

  it('says what it wants', async () => {
    for (const args of [[], ['other'], ['verify'], ['export', '--data', folder]])
      expect((await run(...args)).exit).toBe(2)
  })
})
