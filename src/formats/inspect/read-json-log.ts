import { listOf, fieldsOf } from './fields.ts'
import type { EvaluationLog, ScoreChoice } from './log.ts'
import { assembleLog, readHeader } from './read-header.ts'
import { readSample } from './read-sample.ts'

/** Reads an Inspect log in its `.json` form, already parsed. Messages, events and attachments are not looked at. */
export function readJsonLog(document: unknown, choice: ScoreChoice): EvaluationLog {
  const header = readHeader(document)
  const samples = listOf(fieldsOf(document)['samples']).map((value, index) => {
    const at = { path: `samples[${index}]` }
    return [readSample(value, choice, at), at] as const
  })
  return assembleLog('inspect-json', header, samples)
}
