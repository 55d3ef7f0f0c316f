import { bind, quote } from './sql-text.ts'

/**
 * What is left out: private, loopback and link-local addresses, and the unspecified address, which
 * names no host. Documentation, benchmark and other reserved ranges count as ordinary ones.
 */
const LEFT_OUT =
  '^(?:10\\.|127\\.|169\\.254\\.|192\\.168\\.|172\\.(?:1[6-9]|2[0-9]|3[01])\\.|0\\.0\\.0\\.0$|::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)'

/** The first address of a header value: with brackets, port, zone or further hops behind it. */
const FIRST_ADDRESS =
  '^\\s*\\[?((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[\\w.-]+)?\\]?(?::\\d+)?\\s*(?:,|$)'

/** The canonical text of a bare address (IPv4-mapped as IPv4); '' if it is none or is left out. */
export function canonicalAddressSql(value: string): string {
  return bind({ a: textOf(`toIPv6OrDefault(${value})`) }, `if(match(a, ${quote(LEFT_OUT)}), '', a)`)
}

/** The same for a network field, which may hold a port, brackets, a zone, or a list of hops. */
export function clientAddressSql(value: string): string {
  const bare = `toIPv6OrDefault(${value})`
  const found = `extract(if(${bare} = toIPv6('::'), ${value}, ''), ${quote(FIRST_ADDRESS)})`
  const text = textOf(`if(${bare} = toIPv6('::'), toIPv6OrDefault(${found}), ${bare})`)
  return `if(match(${text}, ${quote(LEFT_OUT)}), '', ${text})`
}

function textOf(address: string): string {
  return `replaceOne(toString(${address}), if(position(toString(${address}), '.') > 0, '::ffff:', ' '), '')`
}
