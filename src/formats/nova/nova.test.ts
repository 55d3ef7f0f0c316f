import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { parseNova } from './index.ts'

const rule = (keywords: string, condition: string, more = ''): string =>
  `rule R {\n  keywords:\n    ${keywords}\n${more}  condition:\n    ${condition}\n}\n`

const errorOf = (text: string): WindbreakError | undefined => {
  try {
    parseNova(text)
    return undefined
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
}

const pattern = (value: string): unknown => {
  const [parsed] = parseNova(rule(`$a = ${value}`, '$a')).rules
  const { span: _, ...rest } = parsed?.patterns.keywords.get('$a') ?? { span: undefined }
  return rest
}

describe('keywords', () => {
  it.each([
    ['"Hack"', { kind: 'literal', text: 'Hack', isCased: false }],
    ["'Hack'", { kind: 'literal', text: 'Hack', isCased: false }],
    ['"Hack case:true"', { kind: 'literal', text: 'Hack', isCased: true }],
    ['"a\\\\b"', { kind: 'literal', text: 'a\\\\b', isCased: false }],
    ['/x{2,4}/', { kind: 'regex', source: 'x{2,4}', isCased: true }],
    ['/x/i', { kind: 'regex', source: 'x', isCased: false }],
    ['/a\\/b/i', { kind: 'regex', source: 'a\\/b', isCased: false }],
    ['/x}/', { kind: 'regex', source: 'x}', isCased: true }],
    ['"note:"', { kind: 'literal', text: 'note:', isCased: false }],
    ['"a = b"', { kind: 'literal', text: 'a = b', isCased: false }],
  ])('read %s', (value, expected) => {
    expect(pattern(value)).toEqual(expected)
  })

  it.each([
    ['"x" // note', 'nothing may stand behind'],
    ['"x" case:true', 'inside the quotes'],
    ['/x/ii', '/expression/i'],
    ['/x/s', '/expression/i'],
    ['word', '"text"'],
    ['/foo:', '[:]'],
  ])('refuse %s', (value, hint) => {
    const error = errorOf(rule(`$a = ${value}`, '$a'))
    expect(error?.code).toBe('WB_FORMATS_NOVA_SYNTAX')
    expect(error?.hint).toContain(hint)
    expect(error?.at?.line).toBe(3)
  })

  it('are linted where they cannot mean what they say', () => {
    const lints = parseNova(
      rule(
        '$a = "c:\\\\temp"\n    $b = ""\n    $c = "x case:true y"\n    $d = "u"',
        '$a or $b or $c',
      ),
    ).lints
    expect(lints.map(({ line, severity }) => `${line} ${severity}`)).toEqual([
      '3 warning',
      '4 warning',
      '5 warning',
      '6 note',
    ])
  })
})

describe('conditions', () => {
  const more = '  semantics:\n    $s1 = "asks for it" (0.4)\n  llm:\n    $l = "is it bad" (0.7)\n'
  const shown = (condition: string): string => {
    const [parsed] = parseNova(rule('$a = "x"\n    $ab = "y"\n    $b = "z"', condition, more)).rules
    return JSON.stringify(parsed?.condition, (key, value: unknown) =>
      key === 'span' || key === 'section' ? undefined : value,
    )
  }
  const names = (...list: string[]): string => JSON.stringify(list.map((name) => ({ name })))
  it.each([
    ['keywords.$a', `{"kind":"of","count":1,"references":${names('$a')}}`],
    ['$l', `{"kind":"of","count":1,"references":${names('$l')}}`],
    ['keywords.*', `{"kind":"of","count":1,"references":${names('$a', '$ab', '$b')}}`],
    ['any of keywords', `{"kind":"of","count":1,"references":${names('$a', '$ab', '$b')}}`],
    ['all of keywords.$a*', `{"kind":"of","count":"all","references":${names('$a', '$ab')}}`],
    ['2 of ($a*)', `{"kind":"of","count":2,"references":${names('$a', '$ab')}}`],
    ['keywords.$a*', `{"kind":"of","count":1,"references":${names('$a', '$ab')}}`],
    ['0 of llm.*', `{"kind":"of","count":0,"references":${names('$l')}}`],
    ['not $a', `{"kind":"not","operand":{"kind":"of","count":1,"references":${names('$a')}}}`],
    [
      'ANY OF keywords.* AND NOT $l',
      `{"kind":"and","operands":[{"kind":"of","count":1,"references":${names('$a', '$ab', '$b')}},` +
        `{"kind":"not","operand":{"kind":"of","count":1,"references":${names('$l')}}}]}`,
    ],
  ])('read %s', (condition, expected) => {
    expect(shown(condition)).toBe(expected)
  })

  it.each([
    'any of them',
    'any of ($a, $b)',
    '$a && $b',
    '!$a',
    '$a > 3',
    '$missing',
    'words.$a',
    '$a*',
    'any of (keywords.$a*)',
    'any of any of keywords',
    'any keywords',
    '($a) ($b)',
    '$a $b',
    '($a',
    '$a)',
    'any of keywords.$z*',
  ])('refuse %s', (condition) => {
    const error = errorOf(rule('$a = "x"\n    $b = "y"', condition))
    expect(error?.code).toBe('WB_FORMATS_NOVA_CONDITION')
    expect(error?.message).toContain('^')
    expect(error?.hint).toBeTruthy()
  })
})

describe('parseNova', () => {
  it('reads several rules, their meta and thresholds', () => {
    const text =
      `// first\n# second\n${rule('$a = "x"', '$a')}` +
      `\nrule Two\n{\n  meta:\n    author = "A"\n    severity = high\n` +
      `  llm:\n    $q = "is (it) so" (0.7)\n  condition:\n    any of llm.*\n}`
    const { rules } = parseNova(text)
    expect(rules.map(({ name }) => name)).toEqual(['R', 'Two'])
    expect(rules[1]?.meta).toEqual(
      new Map([
        ['author', 'A'],
        ['severity', 'high'],
      ]),
    )
    expect(rules[1]?.patterns.llm.get('$q')).toMatchObject({ text: 'is (it) so', threshold: 0.7 })
  })

  it.each([
    ['', 'found no rule'],
    ['text', 'before the first rule'],
    ['rule A {\n condition:\n $a\n}', 'without patterns'],
    ['rule A {\n keywords:\n $a = "x"\n}', 'without a condition'],
    ['rule A {\n strings:\n $a = "x"\n}', 'the section "strings"'],
    [`${rule('$a = "x"', '$a')}${rule('$a = "x"', '$a')}`, 'second rule'],
    [rule('$a = "x"\n    $a = "y"', '$a'), 'twice'],
    [rule('$llm_a = "x"', '$llm_a'), 'begins like llm'],
  ])('refuses %j', (text, words) => {
    expect(errorOf(text)?.message).toContain(words)
  })

  it('parses or refuses any text, with a place, in bounded time', () => {
    const pieces = [
      'rule A {\n',
      'keywords:\n',
      'semantics:\n',
      'llm:\n',
      'condition:\n',
      '$a = ',
      '"x"\n',
      '/y/i\n',
      '(0.4)',
      '}\n',
      'any of ',
      'keywords.*',
      '$a',
      ' and ',
      ' not ',
      '(',
      ')',
      '*',
      '\n',
      'meta:\n',
      '#',
      '//',
      'й',
    ]
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (source) => {
        const startedAt = performance.now()
        const error = errorOf(source)
        expect(error === undefined || (error.at?.line ?? 0) > 0).toBe(true)
        expect(performance.now() - startedAt).toBeLessThan(1000)
      }),
      { numRuns: 3000 },
    )
  })
})
