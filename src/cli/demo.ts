import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { generateWorld } from '../demo/index.ts'
import { evaluate, printEvaluation } from '../evaluation/index.ts'
import { prepareFolder } from '../platform/index.ts'
import type { Command, Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { numberOption, readOptions, textOption } from './options.ts'
import { printSummary } from './print-summary.ts'
import { printable } from './printable.ts'
import { screenIn } from './screen.ts'
import { withTemporaryFolder } from './temporary-folder.ts'
import { writeOutput } from './write-output.ts'

const USAGE = `windbreak demo: builds a small seeded world, runs the main job on it and prints what was found against the truth.

usage: windbreak demo [--accounts N] [--days N] [--seed TEXT] [--out DIR]

  --accounts N   accounts in the world (default 20000, at most 5000000)
  --days N       days of usage (default 30)
  --seed TEXT    the same seed makes the same world (default: windbreak)
  --out DIR      keep the world and the result in this new or empty folder (default: a temporary folder that is removed)
`

export const demo: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        accounts: { type: 'string' },
        days: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
      },
      USAGE,
    )
    const kept = textOption(options, 'out')
    const seed = textOption(options, 'seed') ?? 'windbreak'
    const accounts = numberOption(options, 'accounts', 1000, 5_000_000) ?? 20_000
    const days = numberOption(options, 'days', 2, 365) ?? 30
    const inFolder = (folder: string): Promise<void> =>
      showDemo(folder, { seed, accounts, days }, terminal)
    if (kept === undefined) {
      await withTemporaryFolder('windbreak-demo-', inFolder)
      return 0
    }
    await requireEmpty(kept)
    await inFolder(kept)
    terminal.out(`\nthe world and the result are in ${printable(kept)}\n`)
    return 0
  },
}

/** Files of another world beside this one's would be read as usage too. */
async function requireEmpty(folder: string): Promise<void> {
  await prepareFolder(folder, '--out')
  if ((await readdir(folder)).length === 0) return
  throw cliError('WB_CLI_OUT_NOT_EMPTY', '--out: found a folder with files, wanted an empty one', {
    hint: 'give --out a new folder',
    at: { file: folder },
  })
}

interface DemoOptions {
  readonly seed: string
  readonly accounts: number
  readonly days: number
}

async function showDemo(
  folder: string,
  { seed, accounts, days }: DemoOptions,
  terminal: Terminal,
): Promise<void> {
  await generateWorld({
    out: folder,
    seed,
    accounts,
    days,
    onProgress: (done, total) => terminal.progress('building the world', done, total, 'accounts'),
  })
  terminal.clearProgress()
  terminal.out(
    `a world of ${accounts.toLocaleString('en-US')} accounts, seed "${printable(seed, 60)}"\n`,
  )
  const result = await screenIn(
    join(folder, 'data'),
    {
      usage: [join(folder, 'usage')],
      accounts: [join(folder, 'accounts.jsonl')],
      intel: [join(folder, 'intel')],
    },
    terminal,
  )
  const out = join(folder, 'out')
  await writeOutput(out, result)
  terminal.clearProgress()
  terminal.out(printSummary(result))
  const evaluation = await evaluate({
    truthDir: folder,
    outDir: out,
    seed: 'windbreak',
    accountsPath: join(folder, 'accounts.jsonl'),
  })
  terminal.out(`\nfound against the truth\n${printEvaluation(evaluation)}`)
}
