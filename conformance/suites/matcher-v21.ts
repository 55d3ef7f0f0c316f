import { WindbreakError } from '../../src/core/index.ts'
import {
  type Json,
  matchPattern,
  parsePattern,
  type PatternVersion,
  readObservations,
} from '../../src/formats/stix-pattern/index.ts'
import type { Suite } from '../suite.ts'

/** STIX patterns with the observations that they match or do not match, or for which they must be refused. */
export const matcherV21: Suite = {
  name: 'STIX patterns match observed data',
  file: 'matcher_v21.jsonl',
  run: (row) => {
    const wanted =
      typeof row['error'] === 'string' ? 'refused' : row['result'] === true ? 'match' : 'no match'
    const found = matchOf(
      String(row['pattern']),
      row['version'] as PatternVersion,
      row['observations'] as Json[],
    )
    return found === wanted ? 'passed' : { failed: `wanted ${wanted}, found ${found}` }
  },
}

function matchOf(pattern: string, version: PatternVersion, observations: readonly Json[]): string {
  try {
    const binding = matchPattern(parsePattern(pattern, version), readObservations(observations))
    return binding === undefined ? 'no match' : 'match'
  } catch (error) {
    if (error instanceof WindbreakError) return 'refused'
    throw error
  }
}
