import { basename } from 'node:path'
import { evaluateRows, type Evaluation } from './evaluate-rows.ts'
import type { ResultInTime } from './detection.ts'
import {
  checkWhole,
  readAsOf,
  readClusters,
  readDirectory,
  readLeads,
  readTruth,
} from './read-rows.ts'
import type { LeadRow } from './rows.ts'

export interface EvaluateOptions {
  /** Folder with `truth/accounts.jsonl` or `accounts.jsonl`. */
  readonly truthDir: string
  /** Folder that `screen` wrote. */
  readonly outDir: string
  /** Seed of the bootstrap intervals. */
  readonly seed: string
  /** Folders of earlier results on the same service, for time to detection. */
  readonly earlier?: readonly string[]
  /** Account directory in JSON lines, to count false accusations by country and language. */
  readonly accountsPath?: string
}

/**
 * Scores a result folder against a truth folder. Throws `WB_EVALUATION_NO_FILE` or
 * `WB_EVALUATION_BAD_ROW` with file and line, `WB_EVALUATION_CUT_RESULT` when the summary counts other rows.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const [truth, leads, clusters, directory] = await Promise.all([
    readTruth(options.truthDir),
    readLeads(options.outDir),
    readClusters(options.outDir),
    options.accountsPath === undefined ? null : readDirectory(options.accountsPath),
  ])
  await checkWhole(options.outDir, { leads: leads.length, clusters: clusters.length })
  const name = basename(options.truthDir)
  const earlier = await Promise.all((options.earlier ?? []).map(readInTime))
  const last = await inTime(options.outDir, leads)
  return evaluateRows({
    name,
    truth,
    leads,
    clusters,
    countries: directory?.countries ?? null,
    languages: directory?.languages ?? null,
    results: [...earlier, last].filter((one) => one !== undefined),
    seed: options.seed,
  })
}

async function readInTime(folder: string): Promise<ResultInTime | undefined> {
  return inTime(folder, await readLeads(folder))
}

async function inTime(
  folder: string,
  leads: readonly LeadRow[],
): Promise<ResultInTime | undefined> {
  const asOf = await readAsOf(folder)
  if (asOf === undefined) return undefined
  const accused = leads.filter(
    (lead) => lead.verdict === 'actor-account' && lead.probability >= ACCUSED_MIN,
  )
  return {
    asOf,
    accused: new Set(accused.map((lead) => lead.account)),
    starts: new Map(leads.flatMap(startOf)),
  }
}

function startOf({ account, firstActive }: LeadRow): (readonly [string, number])[] {
  const at = Date.parse(firstActive ?? '')
  return Number.isNaN(at) ? [] : [[account, at]]
}

/** From this probability on an account counts as detected. */
const ACCUSED_MIN = 0.5
