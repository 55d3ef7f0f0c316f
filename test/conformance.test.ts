import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCases, runSigmaPairs } from '../conformance/read-cases.ts'
import { countOutcomes, type SuiteResult } from '../conformance/suite.ts'

const shared = resolve(import.meta.dirname, '..', '..', 'shared')
const cases = join(shared, 'conformance')
const sigma = join(shared, 'data', 'sigma')

const failures = (results: readonly SuiteResult[]): string[] =>
  results.flatMap(({ name, outcomes }) =>
    outcomes.flatMap((one) =>
      typeof one.outcome === 'object' && 'failed' in one.outcome
        ? [`${name}: ${one.name}: ${one.outcome.failed}`]
        : [],
    ),
  )

describe('the recorded cases', () => {
  // Skipped where the recorded cases of ../shared/conformance are absent.
  it.skipIf(!existsSync(cases))('of STIX patterns are judged as recorded', async () => {
    const results = await runCases(cases)
    expect(failures(results)).toEqual([])
    const passed = results.map((result) => countOutcomes(result).passed)
    expect(Math.max(...passed)).toBeGreaterThan(100)
  })

  // Skipped where the recorded rules and events of ../shared/data/sigma are absent.
  it.skipIf(!existsSync(sigma))('of Sigma rules and their events are judged as recorded', () => {
    const results = runSigmaPairs(sigma)
    expect(failures(results)).toEqual([])
    expect(countOutcomes(results[0] as SuiteResult).passed).toBeGreaterThan(10)
  })
})
