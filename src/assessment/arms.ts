import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { type ErrorPlace, formatError, WindbreakError } from '../core/index.ts'
import {
  type EvaluationLog,
  readEvaluationLogs,
  type SampleResult,
  type ScoreChoice,
} from '../formats/inspect/index.ts'
import { assessmentError } from './errors.ts'
import type { ArmSummary, SourceFile } from './result.ts'

export const ARM_ROLES = ['baseline', 'model', 'model+tools', 'human', 'human+model'] as const
export type ArmRole = (typeof ARM_ROLES)[number]

/** One side of a comparison, as it is asked for. */
export interface ArmInput {
  /** A role, or a role and a label such as `model:2026-03`. */
  readonly name: string
  readonly role: ArmRole
  readonly files: readonly string[]
}

/** A task as one arm did it. */
export interface Task {
  readonly dataset: string
  readonly version: string
  readonly sample: string
  /** Mean of the scores of its tries, 0 to 1; null when no try had one. */
  readonly score: number | null
  readonly isRefused: boolean
  readonly metadata: ReadonlyMap<string, string>
  /** What the log calls the field of its cluster. */
  readonly clusterKey: string | null
}

/** What an arm did, by task: tries of one task are averaged before anything else. */
export interface Arm {
  readonly input: ArmInput
  readonly tasks: ReadonlyMap<string, Task>
  readonly sources: readonly SourceFile[]
  readonly counts: ArmSummary['counts']
  readonly reasons: Readonly<Record<string, number>>
}

interface Try extends SampleResult {
  readonly log: EvaluationLog
  readonly place: ErrorPlace
}

/** Reads the files of an arm. Throws WB_ASSESSMENT_FILE, ..._ARM, ..._DUPLICATE or ..._VERSIONS with the place. */
export async function readArm(input: ArmInput, choice: ScoreChoice): Promise<Arm> {
  const tries = new Map<string, Try>()
  const sources: SourceFile[] = []
  const reasons: Record<string, number> = {}
  const versions = new Map<string, string>()
  const counts = {
    tries: 0,
    refusals: 0,
    errors: 0,
    limits: 0,
    unscored: 0,
    missing: 0,
    setAside: 0,
    otherArms: 0,
  }
  for (const file of input.files) {
    const { logs, sha256 } = await readFileLogs(file, choice)
    for (const log of logs) {
      const known = versions.get(log.dataset) ?? log.version
      if (known !== log.version) throw otherVersions(log.dataset, known, log.version, { file })
      versions.set(log.dataset, log.version)
      const { format, status, task, dataset, version, model, created, solver } = log
      sources.push({ file, sha256, format, status, task, dataset, version, model, created, solver })
      counts.missing += log.missing.length
      counts.setAside += log.setAside.length
      for (const { reason } of log.setAside) reasons[reason] = (reasons[reason] ?? 0) + 1
      for (const sample of log.samples) {
        const arm = sample.arm ?? log.arm
        if (!isOfArm(arm, input)) {
          counts.otherArms++
          continue
        }
        const place = { ...sample.at, file }
        const key = JSON.stringify([log.dataset, sample.sample, sample.epoch])
        const held = tries.get(key)
        if (held !== undefined) throw duplicate(sample, held.place, place)
        tries.set(key, { ...sample, log, place })
        counts.tries++
        if (sample.isRefusal) counts.refusals++
        if (sample.isError) counts.errors++
        if (sample.limit !== null) counts.limits++
        if (sample.unscored === null) continue
        counts.unscored++
        reasons[sample.unscored] = (reasons[sample.unscored] ?? 0) + 1
      }
    }
  }
  if (counts.tries === 0) throw otherArm(input)
  const tasks = averageTries([...tries.values()])
  return { input, tasks, sources, counts: { tasks: tasks.size, ...counts }, reasons }
}

/** A baseline may be any arm; another arm must be the one that it is called, where the log says which it is. */
function isOfArm(arm: string | null, { role, name }: ArmInput): boolean {
  return arm === null || arm === role || arm === name
}

function averageTries(tries: readonly Try[]): Map<string, Task> {
  const groups = new Map<string, Try[]>()
  for (const one of tries) {
    const key = JSON.stringify([one.log.dataset, one.sample])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  const tasks = new Map<string, Task>()
  for (const [key, group] of groups) {
    const [first] = group
    if (first === undefined) continue
    const scores = group.flatMap(({ score }) => (score === null ? [] : [score]))
    const sum = scores.reduce((total, score) => total + score, 0)
    tasks.set(key, {
      dataset: first.log.dataset,
      version: first.log.version,
      sample: first.sample,
      score: scores.length === 0 ? null : sum / scores.length,
      isRefused: group.some(({ isRefusal }) => isRefusal),
      metadata: first.metadata,
      clusterKey: first.log.clusterKey,
    })
  }
  return tasks
}

async function readFileLogs(
  file: string,
  choice: ScoreChoice,
): Promise<{ logs: EvaluationLog[]; sha256: string }> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException
    throw assessmentError(
      'WB_ASSESSMENT_FILE',
      `found no file that can be read (${code ?? 'unknown'})`,
      {
        at: { file },
        hint: 'check the path',
        cause,
      },
    )
  })
  try {
    const { size } = await handle.stat()
    const readAt = async (position: number, length: number): Promise<Uint8Array> => {
      const room = Math.max(0, Math.min(length, size - position))
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(room), 0, room, position)
      return buffer.subarray(0, bytesRead)
    }
    return { logs: await readEvaluationLogs(readAt, size, choice), sha256: await hashOf(handle) }
  } catch (thrown) {
    if (!(thrown instanceof WindbreakError)) throw thrown
    throw new WindbreakError(thrown.code, thrown.exitCode, thrown.message, {
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
      at: { ...thrown.at, file },
    })
  } finally {
    await handle.close()
  }
}

const CHUNK_BYTES = 1 << 20

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const chunk = Buffer.alloc(CHUNK_BYTES)
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, position)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(chunk.subarray(0, bytesRead))
    position += bytesRead
  }
}

function duplicate(sample: SampleResult, first: ErrorPlace, second: ErrorPlace): WindbreakError {
  const spot = formatError(new WindbreakError('', 2, '', { at: first })).split(': error')[0] ?? ''
  return assessmentError(
    'WB_ASSESSMENT_DUPLICATE',
    `found try ${sample.epoch} of task "${sample.sample.slice(0, 100)}" twice in one arm, first at ${spot}`,
    {
      at: second,
      hint: 'give each log once, and two models as two arms (model:ONE=…, model:TWO=…)',
    },
  )
}

/** Results of different versions of a task are never compared or pooled. */
export function otherVersions(
  dataset: string,
  known: string,
  found: string,
  at: ErrorPlace,
): WindbreakError {
  return assessmentError(
    'WB_ASSESSMENT_VERSIONS',
    `found version ${found.slice(0, 40)} of "${dataset.slice(0, 100)}" beside version ` +
      `${known.slice(0, 40)}, wanted one version of each task`,
    { at, hint: 'evaluate all arms on the same version' },
  )
}

function otherArm(input: ArmInput): WindbreakError {
  return assessmentError(
    'WB_ASSESSMENT_ARM',
    `found results of other arms only, wanted some of "${input.name}"`,
    {
      ...(input.files[0] === undefined ? {} : { at: { file: input.files[0] } }),
      hint: 'the log names its arm in eval.metadata.arm, a table in its column arm; check which file was given as which arm',
    },
  )
}
