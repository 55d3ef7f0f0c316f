import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Cluster, Lead } from '../../attribution/index.ts'
import { TLP_LEVELS, TLP_MARKINGS, validateStix } from '../../formats/stix/index.ts'
import {
  type FoundCluster,
  gate,
  keyedPseudonyms,
  makeFindings,
  type StixObject,
  tellableIntel,
} from '../index.ts'

const KEY = { hex: '5e'.repeat(32), id: 'k' }
const CREATED = '2026-02-01T00:00:00.000Z'
const indicatorId = (n: number) => `indicator--00000000-0000-4000-8000-00000000000${n}`
const account = (n: number) => `secret-acct-${n}`
/** Whatever is personal carries one of these words, so that a leak is found wherever it stands. */
const PERSONAL = /secret-|203\.0\.113\.|@|example/

const signal = fc.record({
  source: fc.constantFrom('indicator', 'model', 'link', 'behaviour'),
  name: fc.constantFrom('ip 203.0.113.9', 'linked to secret-acct-2', 'what it asks for'),
  bits: fc.constantFrom(-2, 0.5, 8),
  events: fc.subarray(['secret-event-1', 'secret-event-2']),
  observed: fc.constantFrom('203.0.113.9', 'secret-mail@mail.example', ''),
  techniques: fc.subarray(['T1190', 'T1059.001', 'secret-technique']),
  intel: fc.constantFrom(null, indicatorId(1), indicatorId(2), 'misp-secret-3'),
  note: fc.constant('secret-note'),
})
const lead = (n: number) =>
  fc.record({
    account: fc.constant(account(n)),
    probability: fc.constantFrom(0.06, 0.5, 0.8, 0.995),
    verdict: fc.constantFrom('actor-account', 'actor-account', 'victim-key'),
    signals: fc.array(signal, { maxLength: 4 }),
    firstActive: fc.constantFrom(null, '2026-01-05T08:12:45.982Z', '2026-01-09T23:59:00.000Z'),
    why: fc.constant(['secret-why']),
    actor: fc.constant({ name: 'secret-actor', probability: 0.5 }),
  })
const link = fc.record({
  a: fc.integer({ min: 1, max: 5 }).map(account),
  b: fc.integer({ min: 1, max: 5 }).map(account),
  falseRate: fc.constantFrom(0.03, 0.4),
  looksLike: fc.constantFrom(null, null, 'household'),
  why: fc.array(
    fc.oneof(
      fc.record({
        family: fc.constantFrom('pay', 'device', 'mail', 'name'),
        value: fc.constantFrom('secret-print', 'secret-name@mail.example', '203.0.113.7'),
        holders: fc.integer({ min: 2, max: 4 }),
        bits: fc.constant(9),
      }),
      fc.record({
        family: fc.constant('net'),
        // The first is named by intelligence; the second too many hold; the others are the operation's own.
        value: fc.constantFrom('203.0.113.9', '203.0.113.200', '198.51.100.1', '2001:db8::1'),
        holders: fc.constant(2),
        bits: fc.constant(9),
      }),
    ),
    { maxLength: 4 },
  ),
})
const found = fc
  .tuple(
    fc.tuple(lead(1), lead(2), lead(3), lead(4), lead(5)),
    fc.array(link, { minLength: 1, maxLength: 6 }),
    fc.constantFrom('Heron Weavers', 'secret-actor'),
  )
  .map(([leads, links, actor]): FoundCluster => ({
    cluster: {
      cluster: 'c-secret-1',
      accounts: leads.map((one) => one.account),
      links: links.map((one) => ({
        ...one,
        why: one.why.map((why) => (why.value === '203.0.113.200' ? { ...why, holders: 40 } : why)),
      })),
      hypotheses: [{ actor, kind: 'actor', probability: 0.67 }],
    } as unknown as Cluster,
    leads: leads.map((one) => ({
      ...one,
      // An indicator that is always met names the first address.
      signals: [
        { ...INDICATED, intel: indicatorId(2) },
        ...one.signals.map((it) => (it.source === 'indicator' ? { ...it, ...INDICATED } : it)),
      ],
    })) as unknown as Lead[],
    asOf: '2026-01-24T10:00:00.000Z',
  }))
