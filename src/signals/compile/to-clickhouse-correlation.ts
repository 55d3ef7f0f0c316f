import type { Bound, CorrelationRule } from '../ir/rule.ts'
import { keySql, numberSql, type Sql, SqlWriter } from './to-clickhouse.ts'

/** Matches of the rules below, each with its grouping keys, its instant and the values that are counted. */
function baseSql(rule: CorrelationRule, numberOf: (id: string) => number): string {
  const byRule = (write: (index: number) => string): string => {
    const texts = rule.rules.map((_, index) => write(index))
    if (new Set(texts).size === 1) return texts[0] ?? "''"
    return `multiIf(${texts.map((text, index) => `position = ${index + 1}, ${text}`).join(', ')}, ${texts[0]})`
  }
  const numbers = rule.rules.map((id) => numberOf(id))
  const keys = rule.groupBy.map((fields) => byRule((index) => keySql(fields[index] ?? '')))
  const isNumeric = ['value_sum', 'value_avg', 'value_percentile'].includes(rule.type)
  const value = isNumeric
    ? numberSql(rule.fields[0] ?? '')
    : rule.fields.length === 0
      ? "''"
      : `[${rule.fields.map(keySql).join(', ')}]`
  return `
    SELECT m.account_id AS account, m.event_id AS event, m.ts AS seen, toUnixTimestamp64Milli(m.ts) AS at,
           indexOf([${numbers.join(', ')}]::Array(UInt32), m.rule) AS position,
           [${keys.length === 0 ? "'all'" : keys.join(', ')}] AS keys, ${value} AS value
    FROM rule_matches AS m INNER JOIN events ON events.event_id = m.event_id AND events.account_id = m.account_id
    WHERE m.rule IN (${numbers.join(', ')}) AND m.is_end = 1 AND NOT has(keys, '')`
}

/** The engine's frames take offsets below this. */
const OFFSET_MAX = 2_147_483_646

/**
 * Milliseconds in one step of a window's frame: a power of two, by which instants are divided exactly.
 * Undefined where no such step divides the window: a long one in odd seconds.
 */
export function windowUnit(windowMs: number): number | undefined {
  for (let unit = 1; unit <= 1024; unit *= 2)
    if (windowMs % unit === 0 && windowMs / unit <= OFFSET_MAX) return unit
  return undefined
}

/**
 * Matches of a correlation, with true sliding windows: at each match of the rules below, what lies within
 * the window that ends there is counted, within its group. `is_end` marks the events at which the bounds
 * hold; the others are those within such a window. A match whose grouping key is absent belongs to no group.
 */
export function correlationSql(
  rule: CorrelationRule,
  number: number,
  numberOf: (id: string) => number,
): Sql {
  const writer = new SqlWriter(() => 0)
  const unit = windowUnit(rule.windowMs) ?? 1
  const window = Math.trunc(rule.windowMs / unit)
  const text = `
    SELECT toUInt32(${Math.trunc(number)}) AS rule, account, event, seen, fires AS is_end
    FROM (
      SELECT *, max(fires) OVER (
        PARTITION BY keys ORDER BY toFloat64(at) / ${unit} RANGE BETWEEN CURRENT ROW AND ${window} FOLLOWING
      ) AS within
      FROM (
        SELECT *, toUInt8(ifNull(${firesSql(rule, writer)}, 0)) AS fires
        FROM (
          SELECT account, event, seen, at, position, keys, ${countedSql(rule)} AS counted
          FROM (${baseSql(rule, numberOf)})
          WINDOW w AS (PARTITION BY keys ORDER BY toFloat64(at) / ${unit} RANGE BETWEEN ${window} PRECEDING AND CURRENT ROW)
        )
      )
    )
    WHERE within = 1`
  return {
    text: `SELECT rule, account, event, any(seen), max(is_end) FROM (${text}) GROUP BY rule, account, event`,
    params: writer.params,
  }
}

function countedSql(rule: CorrelationRule): string {
  switch (rule.type) {
    case 'event_count':
      return rule.rules.length === 1
        ? 'toFloat64(count() OVER w)'
        : 'toFloat64(uniqExact(event) OVER w)'
    case 'value_count':
      return "toFloat64(uniqExact(if(has(value, ''), NULL, toString(value))) OVER w)"
    case 'value_sum':
      return 'sum(value) OVER w'
    case 'value_avg':
      return 'avg(value) OVER w'
    case 'value_percentile': {
      const sorted = 'arraySort(groupArray(value) OVER w)'
      const rank = `greatest(1, toUInt64(ceil(${rule.percentile / 100} * length(${sorted}))))`
      return `if(empty(${sorted}), NULL, ${sorted}[${rank}])`
    }
    case 'temporal':
      return 'toFloat64(uniqExact(position) OVER w)'
    case 'temporal_ordered':
      // How many of the rules are met in order; at one instant any order will do.
      return (
        'toFloat64(arrayFold((met, one) -> if(one.2 = met + 1, met + 1, met), ' +
        'arraySort(groupArray((at, toInt64(position))) OVER w), toInt64(0)))'
      )
  }
}

function firesSql(rule: CorrelationRule, writer: SqlWriter): string {
  const isTemporal = rule.type === 'temporal' || rule.type === 'temporal_ordered'
  const bounds: readonly Bound[] =
    rule.bounds.length === 0 && isTemporal
      ? [{ operator: 'gte', value: new Set(rule.rules).size }]
      : rule.bounds
  const operators = { eq: '=', neq: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
  const written = bounds.map(
    ({ operator, value }) => `counted ${operators[operator]} ${writer.bind(value, 'Float64')}`,
  )
  return written.length === 0 ? '1' : `(${written.join(' AND ')})`
}
