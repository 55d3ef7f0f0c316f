import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { normalizeAddress } from '../formats/observable/index.ts'
import { type Engine, openEmbeddedEngine } from '../platform/index.ts'
import { importIntel, type IntelProgress, type IntelReport } from './index.ts'
import { lowerPattern } from './lower-pattern.ts'

const CLOCK = '2026-11-22T12:00:00.000Z'
const REAL = '../shared/data/intel'

let engine: Engine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-test-'))
  mkdirSync(join(folder, 'store'))
  engine = await openEmbeddedEngine(join(folder, 'store'))
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

function indicator(number: number, pattern: string): Record<string, unknown> {
  const at = '2026-01-01T00:00:00.000Z'
  const id = `indicator--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  return {
    type: 'indicator',
    id,
    created: at,
    modified: at,
    valid_from: at,
    pattern,
    pattern_type: 'stix',
  }
}

async function importFile(name: string, content: string | Uint8Array): Promise<IntelReport> {
  const path = join(folder, name)
  writeFileSync(path, content)
  return importIntel(engine, { paths: [path], now: CLOCK })
}

const bundleOf = (objects: readonly unknown[]): string =>
  JSON.stringify({ type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000000', objects })

/** What is stored of each indicator, as `number kind match value`. */
async function stored(): Promise<string[]> {
  const rows = await engine.rows<{ text: string }>(
    `SELECT concat(toString(toUInt64(right(indicator_id, 12))), ' ', kind, ' ', match, ' ', value) AS text
     FROM indicators ORDER BY text`,
  )
  return rows.map((row) => row.text)
}

describe('the engine and the parser', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('evil', 'XN--a', '198', '0', 'a_b', '-x-', 'É'),
  )
  const value = fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
    fc.tuple(part, part).map(([a, b]) => `${a}@${b}.example`),
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6(),
    fc.ipV6().map((address) => address.toUpperCase()),
    fc.tuple(fc.ipV4(), fc.nat(40)).map(([address, bits]) => `${address}/${bits}`),
    fc.domain(),
    fc.emailAddress(),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom(
      '::ffff:198.51.100.7',
      '::198.51.100.7',
      '::12:34',
      '1.2.3.4.',
      'a.b.',
      ' a.example',
    ),
    fc.string({
      unit: fc.constantFrom('0', '1', '7', 'a', 'f', 'A', 'F'),
      minLength: 32,
      maxLength: 32,
    }),
  )
  const path = fc.constantFrom(
    'ipv4-addr:value',
    'ipv6-addr:value',
    'domain-name:value',
    'email-addr:value',
    'url:value',
    'file:hashes.MD5',
    "file:hashes.'sha-256'",
    'file:name',
  )
  const pattern = fc
    .tuple(path, fc.constantFrom('=', ' = ', '=='), value, fc.constantFrom('', ' '))
    .map(
      ([p, operator, v, space]) =>
        `${space}[${p}${operator}'${v.replace(/['\\]/g, '\\$&')}'${space}]`,
    )

  it('lower the same patterns to the same values', async () => {
    const patterns = [...new Set(fc.sample(pattern, { numRuns: 20_000, seed: 7 }))]
    await importFile('generated.json', bundleOf(patterns.map((text, n) => indicator(n, text))))
    const wanted = patterns.flatMap((text, n) => {
      const lowered = lowerPattern(text, '')
      if (lowered.status !== 'evaluated') return []
      return lowered.values.map(({ kind, match, value: v }) => `${n} ${kind} ${match} ${v}`)
    })
    expect(wanted.length).toBeGreaterThan(5_000)
    expect((await stored()).sort()).toEqual(wanted.sort())
  })
})

describe('addresses', () => {
  it('are written as the engine writes them', async () => {
    const group = fc.constantFrom('0', '0', '0', 'ffff', '1', '00ab')
    const address = fc.oneof(
      fc.ipV6(),
      fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(':')),
    )
    const addresses = fc.sample(address, { numRuns: 5_000, seed: 3 })
    const rows = await engine.rows<{ text: string }>(
      `SELECT replaceRegexpOne(toString(toIPv6(arrayJoin({addresses:Array(String)}))), '^::ffff:(.*[.])', '\\\\1') AS text`,
      { addresses },
    )
    const ours = addresses.map((text) => normalizeAddress(text))
    expect(ours).toEqual(rows.map(({ text }) => ({ ok: true, value: text })))
  })
})

