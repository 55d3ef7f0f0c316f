import { openZip, type ZipArchive, type ZipLimits } from '../zip/index.ts'
import type { ReadAt } from '../zstd/index.ts'
import { inspectError } from './errors.ts'
import { listOf } from './fields.ts'
import type { EvaluationLog, SampleResult, ScoreChoice } from './log.ts'
import { assembleLog, readHeader } from './read-header.ts'
import { readSample } from './read-sample.ts'
import { JSON_BYTES_MAX, parseTolerantJson } from './tolerant-json.ts'

/** A log of a hundred thousand tries is larger than any published; transcripts repeat themselves and pack well. */
const LIMITS: ZipLimits = {
  entriesMax: 200_000,
  memberBytesMax: JSON_BYTES_MAX,
  totalBytesMax: 4 * 1024 ** 3,
  ratioMax: 500,
}

const SAMPLE = /^samples\/(.+)_epoch_(\d+)\.json$/
const JOURNAL = /^_journal\/summaries\/(\d+)\.json$/

/**
 * Reads an Inspect log in its `.eval` form: a ZIP archive of JSON members, deflate or Zstandard. Results come
 * from the summaries, which hold no transcript; only a try without a summary is looked up in its own member.
 * A run that crashed has no header: what its journal holds is read, with status `started`. Members of other
 * names are not touched.
 */
export async function readEvalLog(
  readAt: ReadAt,
  size: number,
  choice: ScoreChoice,
): Promise<EvaluationLog> {
  const archive = await openZip(readAt, size, LIMITS)
  const has = (name: string): boolean => archive.names.includes(name)
  const headerName = has('header.json') ? 'header.json' : '_journal/start.json'
  if (!has(headerName))
    throw inspectError(
      'WB_FORMATS_INSPECT_SHAPE',
      'found an archive without header.json and _journal/start.json, wanted an Inspect log',
      { hint: 'give a log that Inspect wrote' },
    )
  const header = readHeader(
    await readJson(archive, headerName),
    headerName === 'header.json' ? undefined : 'started',
  )
  const read = new Map<string, readonly [SampleResult | string, SampleResult['at']]>()
  for (const name of summaryNames(archive.names))
    for (const [index, value] of listOf(await readJson(archive, name)).entries()) {
      const at = { path: `${name}[${index}]` }
      const result = readSample(value, choice, at)
      const key = typeof result === 'string' ? at.path : keyOf(result.sample, result.epoch)
      read.set(read.has(key) && name === 'summaries.json' ? at.path : key, [result, at])
    }
  for (const name of archive.names) {
    const [, id, epoch] = SAMPLE.exec(name) ?? []
    if (id === undefined || isAnswered(read.get(keyOf(id, Number(epoch))))) continue
    const at = { path: name }
    const result = readSample(await readJson(archive, name), choice, at)
    read.set(typeof result === 'string' ? name : keyOf(result.sample, result.epoch), [result, at])
  }
  return assembleLog('inspect-eval', header, [...read.values()])
}

/** The whole list of summaries, or of a crashed run its parts in the order in which they were written. */
function summaryNames(names: readonly string[]): string[] {
  if (names.includes('summaries.json')) return ['summaries.json']
  const number = (name: string): number => Number(JOURNAL.exec(name)?.[1])
  return names.filter((name) => JOURNAL.test(name)).sort((a, b) => number(a) - number(b))
}

function isAnswered(held: readonly [SampleResult | string, unknown] | undefined): boolean {
  return (
    held !== undefined && typeof held[0] !== 'string' && (held[0].score !== null || held[0].isError)
  )
}

const keyOf = (sample: string, epoch: number): string => JSON.stringify([sample, epoch])

async function readJson(archive: ZipArchive, name: string): Promise<unknown> {
  return parseTolerantJson(await archive.read(name), name)
}
