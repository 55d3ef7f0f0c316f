import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { parseSigma } from './index.ts'

const errorOf = (text: string): WindbreakError | undefined => {
  try {
    parseSigma(text)
    return undefined
  } catch (error) {
    if (error instanceof WindbreakError) return error
    throw error
  }
}

/** Nine aliases of nine aliases, nine times over. */
const nine = (text: string): string => Array.from({ length: 9 }, () => text).join(',')
const levels = Array.from(
  { length: 9 },
  (_, n) => `b${n}: &b${n} [${nine(n === 0 ? '*a' : `*b${n - 1}`)}]`,
)
const bomb = `a: &a [${nine('x')}]\n${levels.join('\n')}`

describe('parseSigma', () => {
  it('parses or refuses any text, with a place, in bounded time', () => {
    const pieces = [
      'title: t\n',
      'detection:\n',
      '  s:\n',
      '    f|contains: ',
      '    - ',
      'a\n',
      '*',
      "'",
      '"',
      '{',
      '[',
      ']',
      '}',
      ': ',
      '&x ',
      '*x',
      '|',
      '\n',
      '  condition: s\n',
      '---\n',
      '? ',
      '!!',
      '\t',
      '%x%',
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

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['aliases of aliases', bomb],
  ])('refuses %s that never end', (_, text) => {
    expect(errorOf(text)?.code).toMatch(/WB_FORMATS_SIGMA_(?:LIMIT|YAML|SHAPE)/)
  })
})
