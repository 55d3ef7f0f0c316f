import { readFile, stat } from 'node:fs/promises'
import {
  type Finding,
  isCheckName,
  type ValidateOptions,
  validateStix,
} from '../formats/stix/index.ts'
import { cliError } from './errors.ts'
import type { IntelAction } from './intel-action.ts'
import { listOption, type Options, readOptions, textOption } from './options.ts'
import { printable, printableJson, printableLines } from './printable.ts'

/** A bundle is read whole to be judged; larger ones are split, as a partner would have to. */
const FILE_BYTES_MAX = 256 * 1024 * 1024
const WITH_VALUE = ['--enable', '--disable']

interface CheckedFile {
  readonly file: string
  readonly isValid: boolean
  readonly errors: number
  readonly warnings: number
  readonly findings: readonly Finding[]
}

/** `windbreak intel check`: STIX 2.1 against every must and should. */
export const checkAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    filesFirst(args),
    {
      files: { type: 'string', multiple: true },
      strict: { type: 'boolean' },
      'strict-types': { type: 'boolean' },
      'strict-properties': { type: 'boolean' },
      'enforce-refs': { type: 'boolean' },
      enable: { type: 'string' },
      disable: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const paths = listOption(options, 'files')
  if (paths.length === 0)
    throw cliError('WB_CLI_BAD_OPTION', 'found no file, wanted at least one', { hint: usage })
  const files: CheckedFile[] = []
  for (const path of paths) files.push(await checkFile(path, validateOptions(options)))
  if (options['json'] === true) terminal.out(`${printableJson({ files }, 2)}\n`)
  else terminal.out(printableLines(files.map(showFile).join('')))
  refuseInvalid(files)
}

/** Names of files may stand before and after options; they become one option. */
function filesFirst(args: readonly string[]): string[] {
  const files: string[] = []
  const others: string[] = []
  for (const [index, arg] of args.entries()) {
    const isValue = WITH_VALUE.includes(args[index - 1] ?? '')
    if (arg.startsWith('--') || isValue) others.push(arg)
    else files.push(arg)
  }
  return files.length === 0 ? others : ['--files', ...files, ...others]
}

function validateOptions(options: Options): ValidateOptions {
  return {
    strict: options['strict'] === true,
    strictTypes: options['strict-types'] === true,
    strictProperties: options['strict-properties'] === true,
    enforceRefs: options['enforce-refs'] === true,
    enabled: checkNames(options, 'enable'),
    disabled: checkNames(options, 'disable'),
  }
}

/** A misspelt name would switch off what nobody meant to. */
function checkNames(options: Options, option: string): string[] {
  const names = (textOption(options, option) ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const unknown = names.find((name) => !isCheckName(name))
  if (unknown === undefined) return names
  throw cliError('WB_CLI_BAD_OPTION', `--${option}: found "${unknown}", wanted names of checks`, {
    hint: 'docs/reference/stix.md lists the names and numbers',
  })
}

async function checkFile(file: string, options: ValidateOptions): Promise<CheckedFile> {
  const { isValid, findings } = await judge(file, options)
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return { file, isValid, errors, warnings: findings.length - errors, findings }
}

async function judge(
  file: string,
  options: ValidateOptions,
): Promise<{ isValid: boolean; findings: readonly Finding[] }> {
  const { size } = await stat(file)
  if (size > FILE_BYTES_MAX)
    return unreadable(`found ${size} bytes, wanted at most ${FILE_BYTES_MAX}`)
  let value: unknown
  try {
    value = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) return unreadable('found no JSON, wanted a JSON document')
    throw error
  }
  if (!Array.isArray(value)) return validateStix(value, options)
  const judged = value.map((object: unknown) => validateStix(object, options))
  const findings = judged.flatMap((one, index) =>
    one.findings.map((finding) => ({
      ...finding,
      path: finding.path === '' ? `[${index}]` : `[${index}].${finding.path}`,
    })),
  )
  return { isValid: judged.every((one) => one.isValid), findings }
}

function unreadable(message: string): { isValid: false; findings: Finding[] } {
  const hint = 'give a STIX 2.1 bundle, object or list as JSON'
  return {
    isValid: false,
    findings: [{ severity: 'error', code: 'unreadable', number: 0, path: '', message, hint }],
  }
}

function showFile({ file, isValid, errors, warnings, findings }: CheckedFile): string {
  const name = printable(file)
  const lines = findings.map(
    ({ severity, code, path, message, hint }) =>
      `${[name, path].filter((part) => part !== '').join(' ')}: ${severity} ${code}: ${message}\n  hint: ${hint}\n`,
  )
  const verdict = isValid ? 'valid' : 'not valid'
  return `${lines.join('')}${name}: ${verdict}, ${errors} errors, ${warnings} warnings\n`
}

function refuseInvalid(files: readonly CheckedFile[]): void {
  const [first, ...more] = files.filter(({ isValid }) => !isValid)
  if (first === undefined) return
  const [finding] = first.findings.toSorted((a, b) => a.severity.localeCompare(b.severity))
  throw cliError(
    'WB_CLI_BAD_INTEL',
    `found ${more.length + 1} file(s) that are not valid STIX 2.1; the first: ${finding?.message ?? ''}`,
    { hint: finding?.hint ?? '', at: { file: first.file, path: finding?.path ?? '' } },
  )
}
