import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { auc } from '../../scripts/train/metrics.ts'
import { groupBy } from '../../src/core/index.ts'
import { type Engine, openEmbeddedEngine } from '../../src/platform/index.ts'
import { createSignalTables, derivePopulation, rankBehaviour } from '../../src/signals/index.ts'

/**
 * `npm run bench:behaviour -- WORLD...`: for each feature of behaviour and each world that `bench:worlds --keep` has
 * screened, the AUC of actor accounts against innocents with about as many requests. Works on a copy of the store.
 */
const FEATURES = ['places', 'hops', 'strangers', 'languages', 'hours', 'young', 'risk'] as const

type Row = Readonly<Record<(typeof FEATURES)[number], number>> & {
  readonly account_id: string
  readonly requests: number
}

const worlds = process.argv.slice(2)
if (worlds.length === 0) throw new Error('found no world, wanted folders that bench:worlds kept')
const columns: string[][] = []
for (const world of worlds) columns.push(await judge(world))
console.log(`| feature | ${worlds.map((world) => basename(world)).join(' | ')} |`)
console.log(`| --- | ${worlds.map(() => '---:').join(' | ')} |`)
for (const [index, feature] of FEATURES.entries())
  console.log(`| ${feature} | ${columns.map((column) => column[index] ?? '').join(' | ')} |`)

async function judge(world: string): Promise<string[]> {
  const copy = mkdtempSync(join(tmpdir(), 'behaviour-'))
  cpSync(join(world, 'data'), copy, { recursive: true })
  const engine = await openEmbeddedEngine(copy)
  try {
    const truth = truthOf(world)
    const rows = (await valuesOf(engine)).filter((row) => truth.get(row.account_id) !== 'victim')
    const strata = [...groupBy(rows, (row) => Math.floor(Math.log2(row.requests))).values()]
    return FEATURES.map((feature) => stratified(strata, feature, truth).toFixed(2))
  } finally {
    await engine.close()
    rmSync(copy, { recursive: true, force: true })
  }
}

function truthOf(world: string): Map<string, string> {
  const lines = readFileSync(join(world, 'truth', 'accounts.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return new Map(
    lines.map((line) => {
      const row = JSON.parse(line) as { account_id: string; truth: string }
      return [row.account_id, row.truth]
    }),
  )
}

async function valuesOf(engine: Engine): Promise<Row[]> {
  await createSignalTables(engine)
  await derivePopulation(engine)
  await rankBehaviour(engine)
  return engine.rows<Row>(
    `SELECT account_id, requests, places, hops / (close + 3) AS hops, strangers, languages, hours,
            -ifNull(age_days, 1e6) AS young, risk_bits AS risk
     FROM account_behaviour AS b INNER JOIN account_risk AS r ON r.acct = b.acct`,
  )
}

/** The mean over strata of volume, each weighing as the actors in it. */
function stratified(
  strata: readonly (readonly Row[])[],
  feature: (typeof FEATURES)[number],
  truth: ReadonlyMap<string, string>,
): number {
  let [sum, weight] = [0, 0]
  for (const rows of strata) {
    const of = (side: string): number[] =>
      rows.filter((row) => truth.get(row.account_id) === side).map((row) => row[feature])
    const actors = of('actor')
    const area = auc(actors, of('benign'))
    if (Number.isNaN(area)) continue
    sum += area * actors.length
    weight += actors.length
  }
  return sum / weight
}