const INDICATED = {
  source: 'indicator',
  name: 'ip 203.0.113.9',
  observed: '203.0.113.9',
  bits: 8,
  techniques: [],
  events: ['secret-event-1'],
}
const markingOf = (level: string) =>
  Object.keys(TLP_MARKINGS).findLast((id) => TLP_MARKINGS[id] === level) ?? ''
/** Intelligence of a partner: the first indicator may be told at green, the second at red only. */
const INTEL: StixObject[] = [
  { type: 'indicator', id: indicatorId(1), object_marking_refs: [markingOf('green')] },
  { type: 'indicator', id: indicatorId(2), object_marking_refs: [markingOf('red')] },
  {
    type: 'intrusion-set',
    id: 'intrusion-set--1',
    name: 'Heron Weavers',
    object_marking_refs: [markingOf('green')],
  },
]

describe('makeFindings', () => {
  const order = (one: FoundCluster, tlp: (typeof TLP_LEVELS)[number], key = KEY) => ({
    found: one,
    tlp,
    intel: tellableIntel(INTEL, tlp, 'red'),
    pseudonyms: keyedPseudonyms(key),
    from: 'North',
  })

  it('makes valid STIX in which nothing personal and nothing above the level stands', () => {
    let [made, withAddress, withSighting] = [0, 0, 0]
    fc.assert(
      fc.property(found, fc.constantFrom(...TLP_LEVELS), (one, tlp) => {
        const findings = makeFindings(order(one, tlp))
        if (findings === undefined) return
        made++
        const objects = findings.objects.map((object) =>
          ['user-account', 'ipv4-addr', 'ipv6-addr'].includes(String(object['type']))
            ? object
            : { ...object, created: CREATED, modified: CREATED },
        )
        const bundle = {
          type: 'bundle',
          id: `bundle--${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`,
          objects,
        }
        const errors = validateStix(bundle).findings.filter((it) => it.severity === 'error')
        expect(errors).toEqual([])
        const text = JSON.stringify(bundle)
        expect(text).not.toMatch(PERSONAL)
        expect(text.includes(indicatorId(2))).toBe(tlp === 'red')
        expect(tlp === 'clear' && text.includes('Heron')).toBe(false)
        expect(gate(objects, tlp, 'red').withheld).toEqual([])
        if (text.includes('"type":"indicator"')) withAddress++
        if (text.includes('"type":"sighting"')) withSighting++
      }),
      { numRuns: 400, seed: 5 },
    )
    expect([made > 100, withAddress > 10, withSighting > 10]).toEqual([true, true, true])
  })

  it('tells of no address that a victim or a stranger holds', () => {
    const [a, b] = [account(1), account(2)]
    const base = { probability: 0.9, verdict: 'actor-account', signals: [], firstActive: null }
    const why = [{ family: 'net', value: '198.51.100.1', holders: 2, bits: 9 }]
    const told = (verdict: string, holders: number) => {
      const one = {
        cluster: {
          cluster: 'c-1',
          accounts: [a, b],
          links: [{ a, b, falseRate: 0.1, looksLike: null, why: [{ ...why[0], holders }] }],
          hypotheses: [],
        },
        leads: [
          { ...base, account: a },
          { ...base, account: b, verdict },
        ],
        asOf: '2026-01-24T10:00:00.000Z',
      } as unknown as FoundCluster
      return JSON.stringify(makeFindings(order(one, 'amber'))).includes('198.51.100.1')
    }
    expect(told('actor-account', 2)).toBe(true)
    expect(told('victim-key', 2)).toBe(false)
    expect(told('actor-account', 3)).toBe(false)
  })

  it('gives the same objects again, and others under another key', () => {
    const [one] = fc.sample(
      found.filter((it) => makeFindings(order(it, 'amber')) !== undefined),
      { numRuns: 1, seed: 1 },
    )
    if (one === undefined) throw new Error('no cluster was made')
    const ids = (key = KEY) =>
      makeFindings(order(one, 'amber', key))?.objects.map(({ id }) => id) ?? []
    expect(makeFindings(order(one, 'amber'))).toEqual(makeFindings(order(one, 'amber')))
    const first = new Set(ids())
    const accounts = ids({ hex: '7a'.repeat(32), id: 'l' })
    expect(accounts.filter((id) => first.has(id) && !String(id).startsWith('ipv'))).toEqual([])
  })
})
