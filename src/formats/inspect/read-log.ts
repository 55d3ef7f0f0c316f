import type { ReadAt } from '../zstd/index.ts'
import { inspectError } from './errors.ts'
import { fieldsOf } from './fields.ts'
import type { EvaluationLog, ScoreChoice } from './log.ts'
import { readEvalLog } from './read-eval-log.ts'
import { readJsonLog } from './read-json-log.ts'
import { readTable } from './read-table.ts'
import { JSON_BYTES_MAX, parseTolerantJson } from './tolerant-json.ts'

const ZIP_MAGIC = [0x50, 0x4b]

/**
 * Reads one file of evaluation results; its form is told from its content. An Inspect log is one log, a table
 * one for each task, version and model in it. Throws WB_FORMATS_INSPECT_... or WB_FORMATS_ZIP_....
 */
export async function readEvaluationLogs(
  readAt: ReadAt,
  size: number,
  choice: ScoreChoice,
): Promise<EvaluationLog[]> {
  const start = await readAt(0, 2)
  if (ZIP_MAGIC.every((byte, index) => start[index] === byte))
    return [await readEvalLog(readAt, size, choice)]
  if (size > JSON_BYTES_MAX)
    throw inspectError(
      'WB_FORMATS_INSPECT_LIMIT',
      `found ${size} bytes, wanted at most ${JSON_BYTES_MAX}`,
      {
        hint: 'write the log in the .eval form',
      },
    )
  const bytes = await readAt(0, size)
  const text = new TextDecoder().decode(bytes)
  const logs = text.trimStart().startsWith('{')
    ? readBraces(bytes, text, choice)
    : readTable(text, 'csv', choice)
  if (logs.every(({ samples }) => samples.length === 0))
    throw inspectError('WB_FORMATS_INSPECT_SHAPE', 'found no result of any task', {
      hint: 'wanted an Inspect log with samples, or a table with columns sample and score',
    })
  return logs
}

/** One document with `eval` is a log; objects line by line are a table. */
function readBraces(bytes: Uint8Array, text: string, choice: ScoreChoice): EvaluationLog[] {
  const firstLine = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
  try {
    const first = fieldsOf(JSON.parse(firstLine.replace(/\bNaN\b/g, '"NaN"')))
    if (Object.hasOwn(first, 'sample')) return readTable(text, 'json-lines', choice)
  } catch {
    // The first line is no whole object, so the document spreads over several lines.
  }
  return [readJsonLog(parseTolerantJson(bytes), choice)]
}
