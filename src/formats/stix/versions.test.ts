import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, confidenceOfScale, scaleOfConfidence } from './index.ts'
import { type ConfidenceScale, namesOfScale } from './confidence.ts'

const FIRST = {
  type: 'campaign',
  id: 'campaign--00000000-0000-4000-8000-000000000001',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: 'Invented',
}
const LATER = '2026-02-01T00:00:00.000Z'

describe('compareVersions', () => {
  it.each([
    ['the same text', {}, 'same'],
    ['times written otherwise', { modified: '2026-01-01T00:00:00.000000Z' }, 'same'],
    ['a default written out', { revoked: false }, 'same'],
    ['a later version', { modified: LATER, name: 'Other' }, 'later'],
    ['a revocation', { modified: LATER, revoked: true }, 'later'],
    ['an earlier version', { modified: '2025-02-01T00:00:00.000Z' }, 'earlier'],
  ])('takes %s', (_, change, order) => {
    expect(compareVersions(FIRST, { ...FIRST, ...change })).toBe(order)
  })

  it.each([
    ['other content of one version', {}, { name: 'Other' }, 'conflict'],
    [
      'another object',
      {},
      { id: 'campaign--00000000-0000-4000-8000-000000000002' },
      'other-object',
    ],
    ['a changed creation', {}, { modified: LATER, created: LATER }, 'created'],
    ['a stranger as creator', {}, { modified: LATER, created_by_ref: 'identity--x' }, 'creator'],
    ['a version after revocation', { revoked: true }, { modified: LATER }, 'revoked'],
  ])('refuses %s', (_, known, change, code) => {
    const before = { ...FIRST, ...known }
    expect(compareVersions(before, { ...FIRST, ...change })).toMatchObject({ code })
  })

  it('gives the opposite order when the two change places', () => {
    const month = fc
      .integer({ min: 1, max: 9 })
      .map((n) => ({ ...FIRST, modified: `2026-0${n}-01T00:00:00.000Z` }))
    fc.assert(
      fc.property(month, month, (a, b) => {
        const opposite = { same: 'same', later: 'earlier', earlier: 'later' }
        expect(opposite[compareVersions(a, b) as 'same']).toBe(compareVersions(b, a))
      }),
    )
  })
})

describe('confidence scales', () => {
  const scales: ConfidenceScale[] = ['none-low-med-high', '0-10', 'admiralty', 'wep', 'dni']

  it.each(scales)('%s shows every confidence, and gives back the word it showed', (scale) => {
    for (let confidence = 0; confidence <= 100; confidence++) {
      const name = scaleOfConfidence(scale, confidence) ?? ''
      const value = confidenceOfScale(scale, name) ?? Number.NaN
      expect(scaleOfConfidence(scale, value)).toBe(name)
    }
    const values = namesOfScale(scale).map((name) => confidenceOfScale(scale, name) ?? Number.NaN)
    expect(values.length).toBe(new Set(values).size)
    expect(scaleOfConfidence(scale, 101)).toBeUndefined()
  })

  it.each([
    ['admiralty', '1', 90],
    ['admiralty', '6', undefined],
    ['wep', 'even chance', 50],
    ['dni', 'Probable', 70],
    ['none-low-med-high', 'Low', 15],
    ['0-10', '7', 70],
  ] as const)('%s %s is %s', (scale, name, value) => {
    expect(confidenceOfScale(scale, name)).toBe(value)
  })
})
