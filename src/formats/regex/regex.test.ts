import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { compileRegex, matcherOf, quoteRegex } from './index.ts'

const errorOf = (source: string): WindbreakError | undefined => {
  try {
    compileRegex(source)
    return undefined
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
}

describe('compileRegex', () => {
  it.each([
    ['a.b', 'a\nb', {}, false],
    ['a.b', 'a\nb', { dotAll: true }, true],
    ['^b', 'a\nb', {}, false],
    ['^b', 'a\nb', { multiline: true }, true],
    ['a$', 'a\n', {}, true],
    ['a$', 'a\nb', {}, false],
    ['a$', 'a\nb', { multiline: true }, true],
    ['(?i)abc|def', 'xDEFx', {}, true],
    ['a(?i)b|c', 'C', {}, true],
    ['a(?i:b)c', 'aBC', {}, false],
    ['(a$|b)c', 'bc', {}, true],
    ['x{2,}', 'xx', {}, true],
    ['x{,2}y', 'y', {}, true],
    ['a{', 'a{', {}, true],
    ['[]a]', ']', {}, true],
    ['[^\\W_]', 'é', { unicodeClasses: true }, true],
    ['\\w', 'é', {}, false],
    ['\\d+', '٣', { unicodeClasses: true }, true],
    ['[\\D]', '5', {}, false],
    ['\\x41\\u0042\\t', 'AB\t', {}, true],
    ['(?P<name>a)(?#note)b', 'ab', {}, true],
    ['\\p{Cyrillic}', 'ж', {}, true],
    ['[[:digit:]]', '7', {}, true],
    ['a-b/c#d&e~f', 'a-b/c#d&e~f', {}, true],
  ] as const)('searches %s in %j', (source, text, flags, expected) => {
    expect(matcherOf(compileRegex(source, flags).pattern)(text)).toBe(expected)
  })

  it.each([
    ['(?=a)b', 'UNSUPPORTED', 'look-ahead'],
    ['(?<!a)b', 'UNSUPPORTED', 'negative look-behind'],
    ['(a)\\1', 'UNSUPPORTED', 'backreference'],
    ['(?>a)', 'UNSUPPORTED', 'atomic'],
    ['a*+', 'UNSUPPORTED', 'possessive'],
    ['a{2000}', 'LIMIT', 'repetition'],
    ['(a', 'SYNTAX', 'never ends'],
    ['a)', 'SYNTAX', "')'"],
    ['[a', 'SYNTAX', 'never ends'],
    ['*a', 'SYNTAX', 'nothing before it'],
    ['a$b', 'SYNTAX', "after '$'"],
    ['\\', 'SYNTAX', 'backslash'],
  ])('refuses %s and names why', (source, code, words) => {
    const error = errorOf(source)
    expect(error?.code).toBe(`WB_FORMATS_REGEX_${code}`)
    expect(error?.message).toContain(words)
    expect(error?.hint).toBeTruthy()
    expect(error?.at?.column).toBeGreaterThan(0)
  })

  it('compiles or refuses any text, in bounded time', () => {
    const pieces = [
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '|',
      '*',
      '+',
      '?',
      '\\',
      '^',
      '$',
      '.',
      'a',
      '1',
      ',',
      '(?',
      ':',
      '<',
      '=',
      '-',
      'й',
    ]
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 60 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (source) => {
        const startedAt = performance.now()
        errorOf(source)
        expect(performance.now() - startedAt).toBeLessThan(1000)
      }),
      { numRuns: 3000 },
    )
  })

  it('finds quoted text in itself and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (text, other) => {
          const matches = matcherOf(`\\A${quoteRegex(text)}\\z`)
          expect(matches(text)).toBe(true)
          expect(matches(other)).toBe(text === other)
        },
      ),
    )
  })
})
