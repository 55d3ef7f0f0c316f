import { parseCsv } from './csv.ts'
import { inspectError } from './errors.ts'
import { isFields, nameOf } from './fields.ts'
import type { EvaluationLog, SampleResult, ScoreChoice } from './log.ts'
import { readScore } from './score.ts'

/** Rows of one table with the same task, dataset, version and model become one log. */
interface Row {
  readonly line: number
  readonly fields: Readonly<Record<string, unknown>>
}

const KNOWN = new Set(
  'sample epoch score refused error limit arm task dataset version model created cluster_key'.split(
    ' ',
  ),
)
const ROWS_MAX = 1_000_000

/**
 * Reads results of people or of other tools from CSV with a header or from JSON lines. A row is one try:
 * `sample` and `score` are required; `epoch`, `refused`, `error`, `limit`, `arm`, `task`, `dataset`,
 * `version`, `model`, `created`, `cluster_key` are taken; all other fields are the task's metadata.
 */
export function readTable(
  text: string,
  format: 'csv' | 'json-lines',
  choice: ScoreChoice,
): EvaluationLog[] {
  const broken: EvaluationLog['setAside'][number][] = []
  const rows = format === 'csv' ? rowsOfCsv(text, broken) : rowsOfLines(text, broken)
  if (rows.length > ROWS_MAX)
    throw inspectError(
      'WB_FORMATS_INSPECT_LIMIT',
      `found ${rows.length} rows, wanted at most ${ROWS_MAX}`,
    )
  const logs = new Map<string, { first: Row; samples: SampleResult[] }>()
  for (const row of rows) {
    const read = readRow(row, choice)
    if (typeof read === 'string') {
      broken.push({ at: { line: row.line }, reason: read })
      continue
    }
    const key = JSON.stringify(
      ['task', 'dataset', 'version', 'model', 'created'].map((name) => nameOf(row.fields[name])),
    )
    const log = logs.get(key) ?? { first: row, samples: [] }
    log.samples.push(read)
    logs.set(key, log)
  }
  return [...logs.values()].map(({ first, samples }, index) => ({
    format,
    status: 'success',
    task: nameOf(first.fields['task']) ?? nameOf(first.fields['dataset']) ?? '',
    dataset: nameOf(first.fields['dataset']) ?? '',
    version: nameOf(first.fields['version']) ?? '0',
    model: nameOf(first.fields['model']),
    created: nameOf(first.fields['created']),
    arm: null,
    solver: null,
    clusterKey: nameOf(first.fields['cluster_key']),
    epochs: samples.reduce((most, { epoch }) => Math.max(most, epoch), 1),
    samples,
    missing: [],
    setAside: index === 0 ? broken : [],
  }))
}

function rowsOfCsv(text: string, broken: EvaluationLog['setAside'][number][]): Row[] {
  const [head, ...records] = parseCsv(text)
  const names = head?.cells.map((name) => name.trim()) ?? []
  for (const wanted of ['sample', 'score'])
    if (!names.includes(wanted))
      throw inspectError(
        'WB_FORMATS_INSPECT_SHAPE',
        `found a CSV header without a column \`${wanted}\``,
        {
          at: { line: 1 },
          hint: 'wanted a header line with at least sample and score',
        },
      )
  return records.flatMap(({ line, cells }) => {
    if (cells.length === names.length)
      return [{ line, fields: Object.fromEntries(names.map((name, at) => [name, cells[at]])) }]
    broken.push({ at: { line }, reason: 'it has another number of cells than the header' })
    return []
  })
}

function rowsOfLines(text: string, broken: EvaluationLog['setAside'][number][]): Row[] {
  return text.split('\n').flatMap((raw, index) => {
    if (raw.trim() === '') return []
    const line = index + 1
    try {
      const fields: unknown = JSON.parse(raw.replace(/\bNaN\b/g, '"NaN"'))
      if (isFields(fields)) return [{ line, fields }]
    } catch {
      // Set aside below; the parser's own message would quote the line.
    }
    broken.push({ at: { line }, reason: 'it is not a JSON object' })
    return []
  })
}

function readRow({ line, fields }: Row, { scoreKey }: ScoreChoice): SampleResult | string {
  const sample = nameOf(fields['sample'])
  if (sample === null) return 'it has no sample'
  const epoch = Number(nameOf(fields['epoch']) ?? 1)
  if (!Number.isInteger(epoch) || epoch < 1) return 'its epoch is not a whole number from 1'
  const isError = isYes(fields['error'])
  const isRefused = isYes(fields['refused'])
  const read =
    isError && (nameOf(fields['score']) ?? '') === '' ? BROKE : readScore(fields['score'], scoreKey)
  const metadata = Object.entries(fields).flatMap(([name, value]) => {
    const text = KNOWN.has(name) ? null : nameOf(value)
    return text === null ? [] : [[name, text] as const]
  })
  return {
    sample,
    epoch,
    ...(isRefused ? { score: 0, unscored: null, isRefusal: true } : read),
    isError,
    limit: nameOf(fields['limit']),
    metadata: new Map(metadata),
    arm: nameOf(fields['arm']),
    at: { line },
  }
}

const BROKE = { score: null, unscored: 'its run broke', isRefusal: false }

function isYes(value: unknown): boolean {
  return value === true || /^(?:1|true|yes)$/i.test(nameOf(value) ?? '')
}
