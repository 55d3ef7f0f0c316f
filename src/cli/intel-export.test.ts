import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle, run, stixIndicator } from '../../test/fixtures/command.ts'
import { placeTestRecords } from '../../test/fixtures/records.ts'
import { isWhole, readManifest } from '../formats/misp/index.ts'
import { TLP_MARKINGS, type Tlp, validateStix } from '../formats/stix/index.ts'

type Json = Readonly<Record<string, unknown>>
const marked = (level: Tlp) => ({
  object_marking_refs: [Object.keys(TLP_MARKINGS).find((id) => TLP_MARKINGS[id] === level)],
})
const SHARED = 'shared.example.org'
/** More digits than a number of JavaScript holds. */
const DIGITS = '12345678901234567890.10'

let folder: string
let data: string
let intel: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-export-'))
  data = join(folder, 'data')
  await placeTestRecords(data)
  intel = join(folder, 'intel.json')
  const pattern = `[domain-name:value = '${SHARED}']`
  const open = stixIndicator(1, pattern, { ...marked('green'), confidence: 50, x_unknown: '#' })
  const red = stixIndicator(2, pattern, { ...marked('red'), confidence: 99 })
  const text = bundle([
    open,
    red,
    stixIndicator(3, "[ipv4-addr:value = '203.0.113.9']", marked('clear')),
    stixIndicator(4, "[ipv4-addr:value = '203.0.113.10']", {
      ...marked('clear'),
      description: `see ${String(red['id'])}`,
    }),
    stixIndicator(5, "[ipv4-addr:value = '203.0.113.11']"),
    {
      ...stixIndicator(6, '', { ...marked('clear'), type: 'x-new', deep: [{ more: 'kept' }] }),
      id: 'x-new--00000000-0000-4000-8000-000000000006',
    },
  ])
  writeFileSync(intel, text.replace('"#"', DIGITS))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function exported(
  ...args: string[]
): Promise<{ code: number; text: string; objects: Json[]; err: string }> {
  const to = join(folder, 'out.json')
  rmSync(to, { force: true })
  const { code, err } = await run('intel', 'export', '--to', to, ...args)
  if (code !== 0) return { code, text: '', objects: [], err }
  const text = readFileSync(to, 'utf8')
  return { code, text, objects: (JSON.parse(text) as { objects?: Json[] }).objects ?? [], err }
}
const upTo = (level: Tlp, unmarkedAs: Tlp = 'amber') => [
  '--tlp',
  level,
  '--unmarked-as',
  unmarkedAs,
]
const lifeOf = (objects: readonly Json[], indicator: number): Json => {
  const id = stixIndicator(indicator, '')['id']
  const [note] = objects.filter(
    ({ type, object_refs: refs }) => type === 'note' && (refs as string[]).includes(String(id)),
  )
  return Object.values(note?.['extensions'] ?? {})[0] as Json
}

