import { inspectError } from './errors.ts'
import { fieldsOf, isFields, listOf, nameOf } from './fields.ts'
import type { EvaluationLog, SampleResult } from './log.ts'

type Header = Omit<EvaluationLog, 'format' | 'samples' | 'missing' | 'setAside'> & {
  /** Ids that the dataset declares. */
  readonly declared: readonly string[]
}

/** Reads `eval` and `status` of a log or of a header. Throws WB_FORMATS_INSPECT_SHAPE or ..._INVALIDATED. */
export function readHeader(document: unknown, status?: string): Header {
  const header = fieldsOf(document)
  const evaluation = header['eval']
  if (!isFields(evaluation) || nameOf(evaluation['task']) === null)
    throw inspectError(
      'WB_FORMATS_INSPECT_SHAPE',
      'found JSON without `eval.task`, wanted an Inspect evaluation log',
      { hint: 'give a log that Inspect wrote, or a table with columns sample and score' },
    )
  if (header['invalidated'] === true)
    throw inspectError(
      'WB_FORMATS_INSPECT_INVALIDATED',
      'found a log that its makers invalidated',
      {
        hint: 'evaluate again; an invalidated log proves nothing',
      },
    )
  const dataset = fieldsOf(evaluation['dataset'])
  const metadata = fieldsOf(evaluation['metadata'])
  const epochs = fieldsOf(evaluation['config'])['epochs']
  return {
    status: status ?? nameOf(header['status']) ?? 'unknown',
    task: nameOf(evaluation['task']) ?? '',
    dataset: nameOf(dataset['name']) ?? nameOf(evaluation['task']) ?? '',
    version: nameOf(evaluation['task_version']) ?? '0',
    model: nameOf(evaluation['model']),
    created: nameOf(evaluation['created']),
    arm: nameOf(metadata['arm']),
    solver: nameOf(evaluation['solver']) ?? firstSolver(header['plan']),
    clusterKey: nameOf(metadata['cluster_key']),
    epochs: typeof epochs === 'number' && epochs >= 1 ? epochs : 1,
    declared: listOf(dataset['sample_ids']).flatMap((id) => nameOf(id) ?? []),
  }
}

/** How the tasks were put to the model, in the names of its solvers. */
function firstSolver(plan: unknown): string | null {
  const names = listOf(fieldsOf(plan)['steps']).flatMap(
    (step) => nameOf(fieldsOf(step)['solver']) ?? [],
  )
  return names.length === 0 ? null : names.slice(0, 10).join(', ')
}

/** Puts a header and samples together; what the header declares and no sample answers is missing. */
export function assembleLog(
  format: EvaluationLog['format'],
  { declared, ...header }: Header,
  read: ReadonlyArray<readonly [SampleResult | string, SampleResult['at']]>,
): EvaluationLog {
  const samples: SampleResult[] = []
  const setAside: EvaluationLog['setAside'][number][] = []
  for (const [result, at] of read)
    if (typeof result === 'string') setAside.push({ at, reason: result })
    else samples.push(result)
  const seen = new Set(samples.map(({ sample }) => sample))
  return {
    format,
    ...header,
    samples,
    missing: declared.filter((id) => !seen.has(id)),
    setAside,
  }
}
