import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMarked, scorePii } from '../../../test/fixtures/pii.ts'
import { findPii, Redactor } from './index.ts'

const redact = (text: string): string => new Redactor().redact(text).text

describe('personal data in texts', () => {
  it.each([
    ['dev', 0.97],
    ['held-out', 0.95],
  ] as const)('of the %s set is hidden, and what is hidden is personal', (name, floor) => {
    const [all] = scorePii(readMarked(name))
    expect(all?.marked).toBeGreaterThan(60)
    expect((all?.hidden ?? 0) / (all?.marked ?? 1)).toBeGreaterThanOrEqual(floor)
    expect((all?.right ?? 0) / (all?.found ?? 1)).toBeGreaterThanOrEqual(floor)
  })

  it('gets one mark for one value, in all texts of a reading', () => {
    const redactor = new Redactor()
    const first = redactor.redact('Write to ana@mail.example or bo@mail.example.')
    const second = redactor.redact('As BO@mail.example said to ana@mail.example')
    expect(first.text).toBe('Write to [email 1] or [email 2].')
    expect(second.text).toBe('As [email 2] said to [email 1]')
    expect(first.counts).toEqual({ email: 2 })
  })

  it.each([
    ['a version', 'upgrade to version 10.15.7.2 and v1.2.3.4'],
    ['a number that no network gave', 'order 1234567812345670'],
    ['a card with a wrong digit', 'card 4111 1111 1111 1112'],
    ['an account number with a wrong digit', 'IBAN DE88 3704 0044 0532 0130 00'],
    ['a time', 'at 12:44:01 on 2026-01-05, in 35000 Items'],
    ['a greeting', 'Dear all, Mr. and Mrs. are titles. I am Happy.'],
  ])('is not %s', (_what, text) => {
    expect(redact(text)).toBe(text)
  })

  it('is found in time that grows with the text, whatever is written', () => {
    const parts = [
      '1',
      '1 ',
      '1-',
      'a:',
      '1.',
      'a@',
      'Aa ',
      '市',
      '省市路',
      'Dr. Aa ',
      '+1 ',
      'DE12 ABCD ',
    ]
    for (const part of [
      ...parts,
      '12 Aa Bb ',
      'rue de Aa ',
      "A'a",
      'sk-',
      'eyJaaaaaaaaaa.',
      'Name: ',
    ]) {
      const started = performance.now()
      findPii(part.repeat(Math.ceil(50_000 / part.length)))
      expect([part, performance.now() - started < 3000]).toEqual([part, true])
    }
  })

  it('leaves all else as it was, and stands in order', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const spans = findPii(text)
        let at = 0
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBeLessThanOrEqual(text.length)
        const isWhole = spans.length > 0 || redact(text) === text
        expect(isWhole).toBe(true)
      }),
    )
  })
})
