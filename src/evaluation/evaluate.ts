import { basename } from 'node:path'
import { evaluateRows, type Evaluation } from './evaluate-rows.ts'
import { checkWhole, readClusters, readCountries, readLeads, readTruth } from './read-rows.ts'

export interface EvaluateOptions {
  /** Folder with `truth/accounts.jsonl` or `accounts.jsonl`. */
  readonly truthDir: string
  /** Folder that `screen` wrote. */
  readonly outDir: string
  /** Seed of the bootstrap intervals. */
  readonly seed: string
  /** Account directory in JSON lines, to count false accusations by country. */
  readonly accountsPath?: string
}

/**
 * Scores a result folder against a truth folder. Throws `WB_EVALUATION_NO_FILE` or
 * `WB_EVALUATION_BAD_ROW` with file and line, `WB_EVALUATION_CUT_RESULT` when the summary counts other rows.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const [truth, leads, clusters, countries] = await Promise.all([
    readTruth(options.truthDir),
    readLeads(options.outDir),
    readClusters(options.outDir),
    options.accountsPath === undefined ? null : readCountries(options.accountsPath),
  ])
  await checkWhole(options.outDir, { leads: leads.length, clusters: clusters.length })
  const name = basename(options.truthDir)
  return evaluateRows({ name, truth, leads, clusters, countries, seed: options.seed })
}
