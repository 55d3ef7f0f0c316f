import { WindbreakError } from '../../src/core/index.ts'
import { parsePattern, type PatternVersion } from '../../src/formats/stix-pattern/index.ts'
import type { Suite } from '../suite.ts'

/** STIX patterns of both grammars that must be taken or refused. */
export const patterns: Suite = {
  name: 'STIX patterns are valid or not',
  file: 'patterns.jsonl',
  run: (row) => {
    const isValid = parses(String(row['pattern']), row['version'] as PatternVersion)
    if (isValid === row['valid']) return 'passed'
    return { failed: isValid ? 'taken, and must be refused' : 'refused, and must be taken' }
  },
}

function parses(pattern: string, version: PatternVersion): boolean {
  try {
    parsePattern(pattern, version)
    return true
  } catch (error) {
    if (error instanceof WindbreakError) return false
    throw error
  }
}
