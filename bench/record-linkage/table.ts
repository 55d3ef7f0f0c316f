import type { Engine } from '../../src/platform/index.ts'

/** The columns that both methods compare, in the table \`records\` beside \`id\` and the true \`entity\`. */
export const COLUMNS = [
  'first_name',
  'surname',
  'dob',
  'postcode',
  'occupation',
  'birth_place',
] as const
export type Column = (typeof COLUMNS)[number]

const TABLE = `CREATE OR REPLACE TABLE records (
  id UInt32, entity String, ${COLUMNS.map((column) => `${column} String`).join(', ')}
) ENGINE = MergeTree ORDER BY id`

/** Loads a public table (CSV or Parquet): columns as in the historical figures of the Splink data sets. */
export async function loadTable(engine: Engine, path: string): Promise<void> {
  await engine.run(TABLE)
  const text = (name: string): string => `lowerUTF8(trim(ifNull(toString(${name}), '')))`
  await engine.run(
    `INSERT INTO records
     SELECT rowNumberInAllBlocks(), toString(cluster), ${text('first_name')}, ${text('surname')}, ${text('dob')},
       ${text('postcode_fake')}, ${text('occupation')}, ${text('birth_place')}
     FROM file({path:String})
     SETTINGS max_threads = 1`,
    { path },
  )
}

/** Syllables of invented names. */
const SYLLABLES =
  'ba be bo da de do fa fe ga go ha he jo ka ke la le lo ma me mo na ne no pa pe ra re ro sa se so ta te to va ve vo wa za'
const syllable = (hash: string): string =>
  `arrayElement(splitByChar(' ', '${SYLLABLES}'), 1 + ${hash} % ${SYLLABLES.split(' ').length})`
/** A name from a pool of a size, with the common ones first: the square of a uniform draw. */
const name = (salt: string, size: number): string => {
  const place = `toUInt32(${size} * pow((sipHash64('${salt}', entity) % 100000) / 100000, 2))`
  const part = (n: number): string => syllable(`sipHash64('${salt}${n}', ${place})`)
  return `concat(${part(1)}, ${part(2)}, if(${place} % 2 = 0, ${part(3)}, 'n'))`
}
const chance = (salt: string, percent: number): string =>
  `(sipHash64('${salt}', entity, copy) % 100 < ${percent})`
const place = (salt: string, text: string): string =>
  `(1 + sipHash64('${salt}', entity, copy) % greatest(1, length(${text})))`

/** A letter dropped in 12 of 100, another put in its place in 10, the whole left out in 3. */
const misspelt = (salt: string, text: string): string => {
  const at = place(`${salt}at`, text)
  const letter = `char(97 + sipHash64('${salt}letter', entity, copy) % 26)`
  const cut = `concat(substring(${text}, 1, ${at} - 1), substring(${text}, ${at} + 1))`
  const swapped = `concat(substring(${text}, 1, ${at} - 1), ${letter}, substring(${text}, ${at} + 1))`
  return `multiIf(${chance(`${salt}gone`, 3)}, '', ${chance(`${salt}cut`, 12)}, ${cut}, ${chance(`${salt}swap`, 10)}, ${swapped}, ${text})`
}

/**
 * Makes a table with known duplicates: people with one to nine records each, names with a long tail, and the
 * mistakes of registers: letters dropped or changed, a wrong digit or only the year of a birthday, moves, gaps.
 */
export async function makeTable(engine: Engine, rows: number): Promise<void> {
  await engine.run(TABLE)
  await engine.run(
    `INSERT INTO records
     WITH ${name('first', 400)} AS given, ${name('last', 6000)} AS family,
       toString(toDate('1990-01-01') - toUInt32(sipHash64('born', entity) % 20000)) AS born,
       concat('ab', toString(10 + sipHash64('out', entity, moved) % 80), ' ', toString(sipHash64('in', entity, moved) % 60), 'x') AS code,
       concat('work', toString(toUInt32(150 * pow((sipHash64('job', entity) % 10000) / 10000, 2)))) AS job,
       concat('town', toString(toUInt32(900 * pow((sipHash64('town', entity) % 10000) / 10000, 2)))) AS town
     SELECT number, toString(entity), ${misspelt('f', 'given')}, ${misspelt('s', 'family')},
       multiIf(${chance('nodob', 8)}, '', ${chance('year', 10)}, concat(substring(born, 1, 4), '-01-01'),
         ${chance('digit', 8)}, concat(substring(born, 1, 9), toString(sipHash64('d', entity, copy) % 10)), born),
       if(${chance('nocode', 20)}, '', code), if(${chance('nojob', 30)}, '', job), if(${chance('notown', 25)}, '', town)
     FROM (
       SELECT rowNumberInAllBlocks() AS number, entity, copy, ${chance('move', 20)} AS moved
       FROM (SELECT number AS entity, arrayJoin(range(1 + sipHash64('copies', number) % 9)) AS copy FROM numbers(intDiv({rows:UInt32}, 5)))
       ORDER BY sipHash64('shuffle', entity, copy)
       LIMIT {rows:UInt32}
     )
     SETTINGS max_threads = 1`,
    { rows },
  )
}
