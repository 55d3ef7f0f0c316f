import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventRule } from '../../../test/fixtures/event-rule.ts'
import { insertRows, openStore, type Store } from '../../../test/fixtures/store.ts'
import { seededRandom } from '../../core/index.ts'
import type { Rule } from '../ir/rule.ts'
import { evaluate } from './evaluate.ts'
import { matchRules } from './match-rules.ts'
import { storedRecord } from './stored-record.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

describe('the search of texts', () => {
  it('searches only for what is new, in batches that it was not searched for in', async () => {
    await store.engine.run('TRUNCATE TABLE events')
    const has = (word: string): Rule =>
      eventRule(word, {
        kind: 'some',
        field: 'prompt',
        clause: 'c',
        test: { kind: 'matches', pattern: word, shown: word },
      })
    const insert = (batch: number, id: string, prompt: string): Promise<void> =>
      insertRows(store.engine, 'events', [
        { batch, event_id: id, account_id: 'a', ts: '2026-01-05 08:00:00', prompt },
      ])
    await insert(9001, 'n1', 'first word')
    expect(await matchRules(store.engine, [has('first')])).toMatchObject({ scanned: 1 })
    expect(await matchRules(store.engine, [has('first')])).toMatchObject({ scanned: 0 })
    expect(await matchRules(store.engine, [has('first'), has('word')])).toMatchObject({
      scanned: 1,
    })
    await insert(9002, 'n2', 'a later word')
    expect(await matchRules(store.engine, [has('first'), has('word')])).toMatchObject({
      scanned: 2,
    })
    const rows = await store.engine.rows<{ found: string }>(
      "SELECT concat(toString(rule), ' ', event_id) AS found FROM rule_matches ORDER BY found",
    )
    expect(rows.map(({ found }) => found)).toEqual(['0 n1', '1 n1', '1 n2'])
  })

  it('counts what the multi-pattern engine does not count', async () => {
    await store.engine.run('TRUNCATE TABLE events')
    await insertRows(store.engine, 'events', [
      {
        batch: 9100,
        event_id: 'big',
        account_id: 'a',
        ts: '2026-01-05 08:00:00',
        prompt: 'ab'.repeat(900),
      },
    ])
    const big = (id: string, pattern: string): Rule =>
      eventRule(id, {
        kind: 'some',
        field: 'prompt',
        clause: 'c',
        test: { kind: 'matches', pattern, shown: pattern },
      })
    const run = await matchRules(store.engine, [
      big('one', '(?:ab){800,900}(?:ba){0,900}'),
      big('two', 'ab'),
    ])
    const rows = await store.engine.rows<{ rule: number }>(
      'SELECT rule FROM rule_matches ORDER BY rule',
    )
    expect(rows.map(({ rule }) => rule)).toEqual([0, 1])
    expect(run.patterns).toBe(2)
  })

  it('confirms what the common pass only seems to find among hundreds of expressions', async () => {
    await store.engine.run('TRUNCATE TABLE events')
    const random = seededRandom('pass')
    const letter = (): string => 'abcdefghijklmnoprstuvw'[Math.floor(random() * 22)] ?? 'a'
    const lexicon = Array.from({ length: 2000 }, () =>
      Array.from({ length: 4 + Math.floor(random() * 5) }, letter).join(''),
    )
    const pick = (): string => lexicon[Math.floor(random() * lexicon.length)] ?? ''
    const rules = Array.from({ length: 300 }, (_, index) => {
      const joined = `(?i)\\b${pick()}[^0-9A-Za-z_]+${pick()}\\b`
      return eventRule(`p${index}`, {
        kind: 'some',
        field: 'prompt',
        clause: 'c',
        test: { kind: 'matches', pattern: joined, shown: joined },
      })
    })
    const prompts = Array.from({ length: 100 }, () => Array.from({ length: 60 }, pick).join(' '))
    await insertRows(
      store.engine,
      'events',
      prompts.map((prompt, index) => ({
        batch: 9200,
        event_id: `p${index}`,
        account_id: 'a',
        ts: '2026-01-05 08:00:00',
        prompt,
      })),
    )
    await matchRules(store.engine, rules)
    const rows = await store.engine.rows<{ rule: number; event_id: string }>(
      'SELECT rule, event_id FROM rule_matches',
    )
    const wanted = rules.flatMap(({ predicate: one }, rule) =>
      prompts.flatMap((prompt, index) =>
        evaluate(one, storedRecord({ prompt })) === 'yes' ? [`${rule} p${index}`] : [],
      ),
    )
    expect(rows.map((row) => `${row.rule} ${row.event_id}`).sort()).toEqual(wanted.sort())
  })
})
