import type { Engine } from '../../src/platform/index.ts'

/**
 * Linking by rare shared values, the product's way, on a table: no pair is compared that shares no rare combination, and
 * nothing is compared but hashes. A value counts by how many records hold it; of nested levels only the most specific
 * counts; not sharing what both have counts against.
 */

/** Columns as nested levels, most specific first, with the share of one person's records that agree there at least. */
const FAMILIES: ReadonlyArray<readonly (readonly [expression: string, share: number])[]> = [
  [
    ['first_name', 0.6],
    ['soundex(first_name)', 0.75],
    ['substring(first_name, 1, 1)', 0.85],
  ],
  [
    ['surname', 0.6],
    ['soundex(surname)', 0.75],
    ['substring(surname, 1, 2)', 0.85],
  ],
  [
    ['dob', 0.65],
    ['substring(dob, 1, 7)', 0.75],
    ['substring(dob, 1, 4)', 0.9],
  ],
  [
    ['postcode', 0.7],
    ["splitByChar(' ', postcode)[1]", 0.75],
  ],
  [['occupation', 0.9]],
  [['birth_place', 0.9]],
]

/** Combinations that make a candidate while few hold them: values that name one person among thousands. */
const CANDIDATES = [
  'first_name, surname',
  'soundex(surname), dob',
  'soundex(first_name), dob',
  'soundex(surname), postcode',
  'soundex(first_name), postcode',
  'dob, postcode',
  'dob, birth_place',
  'surname, occupation, birth_place',
  'soundex(first_name), soundex(surname), substring(dob, 1, 4)',
]
/** Holders beyond which a combination names nobody. */
const HOLDERS_MAX = 30

/** Weighs pairs into the table \`token_pairs (a, b, bits)\`. */
export async function runTokens(engine: Engine): Promise<void> {
  const filled = (list: string): string =>
    list
      .split(/, (?![^(]*\))/)
      .map((part) => `toString(${part}) NOT IN ('', '0000')`)
      .join(' AND ')
  const tokens = CANDIDATES.map(
    (list, index) => `if(${filled(list)}, sipHash64(${index}, ${list}), 0)`,
  ).join(', ')
  const levels = FAMILIES.flatMap((family) =>
    family.map(([value]) => `if(toString(${value}) IN ('', '0000'), 0, sipHash64(${value}))`),
  )
  await engine.run(
    `CREATE OR REPLACE TABLE token_levels ENGINE = MergeTree ORDER BY id AS
     SELECT id, [${levels.join(', ')}] AS hashes
     FROM records`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE token_counts ENGINE = MergeTree ORDER BY (level, hash) AS
     SELECT level, hash, count() AS holders FROM token_levels ARRAY JOIN hashes AS hash, arrayEnumerate(hashes) AS level
     WHERE hash != 0 GROUP BY level, hash`,
  )
  // Each record carries the information of its own values, so that a pair needs no look-up.
  await engine.run(
    `CREATE OR REPLACE TABLE token_records ENGINE = MergeTree ORDER BY id AS
     SELECT id, any(l.hashes) AS hashes,
       arrayMap(p -> p.2, arraySort(groupArray((n.level, log2((SELECT count() FROM records) / n.holders))))) AS found,
       arrayMap(p -> p.1, arraySort(groupArray((n.level, n.holders)))) AS at
     FROM (
       SELECT id, hashes, hash, level FROM token_levels
       ARRAY JOIN hashes AS hash, arrayEnumerate(hashes) AS level WHERE hash != 0
     ) AS l
     INNER JOIN token_counts AS n ON n.level = l.level AND n.hash = l.hash
     GROUP BY id`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE token_pairs ENGINE = MergeTree ORDER BY (a, b) AS
     SELECT a, b, ${bitsSql()} AS bits
     FROM (
       SELECT DISTINCT list[i] AS a, arrayJoin(arraySlice(list, i + 1)) AS b
       FROM (
         SELECT arraySort(groupArray(id)) AS list
         FROM (SELECT id, arrayJoin([${tokens}]) AS token FROM records)
         WHERE token != 0 GROUP BY token HAVING count() BETWEEN 2 AND ${HOLDERS_MAX}
       ) ARRAY JOIN arrayEnumerate(list) AS i
     ) AS p
     INNER JOIN token_records AS l ON l.id = p.a INNER JOIN token_records AS r ON r.id = p.b`,
  )
}

/** Bits of a pair: of each family the most specific level that agrees, by the information of its value; else against. */
function bitsSql(): string {
  let level = 0
  const terms = FAMILIES.map((family) => {
    const from = level + 1
    const cases = family.map(([, share], index) => {
      level += 1
      const before = index === 0 ? 0 : (family[index - 1]?.[1] ?? 0)
      const own = (share - before).toFixed(4)
      return `l.hashes[${level}] = r.hashes[${level}], l.found[indexOf(l.at, ${level})] + log2(${own})`
    })
    const highest = family.at(-1)?.[1] ?? 0.9
    return `multiIf(l.hashes[${from}] = 0 OR r.hashes[${from}] = 0, 0, ${cases.join(', ')}, log2(${(1 - highest).toFixed(4)}))`
  })
  return `-log2((SELECT count() FROM records)) + ${terms.join(' + ')}`
}
