import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, run, stixIndicator } from '../../test/fixtures/command.ts'
import { placeTestRecords } from '../../test/fixtures/records.ts'

let folder: string
let data: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-import-'))
  data = join(folder, 'data')
  await placeTestRecords(data)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function place(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
async function meant(name: string): Promise<{ entries: string[]; ambiguousIn: string[] }> {
  const { out } = await run('intel', 'alias', name, '--data', data, '--json')
  const { candidates, ambiguousIn } = JSON.parse(out) as {
    candidates: { source: string; entry: string }[]
    ambiguousIn: string[]
  }
  return { entries: candidates.map(({ source, entry }) => `${source}: ${entry}`), ambiguousIn }
}
const galaxy = (...entries: string[]): string =>
  JSON.stringify({
    type: 'invented',
    values: entries.map((value) => ({ value, uuid: value, meta: { synonyms: ['Shared Name'] } })),
  })

const ATLAS = `id: ATLAS
matrices:
  - techniques:
      - { id: AML.T9999, name: Invented Method }
case-studies:
  - { id: AML.CS9999, name: An invented case, actor: Invented Crew }
  - { id: AML.CS9998, name: Another, actor: Unknown }
`

describe('windbreak intel import', () => {
  it('keeps names of actors for later commands, and marks what is ambiguous', async () => {
    const file = place('galaxy.json', galaxy('Grey Heron', 'Grey Crane'))
    const atlas = place('ATLAS.yaml', ATLAS)
    const { code, out } = await run('intel', 'import', '--data', data, '--actors', file, atlas)
    expect([code, out]).toEqual([0, 'galaxy.json: 4 names kept\nATLAS.yaml: 3 names kept\n'])
    expect(await meant('shared-name')).toEqual({
      entries: ['misp-galaxy/invented: Grey Crane', 'misp-galaxy/invented: Grey Heron'],
      ambiguousIn: ['misp-galaxy/invented'],
    })
    expect((await meant('AML.T9999')).entries).toEqual(['ATLAS: Invented Method'])
    expect((await meant('Invented Crew')).entries).toEqual(['ATLAS: Invented Crew'])
    expect((await meant('Unknown')).entries).toEqual([])
  })

  it('puts another import of a file in the place of the first', async () => {
    const file = place('galaxy.json', galaxy('Grey Heron'))
    await run('intel', 'import', '--data', data, '--actors', file)
    expect(await meant('Shared Name')).toMatchObject({ ambiguousIn: [] })
  })

  it('reads intelligence into a store, for list and export', async () => {
    const [good, bad] = [
      stixIndicator(1, "[ipv4-addr:value = '203.0.113.9']"),
      { type: 'indicator' },
    ]
    const file = place('intel.json', bundle([good, bad]))
    const imported = await run('intel', 'import', '--data', data, '--intel', file)
    expect(imported.out).toContain('1 objects, 1 values')
    expect(imported.out).toContain('object 1: no id')
    const listed = await run('intel', 'list', '--data', data)
    expect(listed.out).toContain('ip 203.0.113.9')
  })

  it('wants something to import, and a file that names actors', async () => {
    expect((await run('intel', 'import', '--data', data)).code).toBe(2)
    const file = place('odd.json', '{"a":1}')
    expect((await run('intel', 'import', '--data', data, '--actors', file)).code).toBe(2)
  })
})
