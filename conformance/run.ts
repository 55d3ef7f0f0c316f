import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runCases, runSigmaPairs } from './read-cases.ts'
import { countOutcomes, type SuiteResult } from './suite.ts'

/** Characters of a failed case's reason that are shown. */
const REASON_CHARS_MAX = 300

function print(results: readonly SuiteResult[]): number {
  let failed = 0
  for (const result of results) {
    const counts = countOutcomes(result)
    failed += counts.failed
    console.log(
      `${result.name.padEnd(40)} ${counts.passed} passed, ${counts.failed} failed, ` +
        `${counts.blocked} blocked, ${counts.outOfScope} out of scope${reasonsOf(result)}`,
    )
  }
  for (const { name, outcomes } of results)
    for (const one of outcomes)
      if (typeof one.outcome === 'object' && 'failed' in one.outcome)
        console.log(
          `failed: ${name}: ${one.name}: ${one.outcome.failed.slice(0, REASON_CHARS_MAX)}`,
        )
  return failed
}

function reasonsOf(result: SuiteResult): string {
  const reasons = new Set(
    result.outcomes.flatMap(({ outcome }) =>
      typeof outcome === 'object' && !('failed' in outcome) ? Object.values(outcome) : [],
    ),
  )
  return reasons.size === 0 ? '' : `: ${[...reasons].join('; ')}`
}

function optionOf(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

const sigma = optionOf('--sigma')
const folder =
  sigma ?? optionOf('--cases') ?? join(import.meta.dirname, '..', '..', 'shared', 'conformance')
if (!existsSync(folder)) {
  console.error(
    `conformance: found no folder ${folder}, wanted recorded cases; give --cases DIR or --sigma DIR`,
  )
  process.exitCode = 2
} else {
  const results = sigma === undefined ? await runCases(folder) : runSigmaPairs(folder)
  if (results.every(({ outcomes }) => outcomes.length === 0)) {
    console.error(`conformance: found no recorded case in ${folder}`)
    process.exitCode = 2
  } else if (print(results) > 0) process.exitCode = 1
}
