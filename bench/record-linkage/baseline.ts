import type { Engine } from '../../src/platform/index.ts'
import { type Column, COLUMNS } from './table.ts'

/**
 * A baseline by the method of Splink, written plainly: Fellegi-Sunter with ordered levels, blocking rules, u from random
 * pairs, m by expectation maximisation over counts of agreement patterns, term frequencies on exact agreement.
 */

/** Equality rules; a pair is compared once however many rules make it. */
const BLOCKS: ReadonlyArray<readonly string[]> = [
  ['first_name', 'surname'],
  ['surname', 'dob'],
  ['first_name', 'dob'],
  ['surname', 'postcode'],
  ['first_name', 'postcode'],
  ['dob', 'postcode'],
  ['dob', 'occupation', 'birth_place'],
  ['substring(surname, 1, 3)', 'substring(first_name, 1, 2)', 'substring(dob, 1, 4)'],
]

/** Level of agreement of one column: 0 null, 1 otherwise, higher is closer. */
const LEVELS: Readonly<Record<Column, string>> = {
  first_name: nameLevel('first_name'),
  surname: nameLevel('surname'),
  dob: `multiIf(l.dob = '' OR r.dob = '', 0, l.dob = r.dob, 4, damerauLevenshteinDistance(l.dob, r.dob) = 1, 3,
    substring(l.dob, 1, 4) = substring(r.dob, 1, 4), 2, 1)`,
  postcode: `multiIf(l.postcode = '' OR r.postcode = '', 0, l.postcode = r.postcode, 3,
    splitByChar(' ', l.postcode)[1] = splitByChar(' ', r.postcode)[1], 2, 1)`,
  occupation: equalLevel('occupation'),
  birth_place: equalLevel('birth_place'),
}

function nameLevel(column: string): string {
  return `multiIf(l.${column} = '' OR r.${column} = '', 0, l.${column} = r.${column}, 4,
    jaroWinklerSimilarity(l.${column}, r.${column}) >= 0.92, 3, jaroWinklerSimilarity(l.${column}, r.${column}) >= 0.8, 2, 1)`
}

function equalLevel(column: string): string {
  return `multiIf(l.${column} = '' OR r.${column} = '', 0, l.${column} = r.${column}, 2, 1)`
}

const HIGHEST: Readonly<Record<Column, number>> = {
  first_name: 4,
  surname: 4,
  dob: 4,
  postcode: 3,
  occupation: 2,
  birth_place: 2,
}
const RANDOM_PAIRS = 1_000_000
const ITERATIONS_MAX = 25

interface Pattern {
  readonly levels: readonly number[]
  readonly pairs: number
}

/** Weighs pairs into the table \`baseline_pairs (a, b, bits)\`. */
export async function runBaseline(engine: Engine): Promise<void> {
  const pattern = `[${COLUMNS.map((column) => `toUInt8(${LEVELS[column]})`).join(', ')}]`
  const blocked = BLOCKS.map((rule) => {
    const same = rule.map((part) => `${sided(part, 'l')} = ${sided(part, 'r')}`).join(' AND ')
    const filled = rule.map((part) => `${sided(part, 'l')} != ''`).join(' AND ')
    return `SELECT l.id AS a, r.id AS b FROM records AS l INNER JOIN records AS r ON ${same} WHERE l.id < r.id AND ${filled}`
  }).join(' UNION DISTINCT ')
  await engine.run(
    `CREATE OR REPLACE TABLE baseline_patterns ENGINE = MergeTree ORDER BY (a, b) AS
     SELECT p.a AS a, p.b AS b, ${pattern} AS levels
     FROM (${blocked}) AS p
     INNER JOIN records AS l ON l.id = p.a INNER JOIN records AS r ON r.id = p.b`,
  )
  const random = await engine.rows<Pattern>(
    `SELECT ${pattern} AS levels, count() AS pairs
     FROM (SELECT number, sipHash64('l', number) % (SELECT count() FROM records) AS a,
             sipHash64('r', number) % (SELECT count() FROM records) AS b FROM numbers(${RANDOM_PAIRS})) AS p
     INNER JOIN records AS l ON l.id = p.a INNER JOIN records AS r ON r.id = p.b
     WHERE a != b GROUP BY levels`,
  )
  const seen = await engine.rows<Pattern>(
    'SELECT levels, count() AS pairs FROM baseline_patterns GROUP BY levels',
  )
  const u = shares(random, () => 1)
  const { m, lambda } = maximise(seen, u)
  const weights = COLUMNS.map((column, index) =>
    Array.from({ length: HIGHEST[column] + 1 }, (_, level) =>
      level === 0 ? 0 : Math.log2((m[index]?.[level] ?? 1e-6) / (u[index]?.[level] ?? 1e-6)),
    ),
  )
  await engine.run(
    `CREATE OR REPLACE TABLE baseline_pairs ENGINE = MergeTree ORDER BY (a, b) AS ${scored(weights, u)}`,
    {
      prior: Math.log2(lambda / (1 - lambda)),
    },
  )
}

