import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { evaluationError } from './errors.ts'
import { languageOf } from './languages.ts'
import type { ClusterRow, LeadRow, TruthRow } from './rows.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads `truth/accounts.jsonl` below a folder, or `accounts.jsonl` in it. */
export async function readTruth(folder: string): Promise<TruthRow[]> {
  const candidates = [join(folder, 'truth', 'accounts.jsonl'), join(folder, 'accounts.jsonl')]
  const path = candidates.find((one) => existsSync(one))
  if (path === undefined) throw missing(folder, 'truth/accounts.jsonl or accounts.jsonl')
  const seen = new Set<string>()
  return readLines(path, (fields, at) => {
    const accountId = text(fields, 'account_id', at)
    if (seen.has(accountId))
      throw evaluationError(
        'WB_EVALUATION_REPEATED_ACCOUNT',
        'found an account twice, wanted one line an account',
        { at },
      )
    seen.add(accountId)
    return {
      accountId,
      truth: oneOf(fields, 'truth', ['actor', 'benign', 'victim'] as const, at),
      actor: optionalText(fields, 'actor'),
      team: optionalText(fields, 'team'),
      kind: optionalText(fields, 'kind') ?? 'no kind',
      directlyIndicated: fields['directly_indicated'] === true,
    }
  })
}

/** Reads `leads.jsonl` of a result's folder. */
export async function readLeads(folder: string): Promise<LeadRow[]> {
  const path = join(folder, 'leads.jsonl')
  if (!existsSync(path)) throw missing(folder, 'leads.jsonl')
  const seen = new Set<string>()
  return readLines(path, (fields, at) => {
    const account = text(fields, 'account', at)
    if (seen.has(account))
      throw evaluationError(
        'WB_EVALUATION_REPEATED_ACCOUNT',
        'found an account twice, wanted one lead an account',
        { at },
      )
    seen.add(account)
    const actor = fields['actor']
    return {
      account,
      rank: number(fields, 'rank', 1, Number.MAX_SAFE_INTEGER, at),
      probability: number(fields, 'probability', 0, 1, at),
      expectedFalse: number(fields, 'expectedFalse', 0, Number.MAX_SAFE_INTEGER, at),
      cluster: optionalText(fields, 'cluster'),
      actor: isFields(actor) ? optionalText(actor, 'name') : null,
      verdict: oneOf(fields, 'verdict', ['actor-account', 'victim-key'] as const, at),
      firstActive: optionalText(fields, 'firstActive'),
    }
  })
}

/** Reads `clusters.jsonl` of a result's folder. */
export async function readClusters(folder: string): Promise<ClusterRow[]> {
  const path = join(folder, 'clusters.jsonl')
  if (!existsSync(path)) throw missing(folder, 'clusters.jsonl')
  return readLines(path, (fields, at) => {
    const accounts = fields['accounts']
    if (!Array.isArray(accounts) || !accounts.every((one) => typeof one === 'string'))
      throw badRow('found no list of account ids in accounts', at)
    return { cluster: text(fields, 'cluster', at), accounts }
  })
}

/** Country and language of each account of a directory in JSON lines; accounts without a country are left out of `countries`. */
export interface Directory {
  readonly countries: ReadonlyMap<string, string>
  readonly languages: ReadonlyMap<string, string>
}

export async function readDirectory(path: string): Promise<Directory> {
  if (!existsSync(path)) throw missing(path, 'an account directory in JSON lines')
  const rows = await readLines(path, (fields, at) => ({
    id: text(fields, 'account_id', at),
    country: optionalText(fields, 'country'),
    language: optionalText(fields, 'language'),
  }))
  return {
    countries: new Map(
      rows.flatMap(({ id, country }) => (country === null ? [] : [[id, country] as const])),
    ),
    languages: new Map(rows.map((row) => [row.id, languageOf(row.language, row.country)])),
  }
}

/** The instant that a result was made for, in milliseconds, from its summary; undefined when there is none. */
export async function readAsOf(folder: string): Promise<number | undefined> {
  const path = join(folder, 'summary.json')
  if (!existsSync(path)) return undefined
  const asOf = parseFields(await readFile(path, 'utf8'), { file: path, line: 1 })['asOf']
  const at = typeof asOf === 'string' ? Date.parse(asOf.replace(' ', 'T').replace(/Z?$/, 'Z')) : NaN
  return Number.isNaN(at) ? undefined : at
}

/** Compares what was read with the counts of `summary.json`, where there is one: a result cut short must not be scored. */
export async function checkWhole(
  folder: string,
  read: { leads: number; clusters: number },
): Promise<void> {
  const path = join(folder, 'summary.json')
  if (!existsSync(path)) return
  const summary = parseFields(await readFile(path, 'utf8'), { file: path, line: 1 })
  const counts = isFields(summary['counts']) ? summary['counts'] : {}
  for (const name of ['leads', 'clusters'] as const) {
    const said = counts[name]
    if (typeof said === 'number' && said !== read[name])
      throw evaluationError(
        'WB_EVALUATION_CUT_RESULT',
        `found ${read[name]} ${name}, wanted the ${said} that the summary counts`,
        {
          at: { file: path },
          hint: 'run screen again; the folder holds parts of two runs or of one that was stopped',
        },
      )
  }
}

interface Place {
  readonly file: string
  readonly line: number
}

async function readLines<Row>(
  path: string,
  parse: (fields: Fields, at: Place) => Row,
): Promise<Row[]> {
  const rows: Row[] = []
  let line = 0
  const input = createReadStream(path, { encoding: 'utf8' })
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (raw.trim() === '') continue
    const at = { file: path, line }
    rows.push(parse(parseFields(raw, at), at))
  }
  return rows
}

function parseFields(raw: string, at: Place): Fields {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    // The parser's own message quotes the input, which may hold personal data.
    throw badRow('found text that is not JSON', at)
  }
  if (!isFields(value)) throw badRow('found JSON that is no object', at)
  return value
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(fields: Fields, name: string, at: Place): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw badRow(`found no text in ${name}`, at)
  return value
}

function optionalText(fields: Fields, name: string): string | null {
  const value = fields[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function number(fields: Fields, name: string, low: number, high: number, at: Place): number {
  const value = fields[name]
  if (typeof value !== 'number' || !(value >= low && value <= high))
    throw badRow(`found no number from ${low} to ${high} in ${name}`, at)
  return value
}

function oneOf<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
  at: Place,
): Word {
  const word = words.find((one) => one === fields[name])
  if (word === undefined) throw badRow(`found another ${name} than ${words.join(', ')}`, at)
  return word
}

function badRow(found: string, at: Place): Error {
  return evaluationError(
    'WB_EVALUATION_BAD_ROW',
    `${found}, wanted a row as in CONTRACTS.md 2 and 7`,
    { at },
  )
}

function missing(place: string, wanted: string): Error {
  return evaluationError('WB_EVALUATION_NO_FILE', `found no ${wanted}`, {
    at: { file: place },
    hint: 'give --truth the folder of the ground truth and --out the folder that screen wrote',
  })
}
