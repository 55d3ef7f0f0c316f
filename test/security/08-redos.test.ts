import { checkSync } from 'recheck'
import { describe, expect, it } from 'vitest'
import { homeOf } from '../../src/attribution/hypotheses/homes.ts'
import { topLevelKeys } from '../../src/events/recognize.ts'
import { readScore } from '../../src/formats/inspect/score.ts'
import { parseNova } from '../../src/formats/nova/index.ts'
import { findPii } from '../../src/formats/pii/index.ts'
import { parseSigma } from '../../src/formats/sigma/index.ts'
import { parsePattern } from '../../src/formats/stix-pattern/index.ts'
import { CHARACTER_SETS, REQUEST_HEADERS } from '../../src/formats/stix/tables/registries.ts'
import { SHAPES, sortableTimestamp } from '../../src/formats/stix/validate/shapes.ts'
import { isWide, loosen } from '../../src/signals/compile/loosen.ts'
import { foldText } from '../../src/signals/run/stored-record.ts'
import { gate } from '../../src/sharing/release-gate.ts'
import { ownPatterns } from '../fixtures/own-patterns.ts'

/**
 * Rules of strangers run on an engine without backtracking (decision 0016); these are our own expressions, which run on
 * Node's, over texts of strangers.
 */
const CHECK_MS = 30_000
const SLOW = 240_000
/** Long enough that the square of it is minutes, short enough that a walk is milliseconds. */
const LENGTH = 200_000
const GROWTH_MS = 3_000

/** Where expressions are put together as the program runs: each is exercised by a row of the growth table. */
const PUT_TOGETHER = [
  'src/attribution/hypotheses/homes.ts',
  'src/formats/pii/addresses.ts',
  'src/formats/pii/names.ts',
  'src/formats/pii/rules.ts',
  'src/formats/stix/tables/registries.ts',
  'src/formats/stix/validate/shapes.ts',
  'src/signals/run/stored-record.ts',
]

const patterns = ownPatterns()

describe('every regular expression of the product', () => {
  it(
    'that is written down takes no more than linear time, says a static checker',
    () => {
      const written = new Map(
        patterns.flatMap(({ source, flags, where }) =>
          source === undefined ? [] : [[`/${source}/${flags}`, { source, flags, where }] as const],
        ),
      )
      expect(written.size).toBeGreaterThan(200)
      const slow = [...written.values()].flatMap(({ source, flags, where }) => {
        const verdict = checkSync(source, flags, { timeout: CHECK_MS })
        if (verdict.status === 'safe') return []
        const why = verdict.status === 'unknown' ? verdict.error.kind : verdict.complexity.summary
        return [`${where}: /${source}/${flags}: ${verdict.status}, ${why}`]
      })
      expect(slow).toEqual([])
    },
    SLOW,
  )

  it('that is put together as the program runs is known, and attacked below', () => {
    const made = patterns.flatMap(({ source, where }) =>
      source === undefined ? [where.split(':')[0] ?? ''] : [],
    )
    expect([...new Set(made)].sort()).toEqual(PUT_TOGETHER)
  })
})

const a = 'a'.repeat(LENGTH)
const profile = { name: 'x', aliases: [], techniques: [], origins: [], languages: [], targets: [] }
const sigma = (selection: string, shape: string): string => `title: a
logsource: { product: llm }
detection:
  ${selection}: { user: a }
  condition: 1 of ${shape}
`
/** What takes a stranger's text, with the text that would make a careless expression walk it again and again. */
const ATTACKS: ReadonlyArray<readonly [string, () => unknown]> = [
  ['ids in shared objects', () => gate([{ id: 'x--1', name: a }], 'red', 'red')],
  [
    'ids in shared objects, dashes',
    () => gate([{ id: 'x--1', name: 'a-'.repeat(LENGTH) }], 'red', 'red'),
  ],
  ['keys of a log line', () => topLevelKeys(`{${'"\\'.repeat(LENGTH)}`)],
  ['keys of a log line, quotes', () => topLevelKeys(`{${'"\\"'.repeat(LENGTH)}`)],
  ['a score', () => readScore('0'.repeat(LENGTH))],
  ['a score with spaces', () => readScore(`${' '.repeat(LENGTH)}x`)],
  ['spaces of a STIX pattern', () => parsePattern(`[a:b = ${' '.repeat(LENGTH)}`)],
  ['comments of a STIX pattern', () => parsePattern(`[a:b = ${'//\n'.repeat(LENGTH)}`)],
  [
    'a keyword of a NOVA rule',
    () => parseNova(`rule a { keywords: $a = /${'i'.repeat(LENGTH)}x }`),
  ],
  ['a name with stars', () => parseSigma(sigma('a'.repeat(2000), 'a*'.repeat(300) + 'b'))],
  ['a timestamp', () => sortableTimestamp(`2026-01-01T00:00:00.${'0'.repeat(LENGTH)}1Z`)],
  ['repetitions of a rule', () => [isWide('\\P{'.repeat(LENGTH)), loosen('\\P{'.repeat(LENGTH))]],
  ['an e-mail address', () => SHAPES['email-address']?.fits(`a@${'a-'.repeat(LENGTH)}!`)],
  ['a name of a character set', () => CHARACTER_SETS.test(`iso-1${a}!`)],
  ['a name of a header', () => REQUEST_HEADERS.test(`X-${a}!`)],
  ['what an actor is', () => homeOf({ ...profile, description: 'from the '.repeat(LENGTH / 10) })],
  ['what an actor is, spaces', () => homeOf({ ...profile, description: ' '.repeat(LENGTH) })],
  ['personal data, digits', () => findPii('1 '.repeat(LENGTH))],
  ['personal data, names', () => findPii('Name: Aa '.repeat(LENGTH / 10))],
  ['personal data, streets', () => findPii('rue de la Aa '.repeat(LENGTH / 10))],
  ['personal data, words', () => findPii('Aa '.repeat(LENGTH / 4))],
  ['personal data, one word', () => findPii(a)],
  ['a text with nothing to see', () => foldText(`${'\u200b'.repeat(LENGTH)}é`)],
]

function codeOf(attack: () => unknown): string {
  try {
    attack()
    return 'taken'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

describe('a text made to be slow', () => {
  it.each(ATTACKS)('is not: %s', (_what, attack) => {
    const start = performance.now()
    // Refusing is right; hanging is not.
    expect(codeOf(attack)).toMatch(/^(?:taken|WB_[A-Z_]+)$/)
    expect(performance.now() - start).toBeLessThan(GROWTH_MS)
  })
})
