import { ACTIVE } from './views.ts'

const PATHS = [
  'ipv4-addr:value',
  'ipv6-addr:value',
  'domain-name:value',
  'email-addr:value',
  'url:value',
  "file:hashes\\.(?:'[A-Za-z0-9-]+'|[A-Za-z0-9_]+)",
].join('|')

/** Writes fixed text of this file as an SQL string. */
const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
const SINGLE = quote(`^\\s*\\[\\s*(${PATHS})\\s*==?\\s*'([^'\\\\]*)'\\s*\\]\\s*$`)
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
const DOMAIN = `(?:${LABEL}[.])+[a-z]{2,63}`
const HASH_DIGITS = `transform(replaceRegexpAll(upper(path), '^FILE:HASHES|[^A-Z0-9]', ''),
  ['MD5', 'SHA1', 'SHA256', 'SHA512'], [32, 40, 64, 128], 0)`

/**
 * SQL columns `plain_kind` and `plain_value` of an object `o`: the plainest patterns, one comparison of one value
 * that needs no further thought, are lowered by the engine while it reads them. `plain_kind` is '' for all that
 * the parser has to see.
 */
export const PLAIN_COLUMNS: string = `
  extractGroups(if(o.type = 'indicator', o.pattern, ''), ${SINGLE}) AS groups,
  groups[1] AS path, if(path = 'url:value', groups[2], lower(groups[2])) AS text,
  multiIf(
    length(groups) != 2, '',
    path = 'ipv4-addr:value', if(ifNull(IPv4NumToString(toIPv4OrNull(text)) = text, 0), 'ip', ''),
    path = 'ipv6-addr:value',
      if(toIPv6OrNull(text) IS NOT NULL AND position(text, '.') = 0
        AND position(toString(toIPv6OrDefault(text)), '.') = 0, 'ip', ''),
    path = 'domain-name:value',
      if(length(text) <= 253 AND match(text, '^${DOMAIN}$') AND position(text, 'xn--') = 0, 'domain', ''),
    path = 'email-addr:value',
      if(match(text, '^[a-z0-9._+-]{1,64}@${DOMAIN}$') AND length(text) <= 250
        AND position(text, 'xn--') = 0, 'email', ''),
    path = 'url:value',
      if(match(text, '^https?://${DOMAIN}/[!-"$-~]*$') AND length(text) <= 512
        AND position(text, 'xn--') = 0, 'url', ''),
    length(text) = ${HASH_DIGITS} AND match(text, '^[0-9a-f]+$'), 'hash', '') AS plain_kind,
  multiIf(plain_kind = '', '', path = 'ipv6-addr:value', toString(toIPv6OrDefault(text)), text) AS plain_value`

export const INSERT_PENDING: string = `
INSERT INTO intel_pending SELECT id, spec_version, pattern FROM intel_current WHERE ${ACTIVE} AND plain_kind = ''`

/** A page of the patterns that the parser has to see, by id. Bind `after` and `limit`. */
export const SELECT_PENDING = `
SELECT id, spec_version, pattern FROM intel_pending
WHERE id > {after:String} ORDER BY id LIMIT {limit:UInt32}`