describe('windbreak intel export', () => {
  it('writes what may leave as it was read, and nothing that tells of what may not', async () => {
    const { text, objects } = await exported('--intel', intel, ...upTo('green'))
    const others = objects.filter(({ type }) => type === 'indicator' || type === 'x-new')
    expect(others.map(({ id }) => String(id).slice(-1))).toEqual(['1', '3', '6'])
    expect(text).toContain(`"x_unknown":${DIGITS}`)
    for (const hidden of ['0002', '0004', '0005', '203.0.113.10', '203.0.113.11'])
      expect(text).not.toContain(hidden)
    expect(
      validateStix(JSON.parse(text)).findings.filter((one) => one.severity === 'error'),
    ).toEqual([])
  })

  it('gives the same file for the same instant', async () => {
    const args = ['--intel', intel, ...upTo('red'), '--as-of', '2026-01-20T00:00:00Z']
    expect((await exported(...args)).text).toBe((await exported(...args)).text)
  })

  it('makes scores of what leaves alone', async () => {
    const green = await exported('--intel', intel, ...upTo('green'))
    const red = await exported('--intel', intel, ...upTo('red'))
    expect(lifeOf(green.objects, 1)).toMatchObject({ state: 'active', score: 41.4 })
    expect(lifeOf(red.objects, 1)).toMatchObject({ state: 'active', score: 81.9 })
    expect(
      (await exported('--intel', intel, ...upTo('green'), '--objects-only')).objects,
    ).toHaveLength(3)
  })

  it('tells what analysts decided and met beside the indicator, and no name of theirs', async () => {
    const decide = (...args: string[]) =>
      run(
        'intel',
        'decide',
        '--data',
        data,
        '--by',
        'Ana Ash',
        '--reason',
        'a shared host',
        ...args,
      )
    await decide('--value', SHARED, '--verdict', 'revoke')
    await decide('--value', '203.0.113.9', '--verdict', 'seen')
    const { objects, text } = await exported('--intel', intel, '--data', data, ...upTo('green'))
    expect(lifeOf(objects, 1)).toMatchObject({
      state: 'revoked',
      revoked: true,
      score: 0,
      decided: 'revoke',
    })
    expect(objects.find(({ type }) => type === 'opinion')).toMatchObject({
      opinion: 'strongly-disagree',
    })
    expect(objects.find(({ type }) => type === 'sighting')).toMatchObject({
      sighting_of_ref: stixIndicator(3, '')['id'],
      count: 1,
    })
    const [indicator] = objects.filter(({ type }) => type === 'indicator')
    expect(indicator).toMatchObject({ confidence: 50, modified: '2026-01-01T00:00:00.000Z' })
    expect(text).not.toMatch(/Ana|shared host/)
  })

  it('writes what a collection of ours holds', async () => {
    const place = ['--data', data, '--root', 'r', '--title', 't', '--ceiling', 'green', '--json']
    const made = await run('intel', 'collection', ...place)
    const { collection } = JSON.parse(made.out) as { collection: string }
    const ids = ['--data', data, '--collection', collection]
    await run('intel', 'release', ...ids, '--files', intel, '--unmarked-as', 'amber')
    const { objects } = await exported(...ids, ...upTo('clear'), '--objects-only')
    expect(objects.map(({ type }) => type)).toEqual(['indicator', 'x-new'])
    const unknown = await exported('--data', data, '--collection', 'none', ...upTo('clear'))
    expect(unknown).toMatchObject({ code: 2 })
  })

  it('writes a MISP feed, in which what has ended is not for detection, and takes back what it wrote', async () => {
    const feed = join(folder, 'feed')
    const args = ['--intel', intel, '--format', 'misp', '--to', feed]
    const as = async (level: Tlp): Promise<string[]> => {
      const { code } = await run('intel', 'export', ...args, ...upTo(level))
      expect(code).toBe(0)
      return readdirSync(feed).sort()
    }
    const files = await as('green')
    const manifest = readFileSync(join(feed, 'manifest.json'), 'utf8')
    const { entries } = readManifest(JSON.parse(manifest))
    expect(files).toEqual([
      ...entries.map(({ uuid }) => `${uuid}.json`),
      'hashes.csv',
      'manifest.json',
    ])
    const [entry] = entries
    const text = readFileSync(join(feed, `${entry?.uuid}.json`), 'utf8')
    expect(entry !== undefined && isWhole(entry, text)).toBe(true)
    const { Attribute, Tag } = (JSON.parse(text) as { Event: { Attribute: Json[]; Tag: Json[] } })
      .Event
    expect(Tag).toEqual([{ name: 'tlp:green' }])
    expect(Attribute.map(({ value, to_ids: isUsed }) => [value, isUsed])).toEqual([
      [SHARED, true],
      ['203.0.113.9', true],
    ])
    expect(await as('green')).toEqual(files)
    expect(readFileSync(join(feed, 'manifest.json'), 'utf8')).toBe(manifest)
    const late = await run(
      'intel',
      'export',
      ...args,
      ...upTo('clear'),
      '--as-of',
      '2027-01-01T00:00:00Z',
    )
    expect(late.code).toBe(0)
    const after = readFileSync(join(feed, `${entry?.uuid}.json`), 'utf8')
    expect(after).toContain('windbreak:state=\\"expired\\"')
    expect(after).toContain('"to_ids":false')
    expect(after).not.toContain(SHARED)
  })

  it('refuses a bad format and a level that is none', async () => {
    expect((await exported('--intel', intel, ...upTo('green'), '--format', 'csv')).code).toBe(2)
    expect((await exported('--intel', intel, '--tlp', 'blue', '--unmarked-as', 'red')).code).toBe(2)
  })
})
