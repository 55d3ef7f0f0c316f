import { join } from 'node:path'
import {
  ARM_ROLES,
  type ArmInput,
  type ArmRole,
  assessCapability,
  type Assessment,
  reportOf,
} from '../assessment/index.ts'
import { printHtml, printMarkdown } from '../formats/document/index.ts'
import { prepareFolder, printPdf } from '../platform/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { listOption, readOptions, textOption } from './options.ts'
import { printable, printableJson } from './printable.ts'
import { replaceFile } from './replace-file.ts'

const USAGE = `windbreak assess: how much a model adds to what can be done without it, from evaluation logs.

usage: windbreak assess --baseline FILE... --arm NAME=FILE... [--declaration FILE] [--out DIR] [--json]

  --baseline FILE...   results of the baseline: Inspect logs (.json, .eval), CSV or JSON lines; ROLE=FILE when it is
                       another arm than baseline
  --arm NAME=FILE...   results of an arm: baseline, model, model+tools, human or human+model, with a label where two
                       share a role (model:2026-03=a.eval); several files of one arm may follow each other
  --declaration FILE   margins, keys and elicitation, laid down before the evaluation (YAML)
  --out DIR            where assessment.json, assessment.html, assessment.md and assessment.pdf are written
  --json               print assessment.json instead of the summary
`

export const assess: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        baseline: { type: 'string', multiple: true },
        arm: { type: 'string', multiple: true },
        declaration: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean' },
      },
      USAGE,
    )
    const baseline = readBaseline(listOption(options, 'baseline'))
    const arms = readArms(listOption(options, 'arm'))
    const out = textOption(options, 'out')
    if (out !== undefined) await prepareFolder(out, '--out')
    terminal.progress('reading logs', 0, undefined, 'steps')
    const assessment = await assessCapability({
      baseline,
      arms,
      declaration: textOption(options, 'declaration'),
      now: terminal.clock(),
    })
    if (out !== undefined) await writeAssessment(out, assessment)
    terminal.clearProgress()
    terminal.out(
      options['json'] === true ? `${printableJson(assessment, 2)}\n` : printAssessment(assessment),
    )
    return 0
  },
}

const NAMED = /^([a-z]+(?:\+[a-z]+)?(?::[\w.-]+)?)=(.+)$/s

function readBaseline(values: readonly string[]): ArmInput {
  const [arm, second] = collectArms(values, 'baseline')
  if (arm === undefined) throw bad('found no --baseline, wanted at least one file')
  if (second !== undefined)
    throw bad(`--baseline: found "${arm.name}" and "${second.name}", wanted one arm`)
  return arm
}

function readArms(values: readonly string[]): ArmInput[] {
  const arms = collectArms(values, undefined)
  if (arms.length === 0) throw bad('found no --arm, wanted at least one NAME=FILE')
  return arms
}

/** Groups `NAME=FILE FILE NAME=FILE` by name; a file without a name belongs to the name before it. */
function collectArms(values: readonly string[], first: ArmRole | undefined): ArmInput[] {
  const arms = new Map<string, { role: ArmRole; files: string[] }>()
  let name: string | undefined = first
  for (const value of values) {
    const [, found, file = value] = NAMED.exec(value) ?? []
    name = found ?? name
    if (name === undefined) throw bad(`--arm: found "${value}", wanted NAME=FILE`)
    const role = ARM_ROLES.find((one) => one === name?.split(':')[0])
    if (role === undefined)
      throw bad(`--arm: found the arm "${name}", wanted one of ${ARM_ROLES.join(', ')}`)
    const arm = arms.get(name) ?? { role, files: [] }
    arm.files.push(file)
    arms.set(name, arm)
  }
  return [...arms].map(([key, arm]) => ({ name: key, ...arm }))
}

const bad = (message: string): Error => cliError('WB_CLI_BAD_OPTION', message, { hint: USAGE })

async function writeAssessment(folder: string, assessment: Assessment): Promise<void> {
  const report = reportOf(assessment)
  const files = {
    'assessment.json': `${printableJson(assessment, 2)}\n`,
    'assessment.html': printHtml(report),
    'assessment.md': printMarkdown(report),
    'assessment.pdf': await printPdf(report),
  }
  for (const [name, content] of Object.entries(files))
    await replaceFile(join(folder, name), (write) => write(content))
}

function printAssessment({ comparisons, warnings }: Assessment): string {
  const lines: string[] = []
  for (const { arm, baseline, statement, overall, domains } of comparisons) {
    lines.push(`${arm} against ${baseline}: ${statement}`, '')
    for (const row of [...domains, { ...overall, name: 'overall' }]) {
      const { value, low, high } = row.difference
      const numbers = [value, low, high].map((number) => number.toFixed(3).padStart(6))
      const interval = `${numbers[0]} [${numbers[1]}, ${numbers[2]}]`
      const tasks = `${row.tasks} tasks, ${row.clusters} clusters`
      lines.push(
        `  ${printable(row.name, 24).padEnd(24)}  ${tasks.padEnd(24)}  ${interval}  ${row.verdict}`,
      )
    }
    lines.push('', ...overall.warnings.map((text) => `  warning: ${text}`))
  }
  lines.push(...warnings.map((text) => `  warning: ${text}`))
  return `${lines.map((line) => printable(line)).join('\n')}\n`
}
