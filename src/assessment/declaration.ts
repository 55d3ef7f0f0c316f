import { createHash } from 'node:crypto'
import { WindbreakError } from '../core/index.ts'
import { parseYaml, type Yaml } from '../formats/sigma/index.ts'
import { assessmentError } from './errors.ts'
import type { Margins } from './verdict.ts'

/** What was laid down before the evaluation was looked at. */
export interface Declaration {
  readonly file: string | null
  readonly sha256: string | null
  /** The day on which it was laid down, as written. */
  readonly declared: string | null
  readonly by: string | null
  readonly margins: Margins
  /** Metadata field that names a task's domain. */
  readonly domainKey: string
  /** Metadata field that names a task's cluster; null leaves it to the logs. */
  readonly clusterKey: string | null
  readonly scorer: string | undefined
  readonly scoreKey: string | undefined
  readonly domainNames: ReadonlyMap<string, string>
  /** How each arm was brought to do its best, by name of the arm. */
  readonly elicitation: ReadonlyMap<string, string>
}

export const UNDECLARED: Declaration = {
  file: null,
  sha256: null,
  declared: null,
  by: null,
  margins: { equivalence: 0.05, material: 0.2 },
  domainKey: 'category',
  clusterKey: null,
  scorer: undefined,
  scoreKey: undefined,
  domainNames: new Map(),
  elicitation: new Map(),
}

const FIELDS = [
  'declared',
  'by',
  'margins',
  'domain_key',
  'cluster_key',
  'scorer',
  'score_key',
  'domains',
  'elicitation',
]

/** Parses a declaration (YAML, so JSON too). Throws WB_ASSESSMENT_DECLARATION that names the field. */
export function parseDeclaration(text: string, file: string): Declaration {
  const fields = entriesOf(rootOf(text, file), file, 'the declaration')
  for (const name of fields.keys())
    if (!FIELDS.includes(name))
      throw wrong(file, `found a field \`${name}\`, wanted some of ${FIELDS.join(', ')}`)
  const textOf = (name: string): string | null => scalar(fields.get(name), file, name)
  return {
    file,
    sha256: createHash('sha256').update(text).digest('hex'),
    declared: dayOf(textOf('declared'), file),
    by: textOf('by'),
    margins: marginsOf(fields.get('margins'), file),
    domainKey: textOf('domain_key') ?? UNDECLARED.domainKey,
    clusterKey: textOf('cluster_key'),
    scorer: textOf('scorer') ?? undefined,
    scoreKey: textOf('score_key') ?? undefined,
    domainNames: textsOf(fields.get('domains'), file, 'domains'),
    elicitation: textsOf(fields.get('elicitation'), file, 'elicitation'),
  }
}

function rootOf(text: string, file: string): Yaml | undefined {
  try {
    return parseYaml(text)[0]
  } catch (thrown) {
    if (!(thrown instanceof WindbreakError)) throw thrown
    throw assessmentError('WB_ASSESSMENT_DECLARATION', thrown.message, {
      hint: 'check indentation and quotes',
      at: { ...thrown.at, file },
    })
  }
}

function entriesOf(value: Yaml | undefined, file: string, name: string): Map<string, Yaml> {
  if (value === undefined) return new Map()
  if (value.kind !== 'map') throw wrong(file, `found no fields in ${name}, wanted \`name: value\``)
  return new Map(value.entries.map((entry) => [entry.key, entry.value]))
}

function scalar(value: Yaml | undefined, file: string, name: string): string | null {
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return null
  if (value.kind !== 'scalar')
    throw wrong(file, `found a list or fields in ${name}, wanted one text`)
  return String(value.value)
}

function textsOf(value: Yaml | undefined, file: string, name: string): Map<string, string> {
  return new Map(
    [...entriesOf(value, file, name)].map(([key, member]) => [
      key,
      scalar(member, file, `${name}.${key}`) ?? '',
    ]),
  )
}

function dayOf(text: string | null, file: string): string | null {
  if (text === null || /^\d{4}-\d{2}-\d{2}/.test(text)) return text
  throw wrong(file, 'found no day in declared, wanted one such as 2026-02-20')
}

function marginsOf(value: Yaml | undefined, file: string): Margins {
  const fields = entriesOf(value, file, 'margins')
  const numberOf = (name: keyof Margins): number => {
    const text = scalar(fields.get(name), file, `margins.${name}`)
    if (text === null) return UNDECLARED.margins[name]
    const number = Number(text)
    if (number > 0 && number < 1) return number
    throw wrong(file, `found another value in margins.${name}, wanted a share between 0 and 1`)
  }
  const margins = { equivalence: numberOf('equivalence'), material: numberOf('material') }
  if (margins.equivalence < margins.material) return margins
  throw wrong(
    file,
    `found margins.equivalence ${margins.equivalence} and margins.material ${margins.material}, wanted the first to be smaller`,
  )
}

function wrong(file: string, message: string): WindbreakError {
  return assessmentError('WB_ASSESSMENT_DECLARATION', message, {
    at: { file },
    hint: 'docs/guides/assess-capability.md has an example',
  })
}
