import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertCrowd, openLinkStore } from '../../test/fixtures/crowd.ts'
import { insertEvents, type Store } from '../../test/fixtures/store.ts'
import { derivePopulation } from '../signals/index.ts'
import { type CommonGround, likenessOf, nameGroups } from './benign-groups.ts'
import type { CrewTie } from './crews.ts'
import { deriveTokens } from './index.ts'
import type { LinkEvidence } from './link-probability.ts'
import type { LinkFamily } from './parameters.ts'

/** A link by how many hold its narrowest value of each family. */
function linkOf(holders: Partial<Record<LinkFamily, number>>): LinkEvidence {
  const families = Object.entries(holders) as [LinkFamily, number][]
  return {
    bits: 12,
    probability: 0.6,
    explained: '',
    unsharedBits: 0,
    families: families.map(([family, count]) => ({
      family,
      bits: 6,
      values: [{ family, value: 'v', token: '1', holders: count, bits: 6 }],
    })),
  }
}

const STRANGERS: CommonGround = {
  isSameWork: false,
  isSameCountry: true,
  atHome: 0,
  areMachines: false,
}

describe('innocent groups', () => {
  it.each<[string | null, Partial<Record<LinkFamily, number>>, Partial<CommonGround>]>([
    ['household', { net: 3, pay: 2 }, { atHome: 3 }],
    [null, { net: 3, name: 2 }, { atHome: 3 }],
    ['office behind one address', { net: 20, name: 3 }, { atHome: 20 }],
    ['campus', { net: 80 }, { atHome: 80 }],
    ['classroom with one template', { net: 20, name: 18 }, { atHome: 20 }],
    ['classroom with one template', { name: 18 }, { isSameWork: true }],
    ['agency', { pay: 12, name: 3 }, {}],
    [null, { pay: 6, name: 3 }, {}],
    ['reseller', { pay: 60, device: 60 }, {}],
    ['company on one card', { pay: 5 }, { isSameWork: true }],
    ['integration with machine cadence', { device: 2, net: 2 }, { areMachines: true, atHome: 2 }],
    [null, { name: 2 }, { areMachines: true }],
    ['viral prompt', { name: 60 }, { isSameCountry: false }],
    [null, { name: 60, pay: 2 }, { isSameCountry: false }],
    [null, { name: 60 }, {}],
    [null, { pay: 2, device: 2, name: 2 }, {}],
  ])('names a %s by what is shared (%j) and where (%j)', (name, holders, ground) => {
    expect(likenessOf(linkOf(holders), { ...STRANGERS, ...ground })).toBe(name)
  })
})

describe('the common ground of tied accounts', () => {
  let store: Store
  beforeEach(async () => {
    store = await openLinkStore()
  })
  afterEach(() => store.close())

  const tieOf = (account: string, nearest: string, link: LinkEvidence): CrewTie => ({
    account,
    nearest,
    link,
    crew: 0,
    sharers: [nearest],
    nullRate: 0,
    isDiscovery: false,
  })

  /** Requests from one address, as many minutes apart as given. */
  const uses = (account: string, ip: string, gaps: readonly number[]) => {
    let minutes = 0
    return gaps.map((gap) => {
      minutes += gap
      const at = new Date(Date.UTC(2026, 0, 10, 6, minutes)).toISOString()
      return { account, at, met: [['ip', 'contact', ip]] as const }
    })
  }

  it('is read from addresses over days, and from the cadence of requests', async () => {
    await insertCrowd(store, [])
    const steady = Array.from({ length: 30 }, () => 97)
    const fitful = Array.from({ length: 30 }, (_, n) => 1 + ((n * n * 37) % 200))
    await insertEvents(store.engine, [
      ...uses('robot_1', '203.0.113.1', steady),
      ...uses('robot_2', '203.0.113.2', steady),
      ...uses('ann', '203.0.113.9', fitful),
      ...uses('ben', '203.0.113.9', fitful),
    ])
    await store.engine.run('TRUNCATE TABLE population')
    await derivePopulation(store.engine)
    await deriveTokens(store.engine)
    const ties = [
      tieOf('robot_1', 'robot_2', linkOf({ device: 2 })),
      tieOf('ann', 'ben', linkOf({ net: 2 })),
      tieOf('ann', 'robot_1', linkOf({ device: 2 })),
      {
        ...tieOf('ben', 'ann', linkOf({ net: 2 })),
        link: { ...linkOf({ net: 2 }), probability: 0.001 },
      },
    ]
    const named = await nameGroups(store.engine, ties, 0.05)
    expect(named.map((tie) => tie.looksLike)).toEqual([
      'integration with machine cadence',
      'household',
      null,
      undefined,
    ])
    expect(named.map(({ link }) => link)).toEqual(ties.map(({ link }) => link))
  })
})
