import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { parseSigma, parseTextValue, printTextValue, type SigmaRule } from './index.ts'

const rule = (detection: string): string =>
  `title: t\nlogsource:\n  category: llm_usage\ndetection:\n${detection}`

const parsed = (text: string): SigmaRule => {
  const [document] = parseSigma(text)
  if (document?.kind !== 'rule') throw new Error('no rule')
  return document
}

const testsOf = (item: string): unknown => {
  const detection = parsed(rule(`  s:\n    ${item}\n  condition: s`)).detections.get('s')
  return detection?.kind === 'item' ? detection.tests : detection
}

const errorOf = (text: string): WindbreakError | undefined => {
  try {
    parseSigma(text)
    return undefined
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
}

describe('text values', () => {
  it.each([
    ['a*b', 'a|*|b'],
    ['a?b', 'a|?|b'],
    ['\\*', '*text'],
    ['\\\\*', '\\|*'],
    ['\\\\\\*', '\\*text'],
    ['a\\b', 'a\\b'],
    ['a\\\\b', 'a\\b'],
    ['\\\\\\\\', '\\\\'],
    ['end\\', 'end\\'],
    ['', ''],
  ])('reads %j', (value, expected) => {
    const shown = parseTextValue(value)
      .map((part) => (part.kind === 'text' ? part.text : part.kind === 'many' ? '*' : '?'))
      .join('|')
    expect(shown).toBe(expected.replace('text', ''))
  })

  it('are printed so that they are read again as the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '*', '?', '\\', 'é') }), (value) => {
        const parts = parseTextValue(value)
        expect(parseTextValue(printTextValue(parts))).toEqual(parts)
      }),
    )
  })
})

describe('modifiers', () => {
  const text = (...parts: (string | 1)[]): object => ({
    kind: 'text',
    isCased: false,
    parts: parts.map((part) => (part === 1 ? { kind: 'many' } : { kind: 'text', text: part })),
  })
  it.each([
    ['f|contains: a', [text(1, 'a', 1)]],
    ["f|contains: '*a'", [text(1, 'a', 1)]],
    ['f|startswith: a', [text('a', 1)]],
    ['f|endswith: a', [text(1, 'a')]],
    ['f|contains: 12', [text(1, '12', 1)]],
    ['f|base64: foobar', [text('Zm9vYmFy')]],
    [
      'f|base64offset|contains: foobar',
      [
        {
          kind: 'any',
          tests: [text(1, 'Zm9vYmFy', 1), text(1, 'Zvb2Jhc', 1), text(1, 'mb29iYX', 1)],
        },
      ],
    ],
    ['f|wide|base64: ab', [text('YQBiAA==')]],
    ['f|utf16|base64: a', [text('//5hAA==')]],
    ['f|utf16be|base64: a', [text('AGE=')]],
    [
      "f|windash: ' -a'",
      [{ kind: 'any', tests: ['-', '/', '–', '—', '―'].map((dash) => text(` ${dash}a`)) }],
    ],
    ['f|windash: a-b', [text('a-b')]],
    [
      "f|re: '\\d*'",
      [
        {
          kind: 'regex',
          source: '\\d*',
          flags: { ignoreCase: false, multiline: false, dotAll: false },
        },
      ],
    ],
    [
      "f|re|i|s: 'a'",
      [{ kind: 'regex', source: 'a', flags: { ignoreCase: true, multiline: false, dotAll: true } }],
    ],
    [
      "f|re|contains: '^a'",
      [
        {
          kind: 'regex',
          source: '^a.*',
          flags: { ignoreCase: false, multiline: false, dotAll: false },
        },
      ],
    ],
    ['f|lt: 5', [{ kind: 'order', operator: 'lt', value: 5 }]],
    ["f|gte: '5.5'", [{ kind: 'order', operator: 'gte', value: 5.5 }]],
    ['f|hour: 3', [{ kind: 'time', unit: 'hour', operator: 'eq', value: 3 }]],
    ['f|hour|gte: 3', [{ kind: 'time', unit: 'hour', operator: 'gte', value: 3 }]],
    ["f|cidr: '2001:db8::/32'", [{ kind: 'cidr', range: '2001:db8::/32' }]],
    ['f|exists: false', [{ kind: 'exists', isPresent: false }]],
    ['f|fieldref: g', [{ kind: 'field', field: 'g', at: 'whole', isCased: false }]],
    ['f|fieldref|startswith: g', [{ kind: 'field', field: 'g', at: 'start', isCased: false }]],
    ['f: null', [{ kind: 'null' }]],
    ['f: 4648', [{ kind: 'number', value: 4648 }]],
    ["f: ''", [text()]],
  ])('work in: %s', (item, tests) => {
    expect(testsOf(item)).toEqual(tests)
  })

  it.each([
    ['f|contain: a', 'MODIFIER', 'did you mean contains'],
    ['f|contains|re: a', 'MODIFIER', 're first'],
    ['f|contains|all: a', 'MODIFIER', 'leave out all'],
    ['f|exists: maybe', 'MODIFIER', 'exists: true'],
    ["f|base64: 'a*'", 'MODIFIER', 'contains'],
    ['f|lt: many', 'MODIFIER', 'number'],
    ["f|cidr: '10.0.0.0'", 'MODIFIER', '198.51.100.0/24'],
    ["f|expand: '%unknown%'", 'PLACEHOLDER', 'vars'],
    ['f: {a: 1}', 'SHAPE', 'plain values'],
    ['f: []', 'SHAPE', 'at least one'],
  ])('are refused in: %s', (item, code, hint) => {
    const error = errorOf(rule(`  s:\n    ${item}\n  condition: s`))
    expect(error?.code).toBe(`WB_FORMATS_SIGMA_${code}`)
    expect(error?.hint).toContain(hint)
    expect(error?.at?.line).toBe(6)
  })

  it('put values of placeholders in place', () => {
    const placeholders = new Map([['who', ['ann', 'b*b']]])
    const [document] = parseSigma(rule("  s:\n    f|expand: 'x%who%\\%'\n  condition: s"), {
      placeholders,
    })
    const detection = document?.kind === 'rule' ? document.detections.get('s') : undefined
    expect(detection?.kind === 'item' ? detection.tests : []).toEqual([
      {
        kind: 'any',
        tests: [
          text('xann%'),
          {
            kind: 'text',
            isCased: false,
            parts: [{ kind: 'text', text: 'xb' }, { kind: 'many' }, { kind: 'text', text: 'b%' }],
          },
        ],
      },
    ])
  })
})

