import { evaluate as score, printEvaluation } from '../evaluation/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { listOption, readOptions, textOption } from './options.ts'
import { printableJson, printableLines } from './printable.ts'

const USAGE = `windbreak evaluate: score a result of screen against ground truth.

usage: windbreak evaluate --truth DIR --out DIR [--earlier DIR...] [--accounts PATH] [--seed TEXT] [--json]

  --truth DIR      folder with truth/accounts.jsonl or accounts.jsonl
  --out DIR        folder that screen wrote: leads.jsonl, clusters.jsonl, summary.json
  --earlier DIR... results of earlier runs on the same service, for time to detection
  --accounts PATH  account directory, to count false accusations by country and language
  --seed TEXT      seed of the bootstrap intervals (default: windbreak)
  --json           print the scores as JSON
`

export const evaluate: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        truth: { type: 'string' },
        out: { type: 'string' },
        earlier: { type: 'string', multiple: true },
        accounts: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
      },
      USAGE,
    )
    const truthDir = textOption(options, 'truth')
    const outDir = textOption(options, 'out')
    if (truthDir === undefined || outDir === undefined) {
      throw cliError('WB_CLI_BAD_OPTION', 'found no --truth or no --out, wanted both', {
        hint: USAGE,
      })
    }
    const accountsPath = textOption(options, 'accounts')
    const evaluation = await score({
      truthDir,
      outDir,
      earlier: listOption(options, 'earlier'),
      seed: textOption(options, 'seed') ?? 'windbreak',
      ...(accountsPath === undefined ? {} : { accountsPath }),
    })
    terminal.out(
      options['json'] === true
        ? `${printableJson(evaluation, 2)}\n`
        : printableLines(printEvaluation(evaluation)),
    )
    return 0
  },
}
