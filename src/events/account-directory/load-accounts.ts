import { mkdir, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Engine } from '../../platform/index.ts'
import { clientAddressSql, hostNameSql } from '../observables/index.ts'
import { EVENT_TABLES } from '../schema.ts'
import { openDirectoryFile, readOrExplain } from './directory-source.ts'
import { accountsError } from './errors.ts'

/** A line that was set aside, or of which a part was. Lines count from 1; in a JSON array they are elements. */
export interface RejectedAccount {
  readonly file: string
  readonly line: number
  readonly reason: string
}

const TEXT_FIELDS = [
  'account_id',
  'created_at',
  'email',
  'phone_country',
  'country',
  'organization',
  'plan',
  'payment_fingerprint',
  'signup_ip',
  'signup_user_agent',
  'status',
] as const
/** Older accounts carry a broken clock. */
const ACCOUNT_YEAR_MIN = 1990
const COLUMNS = [...TEXT_FIELDS, 'email_domain', 'tags', 'extra'].join(', ')
const LINKS = 'accounts-files'
const STAGE = `CREATE OR REPLACE TABLE accounts_stage (
  file UInt32, line UInt64, reasons Array(String),
  account_id String, created_at Nullable(DateTime64(3, 'UTC')),
  email String, email_domain String, phone_country String, country String, organization String,
  plan LowCardinality(String), payment_fingerprint String, signup_ip String,
  signup_user_agent String, status LowCardinality(String), tags Array(String), extra String
) ENGINE = MergeTree ORDER BY (account_id, file, line)`

/**
 * Replaces the table `accounts` with the accounts of these files (JSON lines, a JSON array, or CSV;
 * the last line of an account wins). A kill leaves the old table. Throws when no file holds an account.
 */
export async function loadAccountDirectory(
  engine: Engine,
  { paths, now }: { readonly paths: readonly string[]; readonly now: string },
): Promise<{ accounts: number; rejected: RejectedAccount[] }> {
  await engine.run(EVENT_TABLES['accounts'] ?? '')
  await engine.run(STAGE)
  const rejected: RejectedAccount[] = []
  const links = join(engine.path, LINKS)
  await rm(links, { recursive: true, force: true })
  await mkdir(links)
  for (const [index, path] of paths.entries()) {
    // The engine takes some names for patterns or archives, and a link has a plain one.
    const link = join(links, String(index))
    await symlink(resolve(path), link)
    const source = await openDirectoryFile(engine, path, link)
    if (source === undefined) rejected.push({ file: path, line: 0, reason: 'the file is empty' })
    else
      await readOrExplain(path, () =>
        engine.run(stageSql(source.sql), { ...source.params, file: index, now }),
      )
  }
  await rm(links, { recursive: true, force: true })
  rejected.push(...(await readRejected(engine, paths)))
  const accounts = await swapIn(engine)
  if (accounts === 0 && paths.length > 0)
    throw accountsError('WB_EVENTS_ACCOUNTS_UNREADABLE', 'found no account in the directory', {
      hint: 'wanted JSON lines, a JSON array, or CSV with a header, in which each account has an account_id',
      at: { file: paths[0] ?? '' },
    })
  return { accounts, rejected }
}

