import { OBSERVABLE_KINDS as KIND } from '../schema.ts'
import { canonicalAddressSql } from './addresses.ts'
import { hostNameSql, isDomainSql } from './host-names.ts'
import { bind, keep, mapEach, quote } from './sql-text.ts'
import { isFileSql, splitWordsSql } from './words.ts'

const NAME_CHARS = [8, 64] as const

/** Array(Tuple(kind code, value)) of all observables in a text; where `code` holds, names outside quotes too. */
export function textValuesSql(text: string, code: string): string {
  return splitWordsSql(text, code, hostsBound(valuesSql()))
}

/** Binds `hosts`, (canonical host or '', is an address), of URLs, then of e-mails, then of all others. */
function hostsBound(body: string): string {
  const named = `arrayFilter(d -> NOT d.3 AND NOT d.4 AND NOT match(d.2, '^/[0-9]+$'), dotted)`
  const shares = `arrayMap(p -> extract(p, ${quote('^\\\\\\\\([^\\\\]+)')}), paths)`
  const raw = [
    'arrayMap(u -> u[3], urls)',
    `arrayMap(e -> substringIndex(e, '@', -1), emails)`,
    'sixes',
    `arrayMap(d -> d.1, ${named})`,
    `arrayFilter(p -> p != '', ${shares})`,
  ]
  return bind(
    { hosts: mapEach('h', canonicalHostSql('h'), `arrayConcat(${raw.join(', ')})`) },
    body,
  )
}

/** (canonical host or '', is an address). */
function canonicalHostSql(host: string): string {
  const bare = `trim(BOTH '[]' FROM ${host})`
  return bind(
    { address: `toIPv6OrDefault(${bare})`, name: hostNameSql(host) },
    `if(address != toIPv6('::'), (${canonicalAddressSql(bare)}, 1), (if(${isDomainSql('name')}, name, ''), 0))`,
  )
}

function valuesSql(): string {
  const ofHosts = (list: string): string =>
    `arrayMap(h -> (if(h.2 = 1, ${KIND.ip}, ${KIND.domain}), h.1), ${list})`
  const url = `arrayMap((u, h) -> (${KIND.url}, if(h.1 = '', '', ${urlSql()})), urls, arraySlice(hosts, 1, length(urls)))`
  const email = `arrayMap((e, h) -> (${KIND.email}, if(h.1 = '' OR h.2 = 1, '', concat(lower(substringIndex(e, '@', 1)), '@',
      h.1))), emails, arraySlice(hosts, length(urls) + 1, length(emails)))`
  const parts = [
    url,
    email,
    ofHosts('hosts'),
    mapEach('o', otherSql('o'), 'others'),
    mapEach('f', `(${KIND.file}, f)`, filesSql()),
    mapEach('p', `(${KIND.path}, p)`, 'paths'),
    `arrayMap(n -> (${KIND.identifier}, n), ${keep('n', nameCounts('n'), namesSql())})`,
  ]
  const typed = parts.map((part) => `CAST(${part}, 'Array(Tuple(UInt8, String))')`)
  return keep('v', `v.2 != ''`, `arrayConcat(${typed.join(', ')})`)
}

function urlSql(): string {
  const scheme = 'lower(u[1])'
  const port = `multiIf(u[4] = '', '', (${scheme}, toUInt32OrZero(u[4])) IN (('http', 80), ('https', 443), ('ftp', 21), ('ws',
      80), ('wss', 443), ('ssh', 22)), '', concat(':', u[4]))`
  const user = `if(u[2] = '', '', concat(u[2], '@'))`
  const host = `if(h.2 = 1 AND position(h.1, ':') > 0, concat('[', h.1, ']'), h.1)`
  return `concat(${scheme}, '://', ${user}, ${host}, ${port}, if(startsWith(u[5], '/'), '', '/'), u[5])`
}

function otherSql(word: string): string {
  const digits = `extractAll(${word}, '[0-9]+')`
  return (
    `multiIf(startsWith(lower(${word}), 'cve'), (${KIND.cve}, concat('CVE-', ${digits}[1], '-', ${digits}[2])), ` +
    `startsWith(${word}, '0x') OR startsWith(lower(${word}), 'bc1') OR startsWith(${word}, 'tb1'), (${KIND.wallet},
      lower(${word})), ` +
    `match(${word}, '^[0-9a-fA-F]+$'), (${KIND.hash}, lower(${word})), ` +
    `match(${word}, '[a-z]') AND match(${word}, '[A-Z]') AND match(${word}, '[0-9]'), (${KIND.wallet}, ${word}), (${KIND.wallet}, ''))`
  )
}

/** Words that are files, and the last parts of paths and URLs. */
function filesSql(): string {
  const tail = (value: string): string => `extract(${value}, ${quote('[^/\\\\?]+$')})`
  const lists = [
    'arrayMap(d -> d.1, arrayFilter(d -> d.3, dotted))',
    mapEach('p', `lowerUTF8(${tail('p')})`, 'paths'),
    `arrayMap(u -> lowerUTF8(extract(u[5], '([^/?]+)(?:[?]|$)')), urls)`,
    `arrayMap(d -> lowerUTF8(extract(d.2, '([^/?]+)(?:[?]|$)')), arrayFilter(d -> d.2 != '', dotted))`,
  ]
  return keep('f', isFileSql('f'), `arrayConcat(${lists.join(', ')})`)
}

function namesSql(): string {
  return `arrayMap(n -> if(startsWith(n, '-'), '', replaceRegexpAll(n, '[^A-Za-z0-9_-]+', '')), names)`
}

function nameCounts(name: string): string {
  return `length(${name}) BETWEEN ${NAME_CHARS[0]} AND ${NAME_CHARS[1]}`
}
