import { groupBy } from '../../core/index.ts'
import { bindPattern, leavesOf, parsePattern } from '../../formats/stix-pattern/index.ts'
import {
  normalizeAddress,
  normalizeDomain,
  normalizeEmail,
  normalizeHash,
  normalizeUrl,
} from '../../formats/observable/index.ts'
import { OBSERVABLE_KINDS } from '../../events/index.ts'
import type { Engine } from '../../platform/index.ts'
import { lowerObservation } from '../compile/from-stix.ts'
import type { EventRule, Rule } from '../ir/rule.ts'
import { matchRules } from '../run/match-rules.ts'
import { type StoredEvent, storedRecord } from '../run/stored-record.ts'
import { explain, type Reason } from './explain.ts'

/** One stored event that was found. `why` says what of it was asked for, and where it stands. */
export interface HuntMatch {
  readonly rule: string
  readonly account: string
  readonly event: string
  readonly ts: string
  readonly why: readonly Reason[]
}

export interface HuntResult {
  readonly matches: readonly HuntMatch[]
  /** All that was found, of which `matches` are the newest. */
  readonly found: number
  readonly accounts: number
  /** Events that only a model could decide, by rule. */
  readonly needsModel: Readonly<Record<string, number>>
}

/** Matches of a pattern's parts that are bound in memory; a pattern that finds more says nothing. */
const PARTS_MAX = 500_000

/** Finds what rules match in everything stored, newest first. */
export async function huntRules(
  engine: Engine,
  rules: readonly Rule[],
  limit: number,
): Promise<HuntResult> {
  const run = await matchRules(engine, rules)
  const reported = rules.flatMap((rule, number) => (rule.isReported ? [number] : []))
  const [count] = await engine.rows<{ found: number; accounts: number }>(
    'SELECT count() AS found, uniqExact(account_id) AS accounts FROM rule_matches WHERE rule IN {rules:Array(UInt32)}',
    { rules: reported },
  )
  const rows = await engine.rows<StoredEvent & { rule: number }>(
    `SELECT * FROM events INNER JOIN (
       SELECT rule, account_id, event_id FROM rule_matches WHERE rule IN {rules:Array(UInt32)}
       ORDER BY ts DESC, event_id, rule LIMIT {limit:UInt32}
     ) AS m USING (account_id, event_id)
     ORDER BY ts DESC, event_id, rule`,
    { rules: reported, limit },
  )
  const matches = rows.map((row) => matchOf(row, rules[row.rule]))
  const open = [...run.needsModel].map(
    ([number, events]) => [rules[number]?.id ?? '', events] as const,
  )
  return {
    matches,
    found: count?.found ?? 0,
    accounts: count?.accounts ?? 0,
    needsModel: Object.fromEntries(open),
  }
}

function matchOf(row: StoredEvent, rule: Rule | undefined): HuntMatch {
  const why = rule?.kind === 'event' ? explain(rule.predicate, storedRecord(row)) : []
  return { rule: rule?.id ?? '', ...placeOf(row), why }
}

