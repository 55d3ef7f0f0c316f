import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventRule } from '../../../test/fixtures/event-rule.ts'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { quoteRegex } from '../../formats/regex/index.ts'
import type { Predicate, ValueTest } from '../ir/predicate.ts'
import { evaluate } from './evaluate.ts'
import { matchRules } from './match-rules.ts'
import { storedRecord } from './stored-record.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const words = [
  'hack',
  'HACK',
  'ſtraße',
  'взлом',
  'ВЗЛОМ',
  'a.b',
  '*',
  '\n',
  ' ',
  'K',
  'һaсk',
  'ha\u200bck',
  '５',
  '攻击',
  '',
  'x',
]
const text = fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join(''))
const TEXT_FIELDS = [
  'prompt',
  'prompt_folded',
  'completion',
  'user_agent',
  'tool_args',
  'model',
  'ip',
  'account_id',
]

const event = fc.record({
  prompt: text,
  completion: text,
  user_agent: text,
  tool_args: fc.constantFrom('', '{"a":1}'),
  model: fc.constantFrom('', 'm-1', 'M-1', '12', '-3.5', 'hack'),
  ip: fc.constantFrom('', '203.0.113.9', '198.51.100.7', '2001:db8::9', 'hack'),
  tool_names: fc.array(fc.constantFrom('shell', 'Search', '12'), { maxLength: 2 }),
  tokens_in: fc.integer({ min: 0, max: 20 }),
  ts: fc.constantFrom(
    '2026-01-05 08:00:00.000',
    '2027-01-01 23:59:59.999',
    '2026-12-28 00:30:00.000',
  ),
  observables: fc.array(
    fc.record({
      kind: fc.constantFrom('domain', 'ip'),
      relation: fc.constant('use'),
      value: fc.constantFrom('a.example', '203.0.113.9'),
    }),
    { maxLength: 2 },
  ),
})

const pattern: fc.Arbitrary<ValueTest> = fc
  .tuple(
    fc.constantFrom(...words.filter((word) => word !== '')),
    fc.constantFrom('', '(?i)'),
    fc.constantFrom('in', 'start', 'end', 'whole', 'dot', 'word', 'gap'),
  )
  .map(([word, fold, place]) => {
    const quoted = quoteRegex(word)
    const body = {
      in: quoted,
      start: `\\A${quoted}`,
      end: `${quoted}\\z`,
      whole: `\\A${quoted}\\z`,
      dot: `${quoted}[^\\x{a}](?s:.)*`,
      gap: `${quoted}[^.\\x{a}]{0,40}(?:a|\\p{L})`,
      word: `(?:${quoted}|[\\p{L}\\p{N}_]{3,})(?:\\x{a}?\\z)`,
    }[place]
    return { kind: 'matches' as const, pattern: `${fold}${body}`, shown: word }
  })
const numeric: fc.Arbitrary<ValueTest> = fc.record({
  kind: fc.constant('number' as const),
  operator: fc.constantFrom('eq', 'lt', 'lte', 'gt', 'gte'),
  value: fc.constantFrom(-3.5, 0, 5, 12, 15),
})
const range: fc.Arbitrary<ValueTest> = fc
  .constantFrom('203.0.113.0/24', '0.0.0.0/0', '2001:db8::/32', '198.51.100.7/32')
  .map((one) => ({ kind: 'in-range', range: one }))
const anyTest = fc.oneof(pattern, numeric, range)
const combined: fc.Arbitrary<ValueTest> = fc.oneof(
  anyTest,
  fc
    .array(anyTest, { minLength: 1, maxLength: 3 })
    .map((tests) => ({ kind: 'all' as const, tests })),
  fc
    .array(anyTest, { minLength: 1, maxLength: 3 })
    .map((tests) => ({ kind: 'any' as const, tests })),
  anyTest.map((test) => ({ kind: 'not' as const, test })),
)
const some = (
  field: fc.Arbitrary<string>,
  test: fc.Arbitrary<ValueTest>,
): fc.Arbitrary<Predicate> =>
  fc
    .tuple(field, test)
    .map(([name, one]) => ({ kind: 'some', field: name, test: one, clause: name }))
const time: fc.Arbitrary<ValueTest> = fc.record({
  kind: fc.constant('time' as const),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week', 'month', 'year'),
  operator: fc.constantFrom('eq', 'lt', 'gte'),
  value: fc.constantFrom(0, 1, 2, 8, 12, 23, 28, 53, 59, 2026),
})

const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  {
    weight: 6,
    arbitrary: some(
      fc.constantFrom(...TEXT_FIELDS, 'tool_names', 'observable.domain', 'observable.ip'),
      combined,
    ),
  },
  some(fc.constantFrom('tokens_in', 'prompt_chars'), fc.oneof(numeric, pattern)),
  some(fc.constant('ts'), time),
  fc
    .constantFrom(...TEXT_FIELDS, 'tool_names', 'tokens_in')
    .map((field) => ({ kind: 'absent' as const, field })),
  fc
    .tuple(
      fc.constantFrom('prompt', 'model', 'tool_names'),
      fc.constantFrom('completion', 'ip', 'tool_names'),
      fc.constantFrom('whole', 'start', 'end', 'within'),
      fc.boolean(),
    )
    .map(([field, other, at, isCased]) => ({ kind: 'same' as const, field, other, at, isCased })),
  fc.constantFrom<Predicate>(
    { kind: 'needs-model', reason: 'q' },
    { kind: 'constant', value: true },
    { kind: 'constant', value: false },
  ),
)
const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('predicate').map((operand) => ({ kind: 'not' as const, operand })),
    fc
      .tuple(
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(tie('predicate'), { maxLength: 3 }),
      )
      .map(([kind, operands]) => ({ kind, operands })),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.array(tie('predicate'), { maxLength: 3 }))
      .map(([count, operands]) => ({ kind: 'at-least' as const, count, operands })),
  ),
}))

describe('matchRules', () => {
  it('finds what the evaluator finds, for any rules and events', async () => {
    let batch = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(predicate, { minLength: 20, maxLength: 40 }),
        fc.array(event, { minLength: 10, maxLength: 25 }),
        async (predicates, drafts) => {
          // Hits outlive the events of a test that takes them away, which the product never does.
          for (const table of ['events', 'text_hits', 'text_scans'])
            await store.engine.run(`TRUNCATE TABLE IF EXISTS ${table}`)
          batch++
          const events = drafts.map((draft, index) => ({
            ...draft,
            batch,
            event_id: `e${batch}-${index}`,
            account_id: `hack${index % 3}`,
          }))
          await insertRows(store.engine, 'events', events)
          const rules = predicates.map((one, index) => eventRule(`r${index}`, one))
          const run = await matchRules(store.engine, rules)
          const found = await store.engine.rows<{ rule: number; event_id: string }>(
            'SELECT rule, event_id FROM rule_matches ORDER BY rule, event_id',
          )
          const wanted: string[] = []
          const open = new Map<number, number>()
          for (const [number, { predicate: one }] of rules.entries()) {
            for (const row of events) {
              const verdict = evaluate(one, storedRecord(row))
              if (verdict === 'yes') wanted.push(`${number} ${row.event_id}`)
              if (verdict === 'needs-model') open.set(number, (open.get(number) ?? 0) + 1)
            }
          }
          expect(found.map(({ rule, event_id: id }) => `${rule} ${id}`).sort()).toEqual(
            wanted.sort(),
          )
          for (const [number, count] of run.needsModel)
            expect([number, count]).toEqual([number, open.get(number) ?? 0])
        },
      ),
      { numRuns: 12, endOnFailure: true },
    )
  }, 240_000)
})
