import { groupBy, parseInstant } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import { signalsError } from '../errors.ts'
import type { Rule } from '../ir/rule.ts'
import { matchRules } from '../run/match-rules.ts'
import type { RuleFile } from './read-files.ts'

/** One case of a rule's own tests: events of one account, and whether the rule must match any of them. */
interface RuleTest {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly match: boolean
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

export interface RuleTestResult extends Omit<RuleTest, 'events'> {
  readonly isPassed: boolean
}

const NAMED = ['account_id', 'conversation_id', 'org_id', 'api_key_id', 'end_user_id'] as const
/** Tests run on the usage of an hour that means nothing, unless they name another. */
const TEST_TIME = '2026-01-05T08:00:00.000Z'

/**
 * Runs the tests of files named `*.tests.jsonl` on the engine: each case in events of its own, correlations
 * one case at a time, so that no case helps another. Each line is `{"rule", "match", "event" or "events"}`.
 */
export async function runRuleTests(
  engine: Engine,
  rules: readonly Rule[],
  files: readonly RuleFile[],
): Promise<RuleTestResult[]> {
  const tests = files
    .filter(({ path }) => path.endsWith('.tests.jsonl'))
    .flatMap((file) => readTests(file))
  const results: RuleTestResult[] = []
  const byKind = groupBy(tests, (test) => ruleOf(rules, test)?.kind ?? 'unknown')
  for (const test of byKind.get('unknown') ?? []) results.push(resultOf(test, false))
  results.push(...(await runTogether(engine, rules, byKind.get('event') ?? [], 1)))
  let batch = 2
  for (const test of byKind.get('correlation') ?? [])
    results.push(...(await runTogether(engine, rules, [test], batch++)))
  return results.sort((x, y) => (x.file === y.file ? x.line - y.line : x.file < y.file ? -1 : 1))
}

function ruleOf(rules: readonly Rule[], test: Pick<RuleTest, 'rule'>): Rule | undefined {
  return rules.find(
    ({ id, names, title }) => id === test.rule || names.includes(test.rule) || title === test.rule,
  )
}

async function runTogether(
  engine: Engine,
  rules: readonly Rule[],
  tests: readonly RuleTest[],
  batch: number,
): Promise<RuleTestResult[]> {
  if (tests.length === 0) return []
  await engine.run('TRUNCATE TABLE events')
  const rows = tests.flatMap((test, index) =>
    test.events.map((event, at) => JSON.stringify(rowOf(event, `t${batch}-${index}`, at, batch))),
  )
  await engine.insertJson('events', Buffer.from(`${rows.join('\n')}\n`))
  await matchRules(engine, rules)
  const found = await engine.rows<{ rule: number; event_id: string }>(
    'SELECT DISTINCT rule, event_id FROM rule_matches',
  )
  const matched = new Set(
    found.map(({ rule, event_id: id }) => `${rules[rule]?.id ?? ''} ${id.split(':')[0] ?? ''}`),
  )
  return tests.map((test, index) => {
    const isMatch = matched.has(`${ruleOf(rules, test)?.id ?? ''} t${batch}-${index}`)
    return resultOf(test, isMatch === test.match)
  })
}

function resultOf({ file, line, rule, match }: RuleTest, isPassed: boolean): RuleTestResult {
  return { file, line, rule, match, isPassed }
}

/** An event row; names of accounts and the like are made the case's own. */
function rowOf(
  event: Readonly<Record<string, unknown>>,
  test: string,
  at: number,
  batch: number,
): Record<string, unknown> {
  const own = Object.fromEntries(
    NAMED.flatMap((name) =>
      typeof event[name] === 'string' && event[name] !== ''
        ? [[name, `${test}:${event[name]}`]]
        : [],
    ),
  )
  const ts = parseInstant(typeof event['ts'] === 'string' ? event['ts'] : TEST_TIME) ?? TEST_TIME
  return {
    ...event,
    account_id: `${test}:account`,
    ...own,
    batch,
    event_id: `${test}:${at}`,
    ts: ts.replace('T', ' ').replace('Z', ''),
  }
}

function readTests(file: RuleFile): RuleTest[] {
  return file.text.split('\n').flatMap((text, index) => {
    if (text.trim() === '') return []
    const line = index + 1
    const value = parseLine(text)
    const { rule, match, event, events } = value ?? {}
    const list = Array.isArray(events) ? events : [event]
    const areEvents = list.every(
      (one) => typeof one === 'object' && one !== null && !Array.isArray(one),
    )
    if (typeof rule !== 'string' || typeof match !== 'boolean' || !areEvents) {
      throw signalsError(
        'WB_SIGNALS_RULE_TESTS',
        'found a test that is not {"rule": …, "match": true or false, "event": {…} or "events": […]}',
        {
          hint: 'write one JSON object a line; rule is an id or a name',
          at: { file: file.path, line },
        },
      )
    }
    return [{ file: file.path, line, rule, match, events: list as Record<string, unknown>[] }]
  })
}

function parseLine(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
