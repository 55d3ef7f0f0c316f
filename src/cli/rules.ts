import { openEmbeddedEngine } from '../platform/index.ts'
import { createEventTables } from '../events/index.ts'
import {
  backtestRules,
  type Backtest,
  loadRules,
  readRuleFiles,
  type Rule,
  type RuleFinding,
  type RuleSet,
  runRuleTests,
} from '../signals/index.ts'
import type { Command, Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { listOption, numberOption, type Options, readOptions, textOption } from './options.ts'
import { printable, printableJson, printableLines } from './printable.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const USAGE = `windbreak rules: check, list, test and backtest rules (Sigma, NOVA, STIX patterns).

usage: windbreak rules check    --rules PATH... [--json]
       windbreak rules list     --rules PATH... [--json]
       windbreak rules test     --rules PATH... [--json]
       windbreak rules backtest --rules PATH... --data DIR [--days N] [--json]

  --rules PATH...  files or folders: .yml (Sigma and pipelines), .nov (NOVA), .stix (one STIX pattern)
  --data DIR       the event store of screen, to look back in
  --days N         days to look back (default 30)
  --json           print the result as JSON
`

const ACTIONS: Readonly<
  Record<string, (rules: RuleSet, options: Options, terminal: Terminal) => Promise<void>>
> = { check, list, test, backtest }

export const rules: Command = {
  usage: USAGE,
  run: async ([action = '', ...rest], terminal) => {
    const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
    if (run === undefined) {
      throw cliError(
        'WB_CLI_BAD_OPTION',
        `found "${action}", wanted check, list, test or backtest`,
        { hint: USAGE },
      )
    }
    const options = readOptions(
      rest,
      {
        rules: { type: 'string', multiple: true },
        data: { type: 'string' },
        days: { type: 'string' },
        json: { type: 'boolean' },
      },
      USAGE,
    )
    await run(loadRules(await readRuleFiles(rulePaths(options))), options, terminal)
    return 0
  },
}

function rulePaths(options: Options): string[] {
  const paths = listOption(options, 'rules')
  if (paths.length > 0) return paths
  throw cliError('WB_CLI_BAD_OPTION', 'found no --rules, wanted at least one file or folder', {
    hint: USAGE,
  })
}

async function check(set: RuleSet, options: Options, terminal: Terminal): Promise<void> {
  const errors = set.findings.filter(({ severity }) => severity === 'error')
  if (options['json'] === true)
    terminal.out(`${printableJson({ rules: set.rules.length, findings: set.findings }, 2)}\n`)
  else {
    terminal.out(printableLines(set.findings.map(showFinding).join('')))
    const warnings = set.findings.filter(({ severity }) => severity === 'warning').length
    terminal.out(`${set.rules.length} rules, ${errors.length} errors, ${warnings} warnings\n`)
  }
  refuseErrors(set.findings)
}

function showFinding(finding: RuleFinding): string {
  const { file, line, column, severity, code, message, hint } = finding
  return `${file}:${line}:${column}: ${severity} ${code}: ${message}\n  hint: ${hint}\n`
}

/** Throws WB_CLI_BAD_RULES where a rule has an error, so that the command ends with 2. */
export function refuseErrors(findings: readonly RuleFinding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const [first] = errors
  if (first === undefined) return
  throw cliError(
    'WB_CLI_BAD_RULES',
    `found ${errors.length} rule(s) with errors; the first: ${first.message}`,
    {
      hint: first.hint === '' ? 'windbreak rules check lists all' : first.hint,
      at: { file: first.file, line: first.line, column: first.column },
    },
  )
}

async function list(set: RuleSet, options: Options, terminal: Terminal): Promise<void> {
  if (options['json'] === true) {
    const rows = set.rules.map((rule) => ({
      ...describe(rule),
      tags: rule.tags,
      description: rule.description,
    }))
    terminal.out(`${printableJson(rows, 2)}\n`)
    return
  }
  for (const rule of set.rules) {
    const { language, level, kind, title, file, line } = describe(rule)
    terminal.out(
      `${language.padEnd(6)}${kind.padEnd(12)}${level.padEnd(14)}${printable(title, 60).padEnd(62)}${printable(file)}:${line}\n`,
    )
  }
}

function describe(
  rule: Rule,
): Readonly<
  Record<'id' | 'title' | 'language' | 'kind' | 'level' | 'status' | 'file' | 'line', string>
> {
  const { id, title, language, level, status, file } = rule
  const kind = rule.kind === 'event' ? (rule.isReported ? 'event' : 'part') : 'correlation'
  return { id, title, language, kind, level, status, file, line: String(rule.line) }
}

async function test(set: RuleSet, options: Options, terminal: Terminal): Promise<void> {
  refuseErrors(set.findings)
  const files = await readRuleFiles(rulePaths(options))
  const results = await withTemporaryFolder('windbreak-rules-', async (folder) => {
    const engine = await openEmbeddedEngine(folder)
    try {
      await createEventTables(engine)
      return await runRuleTests(engine, set.rules, files)
    } finally {
      await engine.close()
    }
  })
  const failed = results.filter(({ isPassed }) => !isPassed)
  const tested = new Set(results.map(({ rule }) => rule))
  const untested = set.rules.filter(
    (rule) =>
      rule.isReported && ![rule.id, rule.title, ...rule.names].some((name) => tested.has(name)),
  )
  if (options['json'] === true)
    terminal.out(`${printableJson({ results, untested: untested.map(({ id }) => id) }, 2)}\n`)
  else {
    for (const { file, line, rule, match } of failed)
      terminal.out(
        `${printable(file)}:${line}: failed: ${printable(rule)} ${match ? 'does not match' : 'matches'}\n`,
      )
    terminal.out(
      `${results.length - failed.length} passed, ${failed.length} failed, ${untested.length} rules without tests\n`,
    )
  }
  if (failed.length > 0)
    throw cliError('WB_CLI_BAD_RULES', `found ${failed.length} test(s) of rules that fail`, {
      hint: 'change the rule or its test',
      at: { file: failed[0]?.file ?? '', line: failed[0]?.line ?? 1 },
    })
}

async function backtest(set: RuleSet, options: Options, terminal: Terminal): Promise<void> {
  refuseErrors(set.findings)
  const data = textOption(options, 'data')
  if (data === undefined)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --data, wanted the event store of screen', {
      hint: USAGE,
    })
  const engine = await openEmbeddedEngine(data)
  try {
    await createEventTables(engine)
    const found = await backtestRules(
      engine,
      set.rules,
      numberOption(options, 'days', 1, 3650) ?? 30,
    )
    terminal.out(options['json'] === true ? `${printableJson(found, 2)}\n` : printBacktest(found))
  } finally {
    await engine.close()
  }
}

function printBacktest(found: Backtest): string {
  const titles = [
    ['matches', 10],
    ['accounts', 10],
    ['per million', 13],
    ['good', 8],
    ['open', 10],
  ] as const
  const head = `${'rule'.padEnd(50)}${titles.map(([name, width]) => name.padStart(width)).join('')}\n`
  const rows = [...found.rows]
    .sort((x, y) => y.matches - x.matches || (x.title < y.title ? -1 : 1))
    .map(({ title, matches, accounts, perMillionEvents, good, needsModel }) =>
      [
        printable(title, 48).padEnd(50),
        String(matches).padStart(10),
        String(accounts).padStart(10),
        perMillionEvents.toFixed(1).padStart(13),
        String(good).padStart(8),
        String(needsModel).padStart(10),
      ].join(''),
    )
  const tail =
    `\n${found.events} events since ${found.since}; ${found.patterns} expressions, ${found.scanned} searched for now, ` +
    `${found.oneByOne} one by one; ${found.seconds.toFixed(1)} s\n` +
    'good: accounts that the directory tags as known to be good; open: events that only a model could decide\n'
  return `${head}${rows.join('\n')}${tail}`
}