/** A column, or an expression of one, of one side of the join. */
function sided(part: string, side: 'l' | 'r'): string {
  return part.replace(/\b(first_name|surname|dob|postcode|occupation|birth_place)\b/g, `${side}.$1`)
}

/** Shares of levels by column, nulls left out; \`weigh\` gives the probability that a pattern is a match. */
function shares(patterns: readonly Pattern[], weigh: (pattern: Pattern) => number): number[][] {
  return COLUMNS.map((column, index) => {
    const sums = Array.from({ length: HIGHEST[column] + 1 }, () => 0.5)
    for (const pattern of patterns) {
      const level = pattern.levels[index] ?? 0
      if (level > 0) sums[level] = (sums[level] ?? 0) + weigh(pattern) * pattern.pairs
    }
    const total = sums.slice(1).reduce((sum, one) => sum + one, 0)
    return sums.map((one) => one / total)
  })
}

/** Expectation maximisation with u fixed: what is learned among compared pairs is m and how many of them match. */
function maximise(
  patterns: readonly Pattern[],
  u: readonly (readonly number[])[],
): { m: number[][]; lambda: number } {
  let m = COLUMNS.map((column) =>
    Array.from({ length: HIGHEST[column] + 1 }, (_, level) =>
      level === HIGHEST[column] ? 0.9 : 0.1 / HIGHEST[column],
    ),
  )
  let lambda = 0.3
  const total = patterns.reduce((sum, { pairs }) => sum + pairs, 0)
  for (let round = 0; round < ITERATIONS_MAX; round++) {
    const matched = ({ levels }: Pattern): number => {
      let odds = lambda / (1 - lambda)
      for (const [index, level] of levels.entries())
        if (level > 0) odds *= (m[index]?.[level] ?? 1e-6) / (u[index]?.[level] ?? 1e-6)
      return odds / (1 + odds)
    }
    const next = shares(patterns, matched)
    lambda = patterns.reduce((sum, one) => sum + matched(one) * one.pairs, 0) / total
    const change = Math.max(
      ...next.flatMap((list, index) =>
        list.map((one, level) => Math.abs(one - (m[index]?.[level] ?? 0))),
      ),
    )
    m = next
    if (change < 1e-4) break
  }
  return { m, lambda }
}

/** Weights by level, and on exact agreement the frequency of the value instead of the column's average. */
function scored(
  weights: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
): string {
  const frequencies = COLUMNS.map(
    (column) =>
      `(SELECT ${column} AS value, count() / (SELECT count() FROM records) AS tf FROM records WHERE ${column} != '' GROUP BY value)`,
  )
  const terms = COLUMNS.map((column, index) => {
    const exact = HIGHEST[column]
    const list = `[${(weights[index] ?? []).map((one) => one.toFixed(6)).join(', ')}]`
    return `${list}[levels[${index + 1}] + 1] + if(levels[${index + 1}] = ${exact},
      log2(${(u[index]?.[exact] ?? 1e-6).toExponential(6)} / greatest(t${index}.tf, 1e-5)), 0)`
  })
  const joins = COLUMNS.map(
    (column, index) =>
      `LEFT JOIN ${frequencies[index]} AS t${index} ON t${index}.value = l.${column}`,
  )
  return `SELECT p.a AS a, p.b AS b, {prior:Float64} + ${terms.join(' + ')} AS bits
    FROM baseline_patterns AS p INNER JOIN records AS l ON l.id = p.a ${joins.join(' ')}`
}