/** The one SELECT from a source's rows to staged accounts. A field that holds a list or an object counts as absent. */
function stageSql(source: string): string {
  const tuple = TEXT_FIELDS.map((field) => `${field} String`).join(', ')
  const known = [...TEXT_FIELDS, 'tags'].map((field) => `'${field}'`).join(', ')
  const texts = TEXT_FIELDS.map((field) => `'${field}'`).join(', ')
  const text = (field: (typeof TEXT_FIELDS)[number]): string =>
    `if(has(wrong, '${field}'), '', f.${field})`
  const tags = `arrayFilter(tag -> tag != '', if(JSONType(json, 'tags') = 'Array', JSONExtract(json, 'tags', 'Array(String)'),
      arrayMap(tag -> trim(tag), splitByRegexp('[;,|]', JSONExtractString(json, 'tags')))))`
  const unknown = `arrayFilter(pair -> pair.1 NOT IN (${known}), pairs)`
  const reasons = [
    `if(json = '{}', 'the line is not one JSON object, or does not fit the CSV header', '')`,
    `if(json != '{}' AND account_id = '' AND NOT has(wrong, 'account_id'), 'account_id is missing', '')`,
    `if(given != '' AND at IS NULL, 'created_at is not a time', '')`,
    `if(at < toDateTime64('${ACCOUNT_YEAR_MIN}-01-01 00:00:00', 3, 'UTC'), 'created_at lies before ${ACCOUNT_YEAR_MIN}', '')`,
    `if(at > latest, 'created_at lies in the future', '')`,
    `if(mail != '' AND NOT has_domain, 'email is not an address', '')`,
    `if(address != '' AND signup_ip = '', if(extract(address, '[0-9A-Fa-f.:]{2,}') = address AND
      toIPv6OrDefault(address) != toIPv6('::'), 'signup_ip is private, loopback or link-local',
      'signup_ip is not an address'), '')`,
  ]
  return `INSERT INTO accounts_stage (file, line, reasons, ${COLUMNS})
    WITH if(isValidJSON(raw) AND JSONType(raw) = 'Object', raw, '{}') AS json,
      JSONExtract(json, 'Tuple(${tuple})') AS f,
      JSONExtractKeysAndValuesRaw(json) AS pairs,
      arrayMap(pair -> pair.1, arrayFilter(pair -> pair.1 IN (${texts}) AND match(pair.2, '^[{[]'), pairs)) AS wrong,
      ${text('created_at')} AS given, ${text('email')} AS mail, ${text('signup_ip')} AS address,
      if(match(given, '^0[0-9]{3}-'), toDateTime64('1900-01-01 00:00:00', 3, 'UTC'),
        parseDateTime64BestEffortOrNull(given, 3, 'UTC')) AS at,
      parseDateTime64BestEffort({now:String}, 3, 'UTC') + INTERVAL 1 DAY AS latest,
      position(mail, '@') > 1 AS has_domain
    SELECT {file:UInt32}, line, arrayConcat(arrayFilter(reason -> reason != '', [${reasons.join(', ')}]),
        arrayMap(name -> concat(name, ' is neither text nor a number'), wrong)) AS reasons,
      trim(${text('account_id')}) AS account_id,
      if(at > latest OR at < toDateTime64('${ACCOUNT_YEAR_MIN}-01-01 00:00:00', 3, 'UTC'), NULL, at) AS created_at,
      if(has_domain, concat(lowerUTF8(substring(mail, 1, length(mail) - length(substringIndex(mail, '@', -1)))),
      email_domain), lowerUTF8(mail)) AS email,
      ${text('phone_country')}, ${text('country')}, ${text('organization')}, ${text('plan')}, ${text('payment_fingerprint')},
      ${clientAddressSql('address')} AS signup_ip,
      trim(${text('signup_user_agent')}), ${text('status')},
      if(has_domain, ${hostNameSql(`substringIndex(mail, '@', -1)`)}, '') AS email_domain, ${tags} AS tags,
      concat('{', arrayStringConcat(arrayMap(pair -> concat(toJSONString(pair.1), ':', pair.2), ${unknown}), ','), '}') AS extra
    FROM (${source})`
}

const LAST_LINES = `SELECT account_id, max((file, line)) AS last FROM accounts_stage WHERE account_id != '' GROUP BY account_id`

async function readRejected(engine: Engine, paths: readonly string[]): Promise<RejectedAccount[]> {
  const rows = await engine.rows<{ file: number; line: number; reason: string }>(
    `SELECT file, line, reason FROM (
      SELECT file, line, arrayJoin(reasons) AS reason FROM accounts_stage
      UNION ALL
      SELECT file, line, 'a later line gives this account again' AS reason FROM accounts_stage
      INNER JOIN (${LAST_LINES} HAVING count() > 1) AS winners USING (account_id)
      WHERE (file, line) != last
    ) ORDER BY file, line, reason`,
  )
  return rows.map((row) => ({ ...row, file: paths[row.file] ?? '' }))
}

async function swapIn(engine: Engine): Promise<number> {
  await engine.run('CREATE OR REPLACE TABLE accounts_new AS accounts')
  await engine.run(
    `INSERT INTO accounts_new (${COLUMNS}) SELECT ${COLUMNS} FROM accounts_stage
     WHERE account_id != '' ORDER BY account_id, file DESC, line DESC LIMIT 1 BY account_id`,
  )
  const [counted] = await engine.rows<{ n: number }>('SELECT count() AS n FROM accounts_new')
  const accounts = counted?.n ?? 0
  if (accounts > 0) await engine.run('EXCHANGE TABLES accounts AND accounts_new')
  await engine.run('DROP TABLE accounts_new')
  await engine.run('DROP TABLE accounts_stage')
  return accounts
}
