import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  deriveTokens,
  findCrewValues,
  findSharedValues,
  findStars,
  formCrews,
  joinSuspects,
  reweighSharedValues,
  testLinks,
} from '../src/links/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { derivePopulation } from '../src/signals/index.ts'
import {
  addObservations,
  makePopulation,
  OBSERVATIONS_EACH,
  suspectsOf,
} from './make-observations.ts'
import { type Figure, recordFigures } from './result.ts'

/** \`npx tsx bench/links-scale.ts [ACCOUNTS...]\`: sizes in accounts, default 100,000 and 1,000,000; each in a process of its own. */
const CHILD = '--child'
const INNOCENTS = 1000

interface Measured {
  readonly seconds: number
  /** Of all cores together: what the time would be on one idle core. */
  readonly processorSeconds: number
  readonly incrementSeconds: number
  readonly incrementProcessorSeconds: number
  readonly peakGiB: number
  readonly links: number
  readonly crewsFound: number
  readonly crews: number
}

const args = process.argv.slice(2)
if (args[0] === CHILD) console.log(JSON.stringify(await measure(Number(args[1]))))
else {
  const sizes = args.length > 0 ? args.map(Number) : [100_000, 1_000_000]
  const found = sizes.map((accounts) => ({ accounts, ...inChild(accounts) }))
  recordFigures(found.flatMap(figuresOf))
  const [small, large] = [found[0], found.at(-1)]
  if (small !== undefined && large !== undefined && small !== large)
    recordFigures([
      {
        suite: 'links',
        name: 'growth of processor time over growth of accounts',
        value: large.processorSeconds / small.processorSeconds / (large.accounts / small.accounts),
        unit: 'ratio',
      },
    ])
}

function inChild(accounts: number): Measured {
  const child = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'links-scale.ts'), CHILD, String(accounts)],
    { encoding: 'utf8' },
  )
  if (child.status !== 0) throw new Error(`the measured process failed: ${child.stderr}`)
  return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as Measured
}

/** Links and crews of a population, then again after a day that adds one observation in a hundred. */
async function measure(accounts: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'windbreak-links-'))
  const engine = await openEmbeddedEngine(folder)
  try {
    await makePopulation(engine, accounts)
    await derivePopulation(engine)
    // No intelligence: what is measured is the graph, not the matching.
    await engine.run(
      'CREATE OR REPLACE TABLE touched (kind String, value String) ENGINE = MergeTree ORDER BY value',
    )
    await engine.run(
      'CREATE OR REPLACE TABLE touches (event_id String, relation String) ENGINE = MergeTree ORDER BY event_id',
    )
    const suspects = suspectsOf(accounts, INNOCENTS)
    const run = async () => {
      const startedAt = performance.now()
      const before = process.cpuUsage()
      await deriveTokens(engine)
      const shared = await findSharedValues(engine, suspects)
      const tests = await testLinks(engine, suspects, shared, accounts)
      const crewValues = findCrewValues(joinSuspects(suspects, shared, tests), shared)
      const again = await reweighSharedValues(engine, shared, crewValues)
      const stars = await findStars(engine, suspects)
      const { ties } = formCrews(suspects, [...again, ...stars], accounts, tests)
      const { user, system } = process.cpuUsage(before)
      const strong = ties.filter((tie) => tie.link.probability >= 0.5)
      return {
        seconds: (performance.now() - startedAt) / 1000,
        processorSeconds: (user + system) / 1e6,
        links: ties.length,
        joined: new Set(strong.map((tie) => tie.crew)).size,
      }
    }
    const full = await run()
    const peakKiB = process.resourceUsage().maxRSS
    const total = accounts * OBSERVATIONS_EACH
    await addObservations(engine, accounts, 2, total, Math.floor(total / 100))
    const again = await run()
    return {
      seconds: full.seconds,
      processorSeconds: full.processorSeconds,
      incrementSeconds: again.seconds,
      incrementProcessorSeconds: again.processorSeconds,
      peakGiB: peakKiB / 2 ** 20,
      links: full.links,
      crewsFound: full.joined,
      crews: suspects.length - INNOCENTS,
    }
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function figuresOf(one: Measured & { accounts: number }): Figure[] {
  const size = one.accounts >= 1e6 ? `${one.accounts / 1e6}M` : `${one.accounts / 1e3}k`
  const figure = (name: string, value: number, unit: string): Figure => ({
    suite: 'links',
    name: `${name}, ${size} accounts, ${OBSERVATIONS_EACH} observations each`,
    value,
    unit,
  })
  return [
    figure('links and crews', one.seconds, 's'),
    figure('links and crews, processor time', one.processorSeconds, 's'),
    figure('a day of 1% more', one.incrementSeconds, 's'),
    figure('a day of 1% more, processor time', one.incrementProcessorSeconds, 's'),
    figure(
      'a day of 1% more, share of the processor time from nothing',
      one.incrementProcessorSeconds / one.processorSeconds,
      'ratio',
    ),
    figure('peak memory', one.peakGiB, 'GiB'),
    figure('ties of suspects', one.links, 'ties'),
    figure('suspects with a tie of 0.5 or more', one.crewsFound, `of ${one.crews} crews`),
  ]
}
