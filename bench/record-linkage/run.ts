import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Engine, openEmbeddedEngine } from '../../src/platform/index.ts'
import { type Figure, recordFigures } from '../result.ts'
import { runBaseline } from './baseline.ts'
import { bestScore, type WeighedPairs } from './score.ts'
import { loadTable, makeTable } from './table.ts'
import { runTokens } from './tokens.ts'

/**
 * \`npx tsx bench/record-linkage/run.ts [--table FILE] [--rows N] [--record]\`: links records of one person by rare shared values and by
 * a Splink-method baseline on the same engine. --table is a public table as CSV or Parquet; without it only the made one is run.
 */
const { values } = parseArgs({
  options: {
    table: { type: 'string' },
    rows: { type: 'string', default: '50000' },
    record: { type: 'boolean', default: false },
  },
})

const METHODS = [
  { name: 'rare shared values', run: runTokens, table: 'token_pairs' },
  { name: 'Splink-method baseline', run: runBaseline, table: 'baseline_pairs' },
]

await judge('made table', (engine) => makeTable(engine, Number(values.rows)))
const { table } = values
if (table !== undefined && existsSync(table))
  await judge('public table', (engine) => loadTable(engine, resolve(table)))
else console.log('public table: skipped, found none at --table')

async function judge(title: string, fill: (engine: Engine) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'windbreak-records-'))
  const engine = await openEmbeddedEngine(folder)
  try {
    await fill(engine)
    const rows = await engine.rows<{ entity: string }>('SELECT entity FROM records ORDER BY id')
    const entities = rows.map(({ entity }) => entity)
    const people = new Set(entities).size
    console.log(`\n${title}: ${entities.length} records of ${people} people`)
    for (const method of METHODS) {
      const [startedAt, before] = [performance.now(), process.cpuUsage()]
      await method.run(engine)
      const seconds = (performance.now() - startedAt) / 1000
      const { user, system } = process.cpuUsage(before)
      const pairs = await readPairs(engine, method.table)
      const score = bestScore(pairs, entities)
      const figure = (name: string, value: number, unit: string): Figure => ({
        suite: 'record-linkage',
        name: `${title}, ${method.name}: ${name}`,
        value,
        unit,
      })
      report([
        figure('pairwise F1', score.f1, 'at its best threshold'),
        figure('precision', score.precision, 'share'),
        figure('recall', score.recall, 'share'),
        figure('B-cubed F1', score.bCubed, 'share'),
        figure('time', seconds, 's'),
        figure('processor time', (user + system) / 1e6, 's'),
        figure('pairs weighed', pairs.bits.length, 'pairs'),
      ])
    }
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function report(figures: readonly Figure[]): void {
  if (values.record) recordFigures(figures)
  else
    for (const { name, value, unit } of figures)
      console.log(`  ${name.padEnd(62)} ${Number(value.toPrecision(4))} ${unit}`)
}

async function readPairs(engine: Engine, name: string): Promise<WeighedPairs> {
  const [a, b, bits]: [number[], number[], number[]] = [[], [], []]
  for await (const rows of engine.stream<{ a: number; b: number; bits: number }>(
    `SELECT a, b, bits FROM ${name} WHERE bits > -5`,
  ))
    for (const row of rows) {
      a.push(row.a)
      b.push(row.b)
      bits.push(row.bits)
    }
  return { a: Uint32Array.from(a), b: Uint32Array.from(b), bits: Float64Array.from(bits) }
}
