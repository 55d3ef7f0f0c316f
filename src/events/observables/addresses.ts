import { quote } from './sql-text.ts'

/**
 * What is left out: private, loopback and link-local addresses, and the unspecified address, which
 * names no host. Documentation, benchmark and other reserved ranges count as ordinary ones.
 */
const LEFT_OUT: ReadonlyArray<readonly [first: string, last: string]> = [
  ['::ffff:0.0.0.0', '::ffff:0.0.0.0'],
  ['::ffff:10.0.0.0', '::ffff:10.255.255.255'],
  ['::ffff:127.0.0.0', '::ffff:127.255.255.255'],
  ['::ffff:169.254.0.0', '::ffff:169.254.255.255'],
  ['::ffff:172.16.0.0', '::ffff:172.31.255.255'],
  ['::ffff:192.168.0.0', '::ffff:192.168.255.255'],
  ['::', '::1'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
]

/** The first address of a header value: with brackets, port, zone or further hops behind it. */
const FIRST_ADDRESS =
  '^\\s*\\[?((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[\\w.-]+)?\\]?(?::\\d+)?\\s*(?:,|$)'

/** The canonical text of a bare address (IPv4-mapped as IPv4); '' if it is none or is left out. */
export function canonicalAddressSql(value: string): string {
  return textOf(`toIPv6OrDefault(${value})`)
}

/** The same for a network field, which may hold a port, brackets, a zone, or a list of hops. */
export function clientAddressSql(value: string): string {
  const rest = `if(${value} = '' OR toIPv6OrDefault(${value}) != toIPv6('::'), '', ${value})`
  const found = `extract(${rest}, ${quote(FIRST_ADDRESS)})`
  return textOf(
    `if(toIPv6OrDefault(${value}) != toIPv6('::'), toIPv6OrDefault(${value}), toIPv6OrDefault(${found}))`,
  )
}

function textOf(address: string): string {
  const outside = LEFT_OUT.map(
    ([first, last]) => `NOT (${address} BETWEEN toIPv6('${first}') AND toIPv6('${last}'))`,
  )
  const text = `toString(${address})`
  const mapped = `startsWith(${text}, '::ffff:') AND position(${text}, '.') > 0`
  return `if(${outside.join(' AND ')}, if(${mapped}, substring(${text}, 8), ${text}), '')`
}
