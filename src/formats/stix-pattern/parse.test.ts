import { existsSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatError, WindbreakError } from '../../core/index.ts'
import { parsePattern, type PatternVersion, printPattern } from './index.ts'

const RECORDED = '../shared/conformance/patterns.jsonl'

/** The tree without its spans, for comparing what was meant. */
function meaning(text: string, version: PatternVersion = '2.1'): unknown {
  return JSON.parse(
    JSON.stringify(parsePattern(text, version), (key, value: unknown) =>
      key === 'span' ? undefined : value,
    ),
  )
}

function errorOf(text: string, version: PatternVersion = '2.1'): WindbreakError | undefined {
  try {
    parsePattern(text, version)
    return undefined
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
}

describe('the recorded patterns', () => {
  // Skipped where the recorded cases of ../shared/conformance are absent.
  it.skipIf(!existsSync(RECORDED))('are judged as recorded', () => {
    const records = readFileSync(RECORDED, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map(
        (line) => JSON.parse(line) as { pattern: string; version: PatternVersion; valid: boolean },
      )
    const wrong = records.filter(
      ({ pattern, version, valid }) => (errorOf(pattern, version) === undefined) !== valid,
    )
    expect(records.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })
})

describe('parsePattern', () => {
  it.each([
    // AND binds closer than OR, OR closer than FOLLOWEDBY, at the observation level.
    [
      '[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4]',
      '[a:b = 1] FOLLOWEDBY [a:b = 2] OR [a:b = 3] AND [a:b = 4]',
    ],
    ['([a:b=1] OR [a:b=2]) AND [a:b=3]', '([a:b = 1] OR [a:b = 2]) AND [a:b = 3]'],
    ['[(a:b=1 OR a:c=2) AND a:d=3]', '[(a:b = 1 OR a:c = 2) AND a:d = 3]'],
    ['[a:b==1 AND a:c<>2]', '[a:b = 1 AND a:c != 2]'],
    ['[a:b NOT = 1]', '[a:b NOT = 1]'],
    ['[NOT EXISTS a:b OR EXISTS a:c]', '[NOT EXISTS a:b OR EXISTS a:c]'],
    ['[a:b IN ()]', '[a:b IN ()]'],
    [
      "[a:b IN (1, -2.5, true, 'x', t'2026-01-01T00:00:00Z', b'AQID', h'')]",
      "[a:b IN (1, -2.5, true, 'x', t'2026-01-01T00:00:00Z', b'AQID', h'')]",
    ],
    [
      "[a:'x-y'.'IN'[*].c_ref.d[-1] LIKE '%\\'\\\\_']",
      "[a:'x-y'.'IN'[*].c_ref.d[-1] LIKE '%\\'\\\\_']",
    ],
    ['/* a */ [ a:b // to the end\n = 1 ]', '[a:b = 1]'],
    [
      '([a:b=1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
      '([a:b = 1] WITHIN 5 SECONDS) WITHIN 6 SECONDS',
    ],
    ['[a:b=1] REPEATS 2 TIMES WITHIN .5 SECONDS', '([a:b = 1] REPEATS 2 TIMES) WITHIN .5 SECONDS'],
    ['[a:b=+5]', '[a:b = 5]'],
  ])('reads %s', (text, printed) => {
    expect(printPattern(parsePattern(text))).toBe(printed)
  })

  it.each([
    ['', 1, 1],
    ["[file:name = 'a'", 1, 17],
    ["[file:name\n= 'a]", 2, 3],
    ['[file:name = null]', 1, 14],
    ['[file:name like 1]', 1, 12],
    ["[file:name = 'a\\n']", 1, 14],
    ['[file:size = 007]', 1, 14],
    ['[a:b = 1] REPEATS 0 TIMES', 1, 19],
    ['[a:b = 1] WITHIN -1 SECONDS', 1, 18],
    ['[a:b > true]', 1, 8],
    ['[a:b-c = 1]', 1, 4],
    ['[a:IN = 1]', 1, 4],
    ['[a:b MATCHES 1]', 1, 14],
    ['[a:b = 1] /* open', 1, 11],
    ["[file:hashes.'SHA-1' IN ('f00')]", 1, 26],
    ["[a:b = t'2026-13-01T00:00:00Z']", 1, 8],
    ["[a:b = 1] START '2026-01-01T00:00:00Z' STOP '2026-02-01T00:00:00Z'", 1, 17],
  ])('refuses %j at line %i, column %i', (text, line, column) => {
    const error = errorOf(text)
    expect(error?.at).toEqual({ line, column })
    expect(error?.hint).toBeTruthy()
    expect(error?.message.split('\n').at(-1)?.trim()).toBe('^')
  })

  it('reads version 2.0: START and STOP as strings, no EXISTS, qualifiers repeated', () => {
    const span = "[a:b = 1] START '2026-01-01T00:00:00Z' STOP '2026-02-01T00:00:00Z'"
    expect(errorOf(span, '2.0')).toBeUndefined()
    expect(errorOf('[EXISTS a:b]', '2.0')?.code).toBe('WB_FORMATS_PATTERN_SYNTAX')
    expect(errorOf('[a:b = 1] WITHIN 1 SECONDS WITHIN 2 SECONDS', '2.0')).toBeUndefined()
  })

  it('shows line and caret', () => {
    expect(formatError(errorOf("[file:name = 'a' AND\nfile:size < ]") as WindbreakError)).toBe(
      [
        "2:13: error WB_FORMATS_PATTERN_SYNTAX: found ']', wanted a value: 'text', a number, true, false, t'…', b'…' or h'…'",
        '  file:size < ]',
        '              ^',
        '  hint: see the STIX 2.1 patterning grammar',
      ].join('\n'),
    )
  })

  it('gives every node its place in the text', () => {
    const text = " ( [ file:name = 'a' ] ) WITHIN 5 SECONDS"
    const pattern = parsePattern(text)
    expect(text.slice(pattern.span.start, pattern.span.end)).toBe(text.trim())
    if (pattern.kind !== 'qualified' || pattern.pattern.kind !== 'observation') throw new Error()
    const { comparison } = pattern.pattern
    expect(text.slice(comparison.span.start, comparison.span.end)).toBe("file:name = 'a'")
  })

  it('refuses nesting without end, and text without end', () => {
    expect(errorOf('('.repeat(200_000))?.code).toBe('WB_FORMATS_PATTERN_LIMIT')
    expect(errorOf('[' + '('.repeat(200_000))?.code).toBe('WB_FORMATS_PATTERN_LIMIT')
    expect(errorOf('[a:b = 1]' + ' WITHIN 1 SECONDS'.repeat(2), '2.0')).toBeUndefined()
    expect(errorOf('([a:b = 1])' + ' WITHIN 1 SECONDS'.repeat(50_000))?.code).toBe(
      'WB_FORMATS_PATTERN_LIMIT',
    )
    expect(errorOf(' '.repeat(1_000_001))?.code).toBe('WB_FORMATS_PATTERN_LIMIT')
    const wide = `[${Array.from({ length: 50_000 }, () => 'a:b = 1').join(' OR ')}]`
    expect(errorOf(wide)).toBeUndefined()
  })
})

const key = fc.oneof(
  fc.constantFrom('value', 'b_ref', 'IN', 'SHA-256x', "it's", 'a.b'),
  fc.string({ minLength: 1, maxLength: 4 }),
)
const literal = fc.oneof(
  fc.string({ maxLength: 6 }).map((value) => `'${value.replace(/['\\]/g, '\\$&')}'`),
  fc.constantFrom(
    '1',
    '-2',
    '0.5',
    'true',
    'false',
    "t'2026-01-01T00:00:00.1Z'",
    "b'AQID'",
    "h'ff'",
  ),
)
const path = fc
  .tuple(
    fc.constantFrom('a', 'x-y', 'ipv4-addr'),
    key,
    fc.array(fc.oneof(key, fc.constantFrom('[*]', '[3]')), { maxLength: 3 }),
  )
  .map(([type, first, rest]) => {
    const quote = (name: string) => `'${name.replace(/['\\]/g, '\\$&')}'`
    const steps = rest.map((step) => (/^\[[*3]\]$/.test(step) ? step : `.${quote(step)}`))
    return `${type}:${quote(first)}${steps.join('')}`
  })
const test = fc.oneof(
  fc.tuple(path, literal).map(([p, v]) => `${p} = ${v}`),
  fc
    .tuple(path, fc.array(literal, { maxLength: 3 }))
    .map(([p, v]) => `${p} NOT IN (${v.join(',')})`),
  path.map((p) => `NOT EXISTS ${p}`),
  path.map((p) => `${p} LIKE 'a%'`),
)
const { comparison, pattern } = fc.letrec<{ comparison: string; pattern: string }>((tie) => ({
  comparison: fc.oneof(
    { depthSize: 'small' },
    test,
    fc
      .tuple(tie('comparison'), fc.constantFrom(' AND ', ' OR '), tie('comparison'))
      .map((parts) => parts.join('')),
    tie('comparison').map((inner) => `(${inner})`),
  ),
  pattern: fc.oneof(
    { depthSize: 'small' },
    tie('comparison').map((inner) => `[${inner}]`),
    fc
      .tuple(tie('pattern'), fc.constantFrom(' AND ', ' OR ', ' FOLLOWEDBY '), tie('pattern'))
      .map((parts) => parts.join('')),
    fc
      .tuple(tie('pattern'), fc.constantFrom('WITHIN 5 SECONDS', 'REPEATS 2 TIMES'))
      .map(([p, q]) => `(${p}) ${q}`),
  ),
}))

describe('printPattern', () => {
  it('prints what parses to the same tree', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pattern,
          comparison.map((inner) => `[${inner}]`),
        ),
        (text) => {
          const printed = printPattern(parsePattern(text))
          expect(meaning(printed)).toEqual(meaning(text))
          expect(printPattern(parsePattern(printed))).toBe(printed)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('any string at all', () => {
  it('parses or gives a WindbreakError with a place, 20,000 of them in time', () => {
    const pieces = [
      '[',
      ']',
      '(',
      ')',
      "'",
      '\\',
      "t'",
      "b'",
      "h'",
      'a:b',
      '=',
      ' AND ',
      'OR',
      'IN',
      ',',
      '*',
      '/*',
      '//',
      '\n',
      '1',
      '.',
      'NOT',
      'EXISTS ',
      'WITHIN',
      '\u0000',
      '\ud800',
    ]
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join('')),
    )
    const begun = performance.now()
    fc.assert(
      fc.property(noise, (text) => {
        const error = errorOf(text)
        return (
          error === undefined || (error.at?.line !== undefined && error.at.column !== undefined)
        )
      }),
      { numRuns: 20_000 },
    )
    expect(performance.now() - begun).toBeLessThan(20_000)
  })
})
