import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore } from '../../test/fixtures/crowd.ts'
import type { Met, Store } from '../../test/fixtures/store.ts'
import { LINK_HOLDERS_MAX } from '../core/index.ts'
import { findSharedValues, findStars, formCrews } from './index.ts'

let store: Store
beforeEach(async () => {
  store = await openLinkStore()
})
afterEach(() => store.close())

const RING = 2 * LINK_HOLDERS_MAX
const PEOPLE = 400 + RING
const NO_TESTS = { nullRate: () => 0, isDiscovery: () => true }
const name = (n: number): string => `ring_${String(n).padStart(3, '0')}`

async function ring(met: readonly Met[], organization = ''): Promise<void> {
  const members = Array.from({ length: RING }, (_, n) => ({ account: name(n), met, organization }))
  await insertCrowd(store, members)
}

/** So many members of the ring, and two of the crowd. */
const suspectsOf = (members: number): string[] => [
  ...Array.from({ length: members }, (_, n) => name(n * 3)),
  'crowd_1',
  'crowd_2',
]

/** What stars there are of so many suspects. */
async function starsOf(members: number): ReturnType<typeof findStars> {
  await findSharedValues(store.engine, suspectsOf(members))
  return findStars(store.engine, suspectsOf(members))
}

const CARD: Met = ['payment', 'signup', 'fp_ring']
const FILE: Met = ['file', 'use', 'ring.py']

describe('rings of hundreds', () => {
  it('are tied to their first suspect where far more of them are suspect than of others', async () => {
    await ring([CARD, FILE])
    const suspects = suspectsOf(20)
    const pairwise = await findSharedValues(store.engine, suspects)
    expect(pairwise).toEqual([])
    const stars = await findStars(store.engine, suspects)
    expect(stars.length).toBe(RING)
    expect(stars.filter(({ a }) => a === name(0)).length).toBe(RING - 1)
    const { ties } = formCrews(suspects, stars, PEOPLE, NO_TESTS)
    const spokes = ties.filter(({ account }) => !suspects.includes(account))
    expect(spokes.length).toBe(RING - 20)
    for (const { link } of spokes) {
      expect(link.probability).toBeGreaterThan(0.1)
      expect(link.probability).toBeLessThanOrEqual(0.3)
      expect(link.families[0]?.values[0]).toMatchObject({ holders: RING, suspects: 20 })
    }
  })

  it.each<[string, readonly Met[], number]>([
    ['no more of them are suspect than chance allows', [CARD, FILE], 6],
    ['they share one family only', [FILE, ['identifier', 'use', 'ring_id']], 20],
    ['what they share is an address', [FILE, ['ip', 'contact', '203.0.113.5']], 20],
  ])('are left alone when %s', async (_, met, suspects) => {
    await ring(met)
    expect(await starsOf(suspects)).toEqual([])
  })

  it('stay explained where they are one organisation', async () => {
    await ring([CARD, FILE], 'Acme')
    const suspects = suspectsOf(20)
    const stars = await starsOf(20)
    const { ties } = formCrews(suspects, stars, PEOPLE, NO_TESTS)
    expect(Math.max(...ties.map(({ link }) => link.probability))).toBeLessThanOrEqual(0.15)
  })
})