describe('conditions', () => {
  const detections = '  s_a:\n    f: 1\n  s_b:\n    f: 2\n  _hidden:\n    f: 3\n'
  const shown = (condition: string): unknown =>
    JSON.parse(
      JSON.stringify(
        parsed(rule(`${detections}  condition: ${condition}`)).conditions,
        (key, value: unknown) => (key === 'span' ? undefined : value),
      ),
    )
  it('bind not before and before or', () => {
    expect(shown('not s_a and s_b or s_a')).toEqual([
      {
        kind: 'or',
        operands: [
          {
            kind: 'and',
            operands: [
              { kind: 'not', operand: { kind: 'name', name: 's_a' } },
              { kind: 'name', name: 's_b' },
            ],
          },
          { kind: 'name', name: 's_a' },
        ],
      },
    ])
  })

  it('leave names with an underscore out of them', () => {
    expect(shown('1 of them')).toEqual([{ kind: 'of', count: 'any', names: ['s_a', 's_b'] }])
    expect(shown('all of s_*')).toEqual([{ kind: 'of', count: 'all', names: ['s_a', 's_b'] }])
    expect(shown('any of _*')).toEqual([{ kind: 'of', count: 'any', names: ['_hidden'] }])
  })

  it.each([
    ['s_a | count() > 5', 'correlation'],
    ['2 of s_*', 'combinations'],
    ['1 of x_*', 'the rule has'],
    ['missing', 'the rule has'],
    ['s_a AND s_b', 'lower case'],
    ['(s_a', ''],
    ['s_a s_b', ''],
    ['not', ''],
  ])('refuse %s', (condition, hint) => {
    const error = errorOf(rule(`${detections}  condition: ${condition}`))
    expect(error?.code).toBe('WB_FORMATS_SIGMA_CONDITION')
    expect(error?.hint ?? '').toContain(hint)
    expect(error?.message).toContain('^')
  })
})

describe('correlations', () => {
  const correlation = (members: string): string => `title: c\ncorrelation:\n${members}`
  it('read every member', () => {
    const [document] = parseSigma(
      correlation(
        '  type: value_percentile\n  rules: [a, b]\n  group-by: [who]\n  timespan: 15m\n  generate: true\n' +
          '  aliases:\n    who: {a: account_id, b: org_id}\n  condition: {gt: 2, lte: 9, field: tokens_out, percentile: 95}',
      ),
    )
    expect(document).toMatchObject({
      kind: 'correlation',
      type: 'value_percentile',
      rules: ['a', 'b'],
      groupBy: ['who'],
      timespanMs: 900_000,
      bounds: { gt: 2, lte: 9 },
      fields: ['tokens_out'],
      percentile: 95,
      isGenerating: true,
    })
  })

  it.each([
    '  type: event_sum\n  rules: a\n  timespan: 1h\n  condition: {gt: 1}',
    '  type: event_count\n  rules: a\n  timespan: soon\n  condition: {gt: 1}',
    '  type: event_count\n  rules: a\n  timespan: 1h',
    '  type: value_count\n  rules: a\n  timespan: 1h\n  condition: {gt: 1}',
    '  type: event_count\n  timespan: 1h\n  condition: {gt: 1}',
    '  type: event_count\n  rules: a\n  timespan: 1h\n  condition: {above: 1}',
  ])('refuse %j', (members) => {
    expect(errorOf(correlation(members))?.code).toBe('WB_FORMATS_SIGMA_SHAPE')
  })
})
