import { EVENT_YEAR_MIN, LINE_BYTES_MAX } from '../core/index.ts'
import { NOT_AN_OBJECT, NOT_JSON, type Reader } from './readers/index.ts'
import { observablesSql } from './observables/index.ts'
import { promptLanguageSql } from './prompt-language.ts'

/** SQL for the observables of a normalised event: the extraction runs in the ingest pass itself. */
const OBSERVABLES = observablesSql({
  ip: 'ip',
  userAgent: 'user_agent',
  prompt: 'prompt',
  completion: 'completion',
  toolArgs: 'tool_args',
})

const COLUMNS = `batch, file, line, part, event_id, ts, account_id, org_id, api_key_id, end_user_id, conversation_id,
  source, ip, user_agent, model, operation, status, system_text, prompt, completion, tool_names, tool_args,
  tokens_in, tokens_out, observables, language`

const BAD_ADDRESS = 'the address is not one; the event is kept without it'

/** How the records of a file lie in it: one a line, or in an array or documents over several lines. */
export type Layout = 'lines' | 'documents'

const OBJECT_START = String.raw`^(\\x{FEFF})?\\s*\\{`

/** SQL: the records of the files that lie in `{source:String}` under their numbers as names. */
export function recordsSql(layout: Layout, compression: string): string {
  const format = layout === 'lines' ? 'LineAsString' : 'JSONAsString'
  return `(SELECT toUInt32(_file) AS file, toUInt64(_row_number + 1) AS number,
    multiIf(length(text) > ${LINE_BYTES_MAX}, 'longer than ${LINE_BYTES_MAX} bytes',
      startsWith(text, '{') OR match(text, '${OBJECT_START}'), '',
      isValidJSON(text), '${NOT_AN_OBJECT}', '${NOT_JSON}') AS fault,
    multiIf(fault != '', '', startsWith(text, '{'), text, trimLeft(text, '\\xEF\\xBB\\xBF \\t')) AS record
  FROM file({source:String}, ${format}, 'text String', '${compression}')
  WHERE NOT match(text, '^\\\\s*$'))`
}

/** Each chunk costs some 20 ms of setting up the expressions, whatever it holds: larger ones cost memory instead. */
const CHUNK_BYTES = 32 * 1024 * 1024

const BAD_ACCOUNT = `startsWith(account_id, '{') OR startsWith(account_id, '[')`

/** SQL: an address in canonical text, IPv4-mapped as IPv4, without port, brackets or zone; empty if it is none. */
const CANONICAL = `replaceRegexpOne(ifNull(toString(toIPv6OrNull(bare)), ''), '^::ffff:([0-9.]+)$', '\\\\1')`
const BARE = `multiIf(address = '', '', isIPv4String(address) OR isIPv6String(address), address,
  extract(trimBoth(splitByChar(',', address)[1]), '^\\\\[?([0-9a-fA-F:.]+?)(?:%[^\\\\]]*)?(?:\\\\](?::[0-9]+)?|:[0-9]+)?$'))`

/**
 * SQL: `INSERT` of a reader's rows into `events`, normalised and judged. What something is wrong with goes to
 * the batch `aside` instead of `batch`, a partition of its own that `SETTLE_ASIDE` empties: so one pass serves
 * both and sound rows go through no view. A refused record has no event id there and its reason as status.
 * Parameters: source, batch and aside UInt32, latest DateTime64(3).
 */
export function insertSql(reader: Reader, layout: Layout, compression: string): string {
  const id = `concat('evt_', lower(hex(sipHash128('${reader.name}', account_id, instant, system_text, prompt, completion, tool_args))))`
  return `INSERT INTO events (${COLUMNS})
SELECT if(reason = '' AND NOT bad_address, {batch:UInt32}, {aside:UInt32}) AS batch, file, line, toUInt32(part) AS part,
  multiIf(reason != '', '', event_id != '', event_id, ${id}) AS event_id,
  ifNull(instant, toDateTime64(0, 3, 'UTC')) AS ts, account_id, org_id, api_key_id, end_user_id, conversation_id,
  '${reader.name}' AS source, ${CANONICAL} AS ip, user_agent, model, operation,
  if(reason = '', status, reason) AS status, system_text, prompt, completion,
  arrayFilter(name -> name != '', tool_names) AS tool_names, tool_args, tokens_in, tokens_out,
  ${OBSERVABLES} AS observables, ${promptLanguageSql('prompt')} AS language
FROM (
  SELECT *, ${BARE} AS bare,
    address != '' AND isNull(toIPv6OrNull(bare)) AS bad_address,
    multiIf(reject != '', reject,
      account_id = '', 'no account', ${BAD_ACCOUNT}, 'the account is neither text nor a number',
      isNull(instant), 'no time that can be read',
      instant < toDateTime64('${EVENT_YEAR_MIN}-01-01 00:00:00', 3, 'UTC'), 'the time is before ${EVENT_YEAR_MIN}',
      instant > {latest:DateTime64(3, 'UTC')}, 'the time is more than a day after the run', '') AS reason
  FROM (${reader.select(recordsSql(layout, compression))})
)
SETTINGS min_chunk_bytes_for_parallel_parsing = ${CHUNK_BYTES}`
}

/**
 * Statements that empty the batch `aside`: every row is reported, and those that are sound but for a note go
 * to `batch`. Parameters: batch, aside, and the files' numbers Array(UInt32) beside their paths Array(String).
 */
export const SETTLE_ASIDE: readonly string[] = [
  `INSERT INTO rejected
    SELECT {batch:UInt32}, transform(file, {numbers:Array(UInt32)}, {paths:Array(String)}, ''), line,
      if(event_id = '', toString(status), '${BAD_ADDRESS}') FROM events WHERE batch = {aside:UInt32}`,
  `INSERT INTO events SELECT * REPLACE ({batch:UInt32} AS batch) FROM events
    WHERE events.batch = {aside:UInt32} AND event_id != ''`,
  'ALTER TABLE events DROP PARTITION {aside:UInt32}',
]
