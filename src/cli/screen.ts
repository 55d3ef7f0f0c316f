import { openEmbeddedEngine, prepareFolder } from '../platform/index.ts'
import type { Command, Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { instantOption, listOption, readOptions, textOption } from './options.ts'
import { readDecidedAndSettled } from './open-intel.ts'
import { printSummary } from './print-summary.ts'
import { printableJson } from './printable.ts'
import { type ScreenInput, type ScreenResult, screenUsage } from './screen-job.ts'
import { withTemporaryFolder } from './temporary-folder.ts'
import { writeOutput } from './write-output.ts'

const USAGE = `windbreak screen: usage logs, account directory and intel in; ranked, explained leads out.

usage: windbreak screen --usage PATH... [--accounts PATH] [--intel PATH...] [--rules PATH...]
                        [--data DIR] [--out DIR] [--as-of INSTANT] [--fail-on-leads] [--json]

  --usage PATH...    usage logs, files or folders; formats are recognised from content (gzip and zstd too)
  --accounts PATH    account directory: JSON lines or CSV with a header
  --intel PATH...    STIX 2.0 or 2.1 bundles, MISP events, MISP warning lists
  --rules PATH...    Sigma rules, NOVA rules and STIX patterns, files or folders
  --data DIR         where the event store is kept (default: a temporary folder); what is there already counts too
  --out DIR          where leads.jsonl, clusters.jsonl, rejected.jsonl and summary.json are written
  --as-of INSTANT    what was known at this instant (default: the newest event)
  --fail-on-leads    exit code 1 when there is any lead, 0.05 or more
  --json             print summary.json to standard output instead of the table
`

export const screen: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        usage: { type: 'string', multiple: true },
        accounts: { type: 'string', multiple: true },
        intel: { type: 'string', multiple: true },
        rules: { type: 'string', multiple: true },
        data: { type: 'string' },
        out: { type: 'string' },
        'as-of': { type: 'string' },
        'fail-on-leads': { type: 'boolean' },
        json: { type: 'boolean' },
      },
      USAGE,
    )
    const usage = listOption(options, 'usage')
    if (usage.length === 0) {
      throw cliError('WB_CLI_BAD_OPTION', 'found no --usage, wanted at least one file or folder', {
        hint: USAGE,
      })
    }
    const asOf = instantOption(options, 'as-of')
    const out = textOption(options, 'out')
    // Before the work, not after hours of it.
    if (out !== undefined) await prepareFolder(out, '--out')
    const input: ScreenInput = {
      usage,
      leaveOut: out === undefined ? [] : [out],
      accounts: listOption(options, 'accounts'),
      intel: listOption(options, 'intel'),
      rules: listOption(options, 'rules'),
      ...(asOf === undefined ? {} : { asOf }),
    }
    const result = await screenIn(textOption(options, 'data'), input, terminal)
    if (out !== undefined) await writeOutput(out, result)
    terminal.clearProgress()
    terminal.out(
      options['json'] === true ? `${printableJson(result.summary, 2)}\n` : printSummary(result),
    )
    return options['fail-on-leads'] === true && result.leads.length > 0 ? 1 : 0
  },
}

/** Runs the main job on a store in `data`, or in a temporary folder that is removed afterwards. */
export async function screenIn(
  data: string | undefined,
  input: ScreenInput,
  terminal: Terminal,
): Promise<ScreenResult> {
  if (data === undefined)
    return withTemporaryFolder('windbreak-', (folder) => screenIn(folder, input, terminal))
  const decided = await readDecidedAndSettled(data)
  const engine = await openEmbeddedEngine(data)
  try {
    return await screenUsage(engine, { ...input, ...decided }, terminal.clock, terminal.progress)
  } finally {
    await engine.close()
  }
}
