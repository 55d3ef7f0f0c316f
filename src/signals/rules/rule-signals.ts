import { clamp, groupBy } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import type { Rule } from '../ir/rule.ts'
import { RULE_PARAMETERS as P } from '../parameters.ts'
import type { AccountSignal } from '../signal.ts'

interface MatchRow {
  rule: number
  account_id: string
  events: string[]
  matches: number
  holders: number
}

/**
 * Weighs what rules found of the asked accounts, by how rare a match is among the operator's own accounts:
 * log2 of (hit rate expected of an actor / share of accounts that match), bounded, less for rules of lower
 * level. Further rules count a share of the one before, and all together are bounded: ordinary people trip
 * rules about content. For the `studious`, whose only evidence is an indicator in their code, it is hardly ever for.
 */
export async function weighRuleMatches(
  engine: Engine,
  rules: readonly Rule[],
  accounts: readonly string[],
  studious: ReadonlySet<string>,
): Promise<AccountSignal[]> {
  const reported = rules.flatMap((rule, number) => (rule.isReported ? [number] : []))
  if (reported.length === 0 || accounts.length === 0) return []
  const [people] = await engine.rows<{ active: number }>(
    'SELECT countIf(requests > 0) AS active FROM population',
  )
  const rows = await engine.rows<MatchRow>(MATCHES, { accounts, rules: reported })
  const active = people?.active ?? 0
  return [...groupBy(rows, (row) => row.account_id)].flatMap(([account, list]) =>
    bounded(
      list.map((row) => signalOf(row, rules[row.rule], active)),
      studious.has(account) ? P.studiousMax : P.allMax,
    ),
  )
}

const MATCHES = `
  SELECT m.rule AS rule, m.account_id AS account_id, s.holders AS holders, count() AS matches,
         arraySlice(arraySort(groupUniqArray(m.event_id)), 1, 20) AS events
  FROM rule_matches AS m
  INNER JOIN (SELECT rule, uniqExact(account_id) AS holders FROM rule_matches GROUP BY rule) AS s ON s.rule = m.rule
  WHERE m.account_id IN {accounts:Array(String)} AND m.rule IN {rules:Array(UInt32)}
  GROUP BY m.rule, m.account_id, s.holders
  ORDER BY account_id, rule`

function signalOf(row: MatchRow, rule: Rule | undefined, active: number): AccountSignal {
  const share = (row.holders + 1) / (active + 2)
  const level = P.levels[(rule?.level ?? '').toLowerCase() as 'high'] ?? P.levels.medium
  const bits = clamp(Math.log2(P.hitRate / share), 0, P.ruleMax) * level
  return {
    account: row.account_id,
    source: 'rule',
    name: rule?.title ?? '',
    bits,
    events: row.events,
    observed: '',
    techniques: techniquesOf(rule?.tags ?? []),
    intel: null,
    note:
      `${row.matches === 1 ? 'once' : `${row.matches} times`}; so did ${percent(share)} of active accounts ` +
      `(${rule?.language ?? ''} rule ${rule?.id ?? ''})`,
    actor: '',
  }
}

/** Strongest first; each further rule counts a share of the one before, and no account gains more than the limit. */
function bounded(signals: readonly AccountSignal[], limit: number): AccountSignal[] {
  let left = limit
  return [...signals]
    .sort((x, y) => y.bits - x.bits || (x.name < y.name ? -1 : 1))
    .map((signal, index) => {
      const bits = Math.min(left, signal.bits * P.furtherShare ** index)
      left -= bits
      return { ...signal, bits }
    })
    .filter(({ bits }) => bits >= P.bitsMin)
}

/** `attack.t1566.002` and `atlas.aml.t0054` as technique ids; other tags are none. */
function techniquesOf(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    const found = /^(?:attack\.(t\d{4}(?:\.\d{3})?)|atlas\.(aml\.t\d{4}(?:\.\d{3})?))$/i.exec(tag)
    const id = found?.[1] ?? found?.[2]
    return id === undefined ? [] : [id.toUpperCase()]
  })
}

function percent(share: number): string {
  return share < 0.1 ? `${(share * 100).toFixed(2)}%` : `${Math.round(share * 100)}%`
}
