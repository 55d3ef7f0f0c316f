import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { importIntel } from '../src/intel/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { type Figure, recordFigures } from './result.ts'

/** `npm run bench:import [-- OBJECTS]`: imports a bundle of plain indicators, then one of all sorts, into an empty store. */
const objects = Number(process.argv[2] ?? 1_000_000)
const AT = '2026-01-01T00:00:00.000Z'
const NOW = '2026-02-01T00:00:00.000Z'

const uuid = (sort: number, n: number): string =>
  `${sort.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
const head = (type: string, sort: number, n: number) => ({
  type,
  spec_version: '2.1',
  id: `${type}--${uuid(sort, n)}`,
  created: AT,
  modified: AT,
})

function plain(n: number): object {
  const hex = n.toString(16).padStart(8, '0')
  const value = `2001:db8::${hex.slice(0, 4)}:${hex.slice(4)}`
  const pattern = `[ipv6-addr:value = '${value}']`
  return {
    ...head('indicator', 1, n),
    pattern,
    pattern_type: 'stix',
    valid_from: AT,
    confidence: 80,
  }
}

/** Of five objects: a plain indicator, one that the parser has to see, a relationship, malware, and an observable. */
function mixed(n: number): object {
  const group = Math.floor(n / 5)
  if (n % 5 === 0) return plain(group)
  if (n % 5 === 1) {
    const pattern = `[domain-name:value IN ('a${group}.example', 'b${group}.example') OR url:value = 'https://c${group}.example/x']`
    return { ...head('indicator', 2, group), pattern, pattern_type: 'stix', valid_from: AT }
  }
  if (n % 5 === 2)
    return {
      ...head('relationship', 3, group),
      relationship_type: 'indicates',
      source_ref: `indicator--${uuid(2, group)}`,
      target_ref: `malware--${uuid(4, group)}`,
    }
  if (n % 5 === 3)
    return {
      ...head('malware', 4, group),
      name: `Invented ${group}`,
      is_family: true,
      description: 'x'.repeat(200),
    }
  return { type: 'url', id: `url--${uuid(5, group)}`, value: `https://d${group}.example/` }
}

const figures: Figure[] = []
for (const [name, make] of [
  ['plain indicators', plain],
  ['objects of five sorts', mixed],
] as const) {
  const folder = await mkdtemp(join(tmpdir(), 'windbreak-bench-import-'))
  try {
    const file = join(folder, 'bundle.json')
    const out = createWriteStream(file)
    out.write('{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[')
    for (let n = 0; n < objects; n++)
      if (!out.write(`${n === 0 ? '' : ','}${JSON.stringify(make(n))}`))
        await new Promise<void>((resolve) => out.once('drain', () => resolve()))
    out.end(']}')
    await finished(out)
    const store = join(folder, 'store')
    const engine = await openEmbeddedEngine(store)
    const began = performance.now()
    const cpuBefore = process.cpuUsage()
    const report = await importIntel(engine, { paths: [file], now: NOW })
    const seconds = (performance.now() - began) / 1000
    const cpu = process.cpuUsage(cpuBefore)
    await engine.close()
    if (report.objects !== objects) throw new Error(`${report.objects} of ${objects} were read`)
    const size = `${objects / 1000}k ${name}`
    figures.push(
      { suite: 'import', name: size, value: objects / seconds, unit: 'objects/s' },
      {
        suite: 'import',
        name: `${size}, for each second of processor time`,
        value: objects / ((cpu.user + cpu.system) / 1e6),
        unit: 'objects/s',
      },
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
figures.push(
  {
    suite: 'import',
    name: `peak memory, ${objects / 1000}k`,
    value: process.resourceUsage().maxRSS / 1024 ** 2,
    unit: 'GiB',
  },
  { suite: 'import', name: 'load of the machine, one minute', value: loadavg()[0] ?? 0, unit: '' },
)
if (process.env['BENCH_DRY'] === undefined) recordFigures(figures)
else console.table(figures)
