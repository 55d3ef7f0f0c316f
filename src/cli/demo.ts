import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateWorld } from '../demo/index.ts'
import { evaluate, printEvaluation } from '../evaluation/index.ts'
import type { Command } from './command.ts'
import { numberOption, readOptions, textOption } from './options.ts'
import { printSummary } from './print-summary.ts'
import { screenIn } from './screen.ts'
import { writeOutput } from './write-output.ts'

const USAGE = `windbreak demo: builds a small seeded world, runs the main job on it and prints what was found against the truth.

usage: windbreak demo [--accounts N] [--days N] [--seed TEXT] [--out DIR]

  --accounts N   accounts in the world (default 20000, at most 5000000)
  --days N       days of usage (default 30)
  --seed TEXT    the same seed makes the same world (default: windbreak)
  --out DIR      keep the world and the result here (default: a temporary folder that is removed)
`

export const demo: Command = {
  name: 'demo',
  summary:
    'build a small seeded world, run the main job on it, print what was found against the truth',
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
    const folder = kept ?? (await mkdtemp(join(tmpdir(), 'windbreak-demo-')))
    const seed = textOption(options, 'seed') ?? 'windbreak'
    const accounts = numberOption(options, 'accounts', 1000, 5_000_000) ?? 20_000
    try {
      await generateWorld({
        out: folder,
        seed,
        accounts,
        days: numberOption(options, 'days', 2, 365) ?? 30,
        onProgress: (done, total) =>
          terminal.progress('building the world', done, total, 'accounts'),
      })
      terminal.clearProgress()
      terminal.out(`a world of ${accounts.toLocaleString('en-US')} accounts, seed "${seed}"\n`)
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
      if (kept !== undefined) terminal.out(`\nthe world and the result are in ${folder}\n`)
      return 0
    } finally {
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    }
  },
}
