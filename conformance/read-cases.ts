import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SUITES } from './suites/index.ts'
import { sigmaPair } from './sigma-pair.ts'
import { caseName, type CaseRow, type SuiteResult } from './suite.ts'

/** Rows of a file of cases: JSON lines, or one JSON array or object with a list. */
function rowsOf(path: string): CaseRow[] {
  const text = readFileSync(path, 'utf8')
  if (path.endsWith('.jsonl')) {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as CaseRow)
  }
  const document = JSON.parse(text) as CaseRow | CaseRow[]
  if (Array.isArray(document)) return document
  const list = Object.values(document).find((value) => Array.isArray(value))
  return (list as CaseRow[] | undefined) ?? [document]
}

/** Runs every suite whose file lies in the folder. */
export async function runCases(folder: string): Promise<SuiteResult[]> {
  const results: SuiteResult[] = []
  for (const suite of SUITES) {
    const path = join(folder, suite.file)
    if (!existsSync(path)) continue
    const outcomes = []
    for (const row of rowsOf(path))
      outcomes.push({ name: caseName(row), outcome: await suite.run(row, folder) })
    await suite.end?.()
    results.push({ name: suite.name, outcomes })
  }
  return results
}

/** Runs each NAME.yml of a folder on NAME.events.jsonl; `matches` of pairs.jsonl says which events must match. */
export function runSigmaPairs(folder: string): SuiteResult[] {
  const index = join(folder, 'pairs.jsonl')
  const truths = new Map(
    (existsSync(index) ? rowsOf(index) : []).map(
      (row) => [String(row['name']), row['matches']] as const,
    ),
  )
  const names = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
  const outcomes = names.flatMap((file) => {
    const name = file.replace(/\.ya?ml$/, '')
    const events = join(folder, `${name}.events.jsonl`)
    if (!existsSync(events)) return []
    const matches = truths.get(name)
    const wanted = Array.isArray(matches) ? matches.map((one) => one === true) : undefined
    return [
      {
        name,
        outcome: sigmaPair(readFileSync(join(folder, file), 'utf8'), rowsOf(events), wanted),
      },
    ]
  })
  return [{ name: 'Sigma rules match their events', outcomes }]
}