describe('files', () => {
  const bundle = bundleOf([indicator(1, "[ipv4-addr:value = '198.51.100.1']")])

  it('are unpacked from gzip and zstd, whatever their names', async () => {
    await importFile('packed', gzipSync(bundle))
    expect(await stored()).toEqual(['1 ip exact 198.51.100.1'])
    const plain = join(folder, 'plain {a,b}*.json')
    writeFileSync(plain, bundle)
    await engine.run(
      `INSERT INTO FUNCTION file({path:String}, 'RawBLOB', 'text String') SELECT {text:String}`,
      { path: join(folder, 'zstd.bin.zst'), text: bundle },
    )
    execFileSync('mv', [join(folder, 'zstd.bin.zst'), join(folder, 'renamed {a,b}*?.json')])
    await importIntel(engine, { paths: [join(folder, 'renamed {a,b}*?.json')], now: CLOCK })
    expect(await stored()).toEqual(['1 ip exact 198.51.100.1'])
  })

  it('give what came before a cut in gzip', async () => {
    const objects = Array.from({ length: 5_000 }, (_, n) =>
      indicator(n, `[domain-name:value = 'h${(n * 7919) % 100_003}.example']`),
    )
    const packed = gzipSync(bundleOf(objects))
    const report = await importFile('cut.json.gz', packed.subarray(0, packed.length / 2))
    expect(report.values).toBeGreaterThan(1_000)
    expect(report.values).toBeLessThan(5_000)
    expect(report.rejected[0]?.reason).toContain('could not be read to its end')
  })

  it('with nothing to read are an error that names what was tried', async () => {
    await expect(importFile('page.html', '<html></html>')).rejects.toMatchObject({
      code: 'WB_INTEL_NOTHING_READ',
      exitCode: 2,
      message: expect.stringContaining('MISP') as string,
    })
    await expect(
      importIntel(engine, { paths: [join(folder, 'absent')], now: CLOCK }),
    ).rejects.toMatchObject({ code: 'WB_INTEL_FILE', exitCode: 2 })
  })

  it('may be none at all', async () => {
    const report = await importIntel(engine, { paths: [], now: CLOCK })
    expect(report).toMatchObject({
      files: [],
      objects: 0,
      values: 0,
      indicators: {},
      rejectedCount: 0,
    })
    await expect(
      importIntel(engine, { paths: [], now: CLOCK, asOf: 'soon' }),
    ).rejects.toMatchObject({
      code: 'WB_INTEL_INSTANT',
    })
  })

  it('larger than a chunk are read in order, with progress', async () => {
    const filler = 'x'.repeat(20_000)
    const text = bundleOf(
      Array.from({ length: 1_800 }, (_, n) => ({
        ...indicator(n % 1_799, `[domain-name:value = 'h${n}.example']`),
        description: filler,
      })),
    )
    const path = join(folder, 'large.json')
    writeFileSync(path, text)
    const seen: IntelProgress[] = []
    const report = await importIntel(engine, {
      paths: [path],
      now: CLOCK,
      onProgress: (p) => seen.push(p),
    })
    expect(report.objects).toBe(1_800)
    // The last object repeats the first one's id and instant with another pattern: the first counts.
    expect(await stored()).toContain('0 domain exact h0.example')
    expect(report.rejected).toEqual([
      expect.objectContaining({
        position: 1_799,
        reason: expect.stringContaining('same id and modified') as string,
      }),
    ])
    expect(seen.at(-1)).toMatchObject({ stage: 'deriving', bytesRead: text.length, objects: 1_800 })
  })
})

describe('the real bundles and events', () => {
  // Skipped where the files of ../shared/data/intel are absent.
  it.skipIf(!existsSync(REAL))('are imported, each with its counts', async () => {
    const found: Record<string, unknown> = {}
    for (const name of readdirSync(REAL).filter((file) => file !== 'README.md')) {
      const report = await importIntel(engine, { paths: [join(REAL, name)], now: CLOCK })
      const { objects, values, actors, indicators, contextAttributes, rejectedCount } = report
      found[name] = { objects, values, actors, indicators, contextAttributes, rejectedCount }
    }
    if (process.env['UPDATE_GOLDEN'] === '1') {
      writeFileSync('test/golden/intel/real-counts.json', `${JSON.stringify(found, null, 1)}\n`)
    }
    expect(found).toEqual(JSON.parse(readFileSync('test/golden/intel/real-counts.json', 'utf8')))
  })
})
