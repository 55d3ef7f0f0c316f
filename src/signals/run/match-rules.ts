import type { Engine } from '../../platform/index.ts'
import { type AtomNumbers, collectAtoms, witnessOf } from '../compile/atoms.ts'
import { clausesOf } from '../compile/clauses.ts'
import { readsColumns, SqlWriter } from '../compile/to-clickhouse.ts'
import { correlationSql } from '../compile/to-clickhouse-correlation.ts'
import { bound, needsModel, type Predicate, simplify } from '../ir/predicate.ts'
import type { CorrelationRule, EventRule, Rule } from '../ir/rule.ts'
import { createRuleTables } from './rule-schema.ts'
import { scanTexts } from './scan-texts.ts'

/** What a rule set was found to match; `rule_matches` holds the matches by the position of their rule. */
export interface RuleRun {
  /** Expressions that were searched for now, and those that run one by one. */
  readonly scanned: number
  readonly oneByOne: number
  readonly patterns: number
  /** Events for which a rule is open until a model is asked, by the position of the rule. */
  readonly needsModel: ReadonlyMap<number, number>
}

/** Rules of one query: more make its text long, fewer make more passes. */
const RULES_PER_QUERY = 200

/**
 * Finds which stored events the rules match. Atoms of all rules are searched for together; conditions are
 * looked up in what was found. Matches go into `rule_matches`, with the position of their rule in `rules`.
 */
export async function matchRules(engine: Engine, rules: readonly Rule[]): Promise<RuleRun> {
  await createRuleTables(engine)
  const events = rules.flatMap((rule, number) => (rule.kind === 'event' ? [{ rule, number }] : []))
  const atoms = collectAtoms(events.map(({ rule }) => rule.predicate))
  const scan = await scanTexts(engine, atoms)
  await gatherHits(
    engine,
    atoms.map(({ field, pattern }) => scan.numbers(field, pattern)),
  )
  const open = new Map<number, number>()
  const others = await matchClauses(engine, events, scan.numbers)
  for (const group of groupRules(others, scan.numbers)) {
    for (let from = 0; from < group.rules.length; from += RULES_PER_QUERY)
      await matchGroup(
        engine,
        { ...group, rules: group.rules.slice(from, from + RULES_PER_QUERY) },
        scan.numbers,
      )
  }
  for (const { rule, number } of events)
    if (needsModel(rule.predicate)) open.set(number, await countOpen(engine, rule, scan.numbers))
  await correlate(engine, rules)
  return {
    scanned: scan.scanned,
    oneByOne: scan.oneByOne,
    patterns: atoms.length,
    needsModel: open,
  }
}

/** One row an event that holds any of the wanted atoms, with all of them. */
async function gatherHits(engine: Engine, numbers: readonly number[]): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE event_hits ENGINE = MergeTree ORDER BY (account_id, event_id) AS
     SELECT account_id, event_id, any(ts) AS ts, groupUniqArrayArray(wanted) AS hits
     FROM (
       SELECT account_id, event_id, ts, arrayFilter(n -> n IN {numbers:Array(UInt32)}, numbers) AS wanted
       FROM text_hits WHERE notEmpty(wanted)
     )
     GROUP BY account_id, event_id`,
    { numbers },
  )
}

/** Finds the matches of all rules that ask for nothing but hits in texts, by one join; gives the other rules. */
async function matchClauses(
  engine: Engine,
  rules: readonly NumberedRule[],
  numbers: AtomNumbers,
): Promise<NumberedRule[]> {
  const counts = await engine.rows<{ atom: number; events: number }>(
    'SELECT atom, count() AS events FROM event_hits ARRAY JOIN hits AS atom GROUP BY atom',
  )
  const rarity = new Map(counts.map(({ atom, events }) => [atom, events]))
  const lines: string[] = []
  const others = rules.filter(({ rule, number }) => {
    const clauses = clausesOf(certain(rule), numbers)
    if (clauses === undefined) return true
    for (const { present, missing } of clauses) {
      const rarest = [...present].sort(
        (x, y) => (rarity.get(x) ?? 0) - (rarity.get(y) ?? 0) || x - y,
      )
      // An atom that hit nowhere cannot be met.
      if (rarest.some((atom) => !rarity.has(atom))) continue
      lines.push(
        JSON.stringify({
          witness: rarest[0],
          rule: number,
          present: rarest,
          missing: [...missing],
        }),
      )
    }
    return false
  })
  if (lines.length === 0) return others
  await engine.run(
    `CREATE OR REPLACE TABLE rule_clauses (
       witness UInt32, rule UInt32, present Array(UInt32), missing Array(UInt32)
     ) ENGINE = MergeTree ORDER BY witness`,
  )
  await engine.insertJson('rule_clauses', Buffer.from(lines.join('\n')))
  await engine.run(
    `INSERT INTO rule_matches
     SELECT DISTINCT rule, account_id, event_id, ts, 1
     FROM (
       SELECT account_id, event_id, ts, hits, atom FROM event_hits ARRAY JOIN hits AS atom
       WHERE atom IN (SELECT witness FROM rule_clauses)
     ) AS h
     INNER JOIN rule_clauses AS c ON c.witness = h.atom
     WHERE (length(present) = 1 OR hasAll(hits, present)) AND (empty(missing) OR NOT hasAny(hits, missing))`,
  )
  return others
}

interface NumberedRule {
  readonly rule: EventRule
  readonly number: number
}
interface RuleGroup {
  readonly rules: readonly NumberedRule[]
  /** Whether only events with hits can match; and whether columns of the event are read. */
  readonly hasWitness: boolean
  readonly isReadingColumns: boolean
}

const certain = (rule: EventRule): Predicate => simplify(bound(rule.predicate, 'certain'))

function groupRules(rules: readonly NumberedRule[], numbers: AtomNumbers): RuleGroup[] {
  const groups = new Map<
    string,
    { rules: NumberedRule[]; hasWitness: boolean; isReadingColumns: boolean }
  >()
  for (const one of rules) {
    const predicate = certain(one.rule)
    if (predicate.kind === 'constant' && !predicate.value) continue
    const hasWitness = witnessOf(predicate, numbers) !== undefined
    const isReadingColumns = readsColumns(predicate)
    const key = `${hasWitness} ${isReadingColumns}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { rules: [one], hasWitness, isReadingColumns })
    else group.rules.push(one)
  }
  return [...groups.values()]
}

