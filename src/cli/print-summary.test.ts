import { describe, expect, it } from 'vitest'
import { table } from './print-summary.ts'
import { printable, printableJson } from './printable.ts'

describe('printing', () => {
  it('shows control, direction and zero-width characters as marks and cuts long text', () => {
    expect(printable('a\u001b[31mb\u202ec\u200bd', 40)).toBe('a·[31mb·c·d')
    expect(printable('x'.repeat(50), 10)).toBe('xxxxxxxxx…')
    expect(printable('\u009b2J \ud800 \u{e0041} \u2028 \u061c')).toBe('·2J · · · ·')
  })

  it('writes JSON that means the same and holds no character that acts', () => {
    const value = { a: '\u001b[31m \u009b2J \u202e \ud83d\ude00 \u{e0041} é', b: [1, null] }
    for (const indent of [undefined, 2]) {
      const text = printableJson(value, indent)
      expect(JSON.parse(text)).toEqual(value)
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
    }
  })

  it('aligns numbers right and words left', () => {
    expect(
      table([
        ['a', '1'],
        ['bbb', '1,000'],
      ]),
    ).toEqual(['a        1', 'bbb  1,000'])
  })
})
