import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../test/fixtures/store.ts'
import { contentName, nameClusters } from './cluster-ids.ts'
import { settleClusters } from './cluster-log.ts'
import type { Cluster } from './describe-clusters.ts'
import type { Lead } from './findings.ts'

const NONE: ReadonlySet<string> = new Set()
const known = (cluster: string, ...accounts: string[]) => ({ cluster, accounts })

describe('names of clusters', () => {
  it('depend on the members alone where nothing was before', () => {
    const one = nameClusters([], [['b', 'a']], NONE)
    expect(one.names).toEqual([contentName(['a', 'b'])])
    expect(one.changes).toEqual([
      { cluster: contentName(['a', 'b']), change: 'new', of: [], joined: ['a', 'b'], left: [] },
    ])
  })

  it('go on while members do, and tell who joined and who left', () => {
    const { names, changes } = nameClusters([known('c-x', 'a', 'b', 'c')], [['b', 'c', 'd']], NONE)
    expect(names).toEqual(['c-x'])
    expect(changes).toEqual([
      { cluster: 'c-x', change: 'changed', of: [], joined: ['d'], left: ['a'] },
    ])
    expect(nameClusters([known('c-x', 'a', 'b')], [['b', 'a']], NONE).changes).toEqual([])
  })

  it('pass to the larger part of a split, and the other says where it came from', () => {
    const { names, changes } = nameClusters(
      [known('c-x', 'a', 'b', 'c', 'd', 'e')],
      [
        ['a', 'b'],
        ['c', 'd', 'e'],
      ],
      NONE,
    )
    expect(names).toEqual([contentName(['a', 'b']), 'c-x'])
    expect(changes.map(({ cluster, change, of }) => [cluster, change, of])).toEqual(
      [
        [contentName(['a', 'b']), 'split', ['c-x']],
        ['c-x', 'changed', []],
      ].sort(([x = ''], [y = '']) => (String(x) < String(y) ? -1 : 1)),
    )
  })

  it('pass from the larger of two that merge, which names the one it took over', () => {
    const before = [known('c-x', 'a', 'b', 'c'), known('c-y', 'd', 'e')]
    const { names, changes } = nameClusters(before, [['a', 'b', 'c', 'd', 'e']], NONE)
    expect(names).toEqual(['c-x'])
    expect(changes).toEqual([
      { cluster: 'c-x', change: 'merged', of: ['c-y'], joined: ['d', 'e'], left: [] },
    ])
  })

  it('end when no member is in any cluster', () => {
    expect(nameClusters([known('c-x', 'a', 'b')], [], NONE).changes).toEqual([
      { cluster: 'c-x', change: 'gone', of: [], joined: [], left: ['a', 'b'] },
    ])
  })

  it('are given once, whatever happens, and do not depend on the order of clusters', () => {
    const partition = fc
      .array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 })
      .map((labels) =>
        [...new Set(labels)]
          .map((label) => labels.flatMap((one, n) => (one === label ? [`a${n}`] : [])))
          .filter((accounts) => accounts.length > 1),
      )
    fc.assert(
      fc.property(partition, partition, (first, second) => {
        const start = nameClusters([], first, NONE)
        const before = first.map((accounts, n) => known(start.names[n] ?? '', ...accounts))
        const { names } = nameClusters(before, second, new Set(start.names))
        expect(new Set(names).size).toBe(second.length)
        const turned = nameClusters(
          [...before].reverse(),
          [...second].reverse(),
          new Set(start.names),
        )
        expect([...turned.names].reverse()).toEqual(names)
        expect(nameClusters(before, first, new Set(start.names)).changes).toEqual([])
      }),
    )
  })
})

describe('the log of clusters', () => {
  let store: Store
  beforeEach(async () => {
    store = await openStore()
  })
  afterEach(() => store.close())

  const findings = (...clusters: string[][]) => ({
    clusters: clusters.map((accounts, n) => ({
      cluster: `c-${n + 1}`,
      accounts,
    })) as unknown as Cluster[],
    leads: clusters.flatMap((accounts, n) =>
      accounts.map((account) => ({ account, cluster: `c-${n + 1}` })),
    ) as unknown as Lead[],
  })

  it('keeps names over runs, and gives the same again for the same findings', async () => {
    const first = await settleClusters(store.engine, findings(['a', 'b']), '2026-01-01')
    const again = await settleClusters(store.engine, findings(['a', 'b']), '2026-01-01')
    expect(again.clusters).toEqual(first.clusters)
    expect(again.clusterChanges).toEqual({ new: 0, changed: 0, merged: 0, split: 0, gone: 0 })
    const name = contentName(['a', 'b'])
    const grown = await settleClusters(
      store.engine,
      findings(['x', 'y'], ['a', 'b', 'c']),
      '2026-01-02',
    )
    expect(grown.clusters[1]).toMatchObject({
      cluster: name,
      history: [
        { asOf: '2026-01-01', change: 'new', of: [] },
        { asOf: '2026-01-02', change: 'changed', of: [] },
      ],
    })
    expect(grown.leads.find(({ account }) => account === 'c')?.cluster).toBe(name)
    const none = await settleClusters(store.engine, findings(), '2026-01-03')
    expect(none.clusterChanges.gone).toBe(2)
    const still = await settleClusters(store.engine, findings(), '2026-01-04')
    expect(still.clusterChanges.gone).toBe(0)
  })
})
