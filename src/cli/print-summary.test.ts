import { describe, expect, it } from 'vitest'
import { printable, table } from './print-summary.ts'

describe('printing', () => {
  it('shows control, direction and zero-width characters as marks and cuts long text', () => {
    expect(printable('a\u001b[31mb\u202ec\u200bd', 40)).toBe('a·[31mb·c·d')
    expect(printable('x'.repeat(50), 10)).toBe('xxxxxxxxx…')
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