function placeOf(row: StoredEvent): Pick<HuntMatch, 'account' | 'event' | 'ts'> {
  return {
    account: textOf(row['account_id']),
    event: textOf(row['event_id']),
    ts: textOf(row['ts']),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/**
 * Finds accounts whose events, as observed data, make a STIX pattern true: AND, OR, FOLLOWEDBY, WITHIN,
 * REPEATS and START STOP bind events of one account.
 */
export async function huntPattern(
  engine: Engine,
  text: string,
  limit: number,
): Promise<HuntResult> {
  const pattern = parsePattern(text)
  const leaves = leavesOf(pattern)
  const rules = leaves.flatMap((leaf, index) =>
    leaf.kind === 'observation'
      ? [partRule(`part ${index + 1}`, lowerObservation(leaf, text))]
      : [],
  )
  await matchRules(engine, rules)
  const rows = await engine.rows<{
    account_id: string
    event_id: string
    at: string
    ts: string
    parts: number[]
  }>(
    `SELECT account_id, event_id, toString(ts) AS ts, toString(toUnixTimestamp64Nano(toDateTime64(any(m.ts), 9, 'UTC'))) AS at,
            groupUniqArray(rule) AS parts
     FROM rule_matches AS m GROUP BY account_id, event_id, ts ORDER BY account_id, ts, event_id LIMIT {limit:UInt32}`,
    { limit: PARTS_MAX },
  )
  const matches: HuntMatch[] = []
  let accounts = 0
  for (const [account, events] of groupBy(rows, (row) => row.account_id)) {
    const observations = events.map(({ at }) => ({
      firstNs: BigInt(at),
      lastNs: BigInt(at),
      count: 1,
    }))
    const holds = (leaf: (typeof leaves)[number], index: number): boolean =>
      events[index]?.parts.includes(leaves.indexOf(leaf)) === true
    const binding = bindPattern(pattern, observations, holds)
    if (binding === undefined) continue
    accounts++
    for (const index of [...binding].sort((x, y) => x - y)) {
      const event = events[index]
      if (event !== undefined)
        matches.push({ rule: text, account, event: event.event_id, ts: event.ts, why: [] })
    }
  }
  return { matches: matches.slice(0, limit), found: matches.length, accounts, needsModel: {} }
}

function partRule(id: string, predicate: EventRule['predicate']): EventRule {
  return {
    kind: 'event',
    id,
    names: [],
    title: id,
    language: 'stix',
    file: '',
    line: 1,
    level: 'medium',
    status: '',
    tags: [],
    description: '',
    predicate,
    isReported: true,
  }
}

/** The ways in which a value may be meant, in the spelling of the observable index. */
function spellings(value: string): string[] {
  const results = [
    normalizeAddress,
    normalizeEmail,
    normalizeHash,
    normalizeUrl,
    normalizeDomain,
  ].map((normalize) => normalize(value))
  return [...new Set([value, ...results.flatMap((result) => (result.ok ? [result.value] : []))])]
}

/** The index begins with the kind, so each is asked for by name. */
const ofAnyKind: string = Object.keys(OBSERVABLE_KINDS)
  .map((kind) => `(kind = '${kind}' AND value IN {values:Array(String)})`)
  .join(' OR ')

/** Finds who met values, through the observable index; no text is read. */
export async function huntValues(
  engine: Engine,
  values: readonly string[],
  limit: number,
): Promise<HuntResult> {
  const wanted = [...new Set(values.flatMap(spellings))]
  await engine.run(
    `CREATE OR REPLACE TABLE hunted_values ENGINE = MergeTree ORDER BY (first_ts, account_id) AS
     SELECT value, toString(kind) AS kind, toString(relation) AS relation, account_id, first_ts, count
     FROM observables WHERE ${ofAnyKind}`,
    { values: wanted },
  )
  const [count] = await engine.rows<{ found: number; accounts: number }>(
    'SELECT sum(count) AS found, uniqExact(account_id) AS accounts FROM hunted_values',
  )
  const rows = await engine.rows<{
    value: string
    kind: string
    relation: string
    account_id: string
    event_id: string
    ts: string
  }>(
    `WITH newest AS (
       SELECT value, kind, relation, account_id, first_ts
       FROM hunted_values ORDER BY first_ts DESC, account_id, value, kind, relation LIMIT {limit:UInt32}
     )
     SELECT n.value AS value, n.kind AS kind, n.relation AS relation, n.account_id AS account_id,
            e.event_id AS event_id, toString(n.first_ts) AS ts
     FROM newest AS n LEFT JOIN (
       SELECT account_id, ts, min(event_id) AS event_id FROM events
       WHERE (account_id, ts) IN (SELECT account_id, first_ts FROM newest) GROUP BY account_id, ts
     ) AS e ON e.account_id = n.account_id AND e.ts = n.first_ts
     ORDER BY n.first_ts DESC, account_id, value, kind, relation`,
    { limit },
  )
  const matches = rows.map((row) => ({
    rule: row.value,
    ...placeOf({ ...row }),
    why: [
      {
        clause: row.relation,
        field: `observable.${row.kind}`,
        asked: row.value,
        start: null,
        end: null,
      },
    ],
  }))
  return { matches, found: count?.found ?? 0, accounts: count?.accounts ?? 0, needsModel: {} }
}
