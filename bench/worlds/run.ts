import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { poolEvaluations, printPooledEvaluation } from '../../src/evaluation/index.ts'
import { recordFigures } from '../result.ts'
import { scoreWorlds } from './score.ts'

const USAGE = `npm run bench:worlds -- [--kinds mild,hard] [--seeds a,b,c] [--keep DIR] [--record]

Makes a world for each kind and seed, runs the built product on it, and prints the pooled scores by kind.
The kind "demo" is the demo's own world. --keep keeps the worlds and reuses those that are there.`

const root = join(import.meta.dirname, '..', '..')

const { values } = parseArgs({
  options: {
    kinds: { type: 'string', default: 'mild,hard' },
    seeds: { type: 'string', default: 'dev-1,dev-2,dev-3' },
    keep: { type: 'string' },
    record: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'windbreak-worlds-'))
  try {
    for (const kind of values.kinds.split(','))
      await judgeKind(folder, kind, values.seeds.split(','), values.record)
  } finally {
    if (values.keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function judgeKind(
  folder: string,
  kind: string,
  seeds: readonly string[],
  record: boolean,
): Promise<void> {
  const worlds: string[] = []
  for (const seed of seeds) {
    const world = join(folder, `${kind}-${seed}`)
    worlds.push(world)
    if (!existsSync(join(world, 'truth', 'accounts.jsonl'))) make(world, kind, seed)
    node([
      'dist/main.js',
      'screen',
      '--usage',
      join(world, 'usage'),
      '--accounts',
      join(world, 'accounts.jsonl'),
      '--intel',
      join(world, 'intel'),
      '--data',
      join(world, 'data'),
      '--out',
      join(world, 'out'),
      '--json',
    ])
  }
  const pooled = poolEvaluations(await scoreWorlds(worlds, 'worlds'))
  console.log(`\n== ${kind}, seeds ${seeds.join(', ')}\n${printPooledEvaluation(pooled)}`)
  if (!record) return
  const figure = (name: string, value: number | null, unit: string) => ({
    suite: 'worlds',
    name: `${kind}: ${name}`,
    value: value ?? 0,
    unit,
  })
  recordFigures([
    ...pooled.recall.flatMap(({ cut, all, notIndicated }) => [
      figure(`recall at ${cut}`, all.mean, `mean of ${seeds.length} worlds`),
      figure(
        `recall at ${cut}, touched no indicator`,
        notIndicated.mean,
        `mean of ${seeds.length} worlds`,
      ),
    ]),
    figure('B-cubed F1', pooled.bCubedF1.mean, `mean of ${seeds.length} worlds`),
    figure('found false at the last rank', pooled.promise.found, 'accounts'),
    figure('promised false at the last rank', pooled.promise.promised, 'accounts'),
  ])
}

function make(world: string, kind: string, seed: string): void {
  if (kind === 'demo' || kind === 'demo-hard') {
    const difficulty = kind === 'demo' ? 'mild' : 'hard'
    const code = `import { generateWorld } from './dist/demo/index.js'
      await generateWorld({ out: ${JSON.stringify(world)}, seed: ${JSON.stringify(seed)}, difficulty: '${difficulty}' })`
    node(['--input-type=module', '--eval', code])
  } else
    node([
      '--import',
      'tsx',
      'bench/worlds/make.ts',
      '--out',
      world,
      '--seed',
      seed,
      '--kind',
      kind,
    ])
}

/** Runs Node in the repository; throws with what it printed when it fails. */
function node(args: readonly string[]): void {
  const child = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (child.status !== 0) throw new Error(`failed: ${args.slice(0, 3).join(' ')}\n${child.stderr}`)
}
