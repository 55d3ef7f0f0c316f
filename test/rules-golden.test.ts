import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atomKey, collectAtoms } from '../src/signals/compile/atoms.ts'
import { SqlWriter } from '../src/signals/compile/to-clickhouse.ts'
import { bound, type Predicate } from '../src/signals/ir/predicate.ts'
import { loadRules, matchRules, type RuleSet } from '../src/signals/index.ts'
import { insertRows, openStore, type Store } from './fixtures/store.ts'

/** `GOLDEN_UPDATE=1 npx vitest run test/rules-golden.test.ts` writes what is expected; read the difference by eye. */
const isUpdating = process.env['GOLDEN_UPDATE'] === '1'
const folder = resolve(import.meta.dirname, 'golden', 'rules')

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

function readSet(path: string): RuleSet {
  const names = readdirSync(path).filter((name) => name.startsWith('rule.'))
  return loadRules(
    names.map((name) => ({ path: name, text: readFileSync(join(path, name), 'utf8') })),
  )
}

/** Condition, atoms and values as text, with atoms numbered from one. */
function sqlOf(predicate: Predicate): string {
  const atoms = collectAtoms([predicate])
  const numbers = new Map(
    atoms.map(({ field, pattern }, index) => [atomKey(field, pattern), index + 1]),
  )
  const writer = new SqlWriter((field, pattern) => numbers.get(atomKey(field, pattern)) ?? 0)
  const condition = writer.condition(bound(predicate, 'certain'))
  const listed = atoms.map(({ field, pattern }, index) => `-- ${index + 1} ${field}: ${pattern}\n`)
  const values = Object.entries(writer.params).map(
    ([name, value]) => `-- {${name}} ${String(value)}\n`,
  )
  return `${listed.join('')}${values.join('')}${condition}\n`
}

function expected(path: string, found: string): string {
  if (isUpdating) writeFileSync(path, found)
  return readFileSync(path, 'utf8')
}

const cases = readdirSync(folder)
const hasEvents = (name: string): boolean => existsSync(join(folder, name, 'events.jsonl'))

describe('golden rules', () => {
  it.each(cases.filter((name) => !hasEvents(name)))('refuses %s', (name) => {
    const path = join(folder, name)
    const { findings } = readSet(path)
    const shown = findings.map(
      ({ file, line, column, code, message, hint }) =>
        `${file}:${line}:${column} ${code}\n${message}\nhint: ${hint}\n`,
    )
    expect(shown.join('')).toBe(expected(join(path, 'expected-error.txt'), shown.join('')))
  })

  it.each(cases.filter(hasEvents))('compiles and runs %s', async (name) => {
    const path = join(folder, name)
    const { rules, findings } = readSet(path)
    const [rule] = rules
    if (rule?.kind !== 'event') throw new Error(findings[0]?.message ?? 'no rule')
    const sql = sqlOf(rule.predicate)
    expect(sql).toBe(expected(join(path, 'expected.sql'), sql))
    const lines = readFileSync(join(path, 'events.jsonl'), 'utf8').trim().split('\n')
    await store.engine.run('TRUNCATE TABLE events')
    await insertRows(
      store.engine,
      'events',
      lines.map((line) => ({
        batch: readdirSync(folder).indexOf(name) + 1,
        account_id: 'a',
        ts: '2026-01-05 08:00:00.000',
        ...(JSON.parse(line) as object),
      })),
    )
    const run = await matchRules(store.engine, rules)
    const rows = await store.engine.rows<{ event_id: string }>(
      'SELECT event_id FROM rule_matches ORDER BY event_id',
    )
    const found = {
      matches: rows.map(({ event_id: id }) => id),
      open: Object.fromEntries(run.needsModel),
    }
    const shown = `${JSON.stringify(found)}
`
    expect(shown).toBe(expected(join(path, 'expected-matches.json'), shown))
  })
})
