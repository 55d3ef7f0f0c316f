import type { ErrorPlace } from '../../core/index.ts'
import { inspectError } from './errors.ts'
import { fieldsOf, isFields, nameOf, scalarsOf } from './fields.ts'
import type { SampleResult, ScoreChoice } from './log.ts'
import { readScore, type ReadScore } from './score.ts'

/**
 * Reads an Inspect sample, or its summary, which has the same fields: id, epoch, scores, metadata, error,
 * limit. Gives a reason when it cannot be used. Throws WB_FORMATS_INSPECT_SCORER when which score counts is open.
 */
export function readSample(
  value: unknown,
  choice: ScoreChoice,
  at: ErrorPlace,
): SampleResult | string {
  if (!isFields(value)) return 'it is no object'
  const sample = nameOf(value['id'])
  if (sample === null) return 'it has no id'
  const epoch = value['epoch'] ?? 1
  if (typeof epoch !== 'number' || !Number.isInteger(epoch) || epoch < 1)
    return 'its epoch is not a whole number from 1'
  const isError = value['error'] !== undefined && value['error'] !== null && value['error'] !== ''
  return {
    sample,
    epoch,
    ...scoreOf(value, isError, choice, at),
    isError,
    limit: limitOf(value['limit']),
    metadata: scalarsOf(value['metadata']),
    arm: null,
    at,
  }
}

function scoreOf(
  value: Readonly<Record<string, unknown>>,
  isError: boolean,
  { scorer, scoreKey }: ScoreChoice,
  at: ErrorPlace,
): ReadScore {
  const none = (unscored: string): ReadScore => ({ score: null, unscored, isRefusal: false })
  if (isFields(value['invalidation'])) return none('it was invalidated')
  const scores = fieldsOf(value['scores'])
  const names = Object.keys(scores)
  if (names.length === 0) return none(isError ? 'its run broke' : 'it has no score')
  if (scorer === undefined && names.length > 1)
    throw inspectError(
      'WB_FORMATS_INSPECT_SCORER',
      `found scores of ${names.length} scorers (${names.slice(0, 5).join(', ').slice(0, 200)}), wanted to know which counts`,
      { at, hint: 'name it as `scorer` in the declaration' },
    )
  const name = scorer ?? names[0] ?? ''
  if (!Object.hasOwn(scores, name)) return none('the declared scorer gave it no score')
  return readScore(fieldsOf(scores[name])['value'], scoreKey)
}

/** A sample has `{type, limit}`, a summary the type alone. */
function limitOf(value: unknown): string | null {
  return isFields(value) ? (nameOf(value['type']) ?? 'unknown') : nameOf(value)
}