async function matchGroup(engine: Engine, group: RuleGroup, numbers: AtomNumbers): Promise<void> {
  const writer = new SqlWriter(numbers)
  const conditions = group.rules.map(
    ({ rule, number }) => `if(${writer.condition(certain(rule))}, [toUInt32(${number})], [])`,
  )
  const found = conditions.length === 1 ? conditions[0] : `arrayConcat(${conditions.join(', ')})`
  const witnesses = new Set(
    group.rules.flatMap(({ rule }) => [...(witnessOf(certain(rule), numbers) ?? [])]),
  )
  await engine.run(
    `INSERT INTO rule_matches
     SELECT rule, account_id, event_id, ts, 1
     FROM (SELECT account_id, event_id, ts, ${found} AS found FROM ${sourceOf(group)})
     ARRAY JOIN found AS rule`,
    { ...writer.params, witnesses: [...witnesses] },
  )
}

function sourceOf(group: Omit<RuleGroup, 'rules'>): string {
  const hit =
    '(SELECT account_id, event_id, ts, hits FROM event_hits WHERE hasAny(hits, {witnesses:Array(UInt32)}))'
  if (!group.hasWitness)
    return `events LEFT JOIN (SELECT account_id, event_id, hits FROM event_hits) AS h
            ON h.account_id = events.account_id AND h.event_id = events.event_id`
  if (!group.isReadingColumns) return hit
  return `(SELECT * FROM events WHERE (account_id, event_id) IN (SELECT account_id, event_id FROM ${hit})) AS events
          INNER JOIN (SELECT account_id, event_id, hits FROM ${hit}) AS h
          ON h.account_id = events.account_id AND h.event_id = events.event_id`
}

/** Events that may match, were a model asked, and do not match without. */
async function countOpen(engine: Engine, rule: EventRule, numbers: AtomNumbers): Promise<number> {
  const possible = simplify(bound(rule.predicate, 'possible'))
  if (possible.kind === 'constant' && !possible.value) return 0
  const writer = new SqlWriter(numbers)
  const witness = witnessOf(possible, numbers)
  const [may, does] = [writer.condition(possible), writer.condition(certain(rule))]
  const [row] = await engine.rows<{ open: number }>(
    `SELECT countIf(${may} AND NOT ${does}) AS open
     FROM ${sourceOf({ hasWitness: witness !== undefined, isReadingColumns: readsColumns(rule.predicate) })}`,
    { ...writer.params, witnesses: [...(witness ?? [])] },
  )
  return row?.open ?? 0
}

/** Correlations after the rules that they are about; a rule set without circles is checked before. */
async function correlate(engine: Engine, rules: readonly Rule[]): Promise<void> {
  const numberOf = new Map(rules.map((rule, number) => [rule.id, number]))
  const done = new Set(rules.filter((rule) => rule.kind === 'event').map((rule) => rule.id))
  let waiting = rules.filter((rule) => rule.kind === 'correlation')
  while (waiting.length > 0) {
    const ready = waiting.filter((rule) => rule.rules.every((id) => done.has(id)))
    if (ready.length === 0) throw new Error('correlations in a circle reached the engine')
    for (const rule of ready) {
      await runCorrelation(engine, rule, numberOf)
      done.add(rule.id)
    }
    waiting = waiting.filter((rule) => !done.has(rule.id))
  }
}

async function runCorrelation(
  engine: Engine,
  rule: CorrelationRule,
  numberOf: ReadonlyMap<string, number>,
): Promise<void> {
  const sql = correlationSql(rule, numberOf.get(rule.id) ?? 0, (id) => numberOf.get(id) ?? 0)
  await engine.run(`INSERT INTO rule_matches ${sql.text}`, sql.params)
}
