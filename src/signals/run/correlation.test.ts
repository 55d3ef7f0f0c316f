import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bruteForce, type Seen } from '../../../test/fixtures/correlation-oracle.ts'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { CORRELATION_KINDS, type CorrelationRule, type EventRule } from '../ir/rule.ts'
import { matchRules } from './match-rules.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const head = (id: string) => ({
  id,
  names: [id],
  title: id,
  language: 'sigma' as const,
  file: 'test.yml',
  line: 1,
  level: 'low',
  status: 'test',
  tags: [],
  description: '',
  isReported: true,
})
/** A rule that matches the events whose prompt holds the letter. */
const letter = (id: string): EventRule => ({
  ...head(id),
  kind: 'event',
  predicate: {
    kind: 'some',
    field: 'prompt',
    clause: 'c',
    test: { kind: 'matches', pattern: id, shown: id },
  },
})
const correlation = (over: Partial<CorrelationRule>): CorrelationRule => ({
  ...head('corr'),
  kind: 'correlation',
  type: 'event_count',
  rules: ['a'],
  groupBy: [['account_id']],
  windowMs: 10_000,
  bounds: [{ operator: 'gte', value: 2 }],
  fields: [],
  percentile: 50,
  ...over,
})

const boundsOf = (pairs: readonly (readonly [string, number])[]): CorrelationRule['bounds'] =>
  pairs.map(([operator, value]) => ({ operator: operator as 'gt', value }))

async function run(
  rules: readonly CorrelationRule[],
  events: readonly Seen[],
  batch: number,
): Promise<string[][]> {
  await store.engine.run('TRUNCATE TABLE events')
  await insertRows(
    store.engine,
    'events',
    events.map(({ second, ...row }) => ({
      ...row,
      batch,
      ts: new Date(Date.UTC(2026, 0, 5, 8, 0, second))
        .toISOString()
        .replace('T', ' ')
        .replace('Z', ''),
    })),
  )
  const all = [letter('a'), letter('b'), letter('c'), ...rules]
  await matchRules(store.engine, all)
  const rows = await store.engine.rows<{ rule: number; event_id: string; is_end: number }>(
    'SELECT rule, event_id, is_end FROM rule_matches WHERE rule >= 3',
  )
  return rules.map((_, index) =>
    rows
      .filter(({ rule }) => rule === index + 3)
      .map((row) => `${row.event_id} ${row.is_end}`)
      .sort(),
  )
}

describe('correlations', () => {
  it('find in SQL what looking at every window finds', async () => {
    const event = fc.record({
      account_id: fc.constantFrom('x', 'y'),
      conversation_id: fc.constantFrom('', 'c1', 'c2'),
      org_id: fc.constantFrom('x', 'o'),
      prompt: fc.constantFrom('a', 'b', 'c', 'ab', 'abc', 'z'),
      model: fc.constantFrom('', 'm1', 'm2', '7', '2.5'),
      tokens_out: fc.integer({ min: 0, max: 9 }),
      second: fc.integer({ min: 0, max: 40 }),
    })
    const rule = fc
      .record({
        type: fc.constantFrom(...CORRELATION_KINDS),
        rules: fc.constantFrom(['a'], ['a', 'b'], ['a', 'b', 'c'], ['c', 'a']),
        key: fc.constantFrom('account_id', 'conversation_id', 'alias', 'both', 'none'),
        windowMs: fc.constantFrom(0, 1000, 5000, 10_000, 100_000),
        bounds: fc.constantFrom<readonly (readonly [string, number])[]>(
          [],
          [['gte', 2]],
          [
            ['gt', 1],
            ['lte', 4],
          ],
          [['eq', 3]],
          [['lt', 5]],
          [['neq', 2]],
        ),
        field: fc.constantFrom('tokens_out', 'model'),
        percentile: fc.constantFrom(0, 50, 95, 100),
      })
      .map(({ key, field, bounds, rules, ...one }) => {
        const groupBy = {
          account_id: [rules.map(() => 'account_id')],
          conversation_id: [rules.map(() => 'conversation_id')],
          alias: [rules.map((_, index) => (index === 0 ? 'account_id' : 'org_id'))],
          both: [rules.map(() => 'account_id'), rules.map(() => 'conversation_id')],
          none: [],
        }[key]
        return {
          ...one,
          rules,
          groupBy,
          fields: one.type.startsWith('value') ? [field] : [],
          bounds: boundsOf(bounds),
        }
      })
      .filter(({ type, bounds }) => bounds.length > 0 || type.startsWith('temporal'))
    let batch = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 10, maxLength: 16 }),
        fc.array(event, { minLength: 15, maxLength: 40 }),
        async (drafts, rows) => {
          batch++
          const events = rows.map((row, index) => ({ ...row, event_id: `e${batch}-${index}` }))
          const rules = drafts.map((draft, index) => correlation({ ...draft, id: `corr${index}` }))
          const found = await run(rules, events, batch)
          for (const [index, one] of rules.entries())
            expect({ ...one, found: found[index] }).toEqual({
              ...one,
              found: bruteForce(one, events),
            })
        },
      ),
      { numRuns: 10, endOnFailure: true },
    )
  }, 240_000)

  const at = (id: string, prompt: string, second: number, over: Partial<Seen> = {}): Seen => ({
    event_id: id,
    account_id: 'x',
    conversation_id: '',
    org_id: 'o',
    prompt,
    model: '',
    tokens_out: 0,
    second,
    ...over,
  })

  it('slide: two within the span that lie on both sides of any fixed border', async () => {
    const [found] = await run(
      [correlation({ windowMs: 2000 })],
      [at('s1', 'a', 9), at('s2', 'a', 11), at('s3', 'a', 30)],
      501,
    )
    expect(found).toEqual(['s1 0', 's2 1'])
  })

  it('span weeks to the millisecond', async () => {
    const days = correlation({ windowMs: 30 * 86_400_000 })
    const [found] = await run(
      [days],
      [at('w1', 'a', 0), at('w2', 'a', 30 * 86_400), at('w3', 'a', 60 * 86_400 + 1)],
      505,
    )
    expect(found).toEqual(['w1 0', 'w2 1'])
  })

  it('check the order, not only the presence', async () => {
    const ordered = correlation({
      type: 'temporal_ordered',
      rules: ['a', 'b'],
      groupBy: [['account_id', 'account_id']],
      bounds: [],
    })
    const [wrong] = await run([ordered], [at('o1', 'b', 1), at('o2', 'a', 2)], 502)
    expect(wrong).toEqual([])
    const [right] = await run([ordered], [at('o3', 'a', 1), at('o4', 'b', 2)], 503)
    expect(right).toEqual(['o3 0', 'o4 1'])
  })

  it('can be about correlations', async () => {
    const inner = correlation({ id: 'inner' })
    const outer = correlation({
      id: 'outer',
      rules: ['inner'],
      bounds: [{ operator: 'gte', value: 2 }],
      windowMs: 60_000,
    })
    const [, found] = await run(
      [inner, outer],
      [at('c1', 'a', 1), at('c2', 'a', 2), at('c3', 'a', 30), at('c4', 'a', 31)],
      504,
    )
    expect(found).toEqual(['c2 0', 'c4 1'])
  })
})
