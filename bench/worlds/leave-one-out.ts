import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const USAGE = `npx tsx bench/worlds/leave-one-out.ts WORLD...

Screens each kept world (with its data folder) again once for each actor that runs an operation in it, the actor taken out
of the intelligence: its indicators stay and name nobody. Prints how often the listed accounts of that actor got another
actor's name. Build first.`

interface Row {
  readonly [key: string]: unknown
}

const root = join(import.meta.dirname, '..', '..')
const rowsOf = (path: string): Row[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

/** The bundles of a folder without one actor: neither its object nor a relationship to or from it. */
function leaveOut(folder: string, actor: string): unknown {
  const objects = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap(
      (name) =>
        (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { objects: Row[] }).objects,
    )
  const gone = new Set(objects.filter((one) => one['name'] === actor).map((one) => one['id']))
  const kept = objects.filter(
    (one) => !gone.has(one['id']) && !gone.has(one['source_ref']) && !gone.has(one['target_ref']),
  )
  return { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000000', objects: kept }
}

function screen(world: string, intel: string, out: string): void {
  const args = ['--usage', join(world, 'usage'), '--accounts', join(world, 'accounts.jsonl')]
  const child = spawnSync(
    process.execPath,
    [
      'dist/main.js',
      'screen',
      ...args,
      '--intel',
      intel,
      '--data',
      join(world, 'data'),
      '--out',
      out,
      '--json',
    ],
    { cwd: root, encoding: 'utf8' },
  )
  if (child.status !== 0) throw new Error(`screen failed on ${world}: ${child.stderr}`)
}

let listed = 0
let named = 0
const worlds = process.argv.slice(2)
if (worlds.length === 0) throw new RangeError(`found no world, wanted:\n${USAGE}`)
for (const world of worlds) {
  const truth = rowsOf(join(world, 'truth', 'accounts.jsonl')).filter(
    (row) => row['truth'] === 'actor',
  )
  const actors = new Set(
    truth.map((row) => String(row['actor'])).filter((name) => !name.startsWith('unknown')),
  )
  for (const actor of [...actors].sort()) {
    const folder = mkdtempSync(join(tmpdir(), 'windbreak-left-out-'))
    try {
      const intel = join(folder, 'bundle.json')
      writeFileSync(intel, JSON.stringify(leaveOut(join(world, 'intel'), actor)))
      screen(world, intel, join(folder, 'out'))
      const own = new Set(
        truth.filter((row) => row['actor'] === actor).map((row) => row['account_id']),
      )
      const leads = rowsOf(join(folder, 'out', 'leads.jsonl')).filter((lead) =>
        own.has(lead['account']),
      )
      const names = leads
        .map((lead) => (lead['actor'] as { name: string } | null)?.name ?? 'unknown')
        .filter((name) => name !== 'unknown')
      listed += leads.length
      named += names.length
      console.log(
        `${world}: without ${actor}: ${leads.length} of its accounts listed, ${names.length} named ${[...new Set(names)].join(', ')}`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
console.log(`not named: ${listed - named} of ${listed}`)
