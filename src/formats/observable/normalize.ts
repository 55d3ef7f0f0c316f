import { domainToASCII } from 'node:url'
import { formatIpv6, parseIpv4, parseIpv6 } from './address.ts'

/** A value in the one spelling in which it is stored and looked up, or why it is none. */
export type Normalized =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: string }

const VALUE_CHARS_MAX = 512
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/

const no = (reason: string): Normalized => ({ ok: false, reason })
const yes = (value: string): Normalized =>
  value.length > VALUE_CHARS_MAX
    ? no(`longer than ${VALUE_CHARS_MAX} characters`)
    : { ok: true, value }

/** An address in canonical text; IPv4-mapped IPv6 becomes IPv4. */
export function normalizeAddress(text: string): Normalized {
  const trimmed = text.trim()
  const v4 = parseIpv4(trimmed)
  if (v4 !== undefined) return yes(v4.join('.'))
  const v6 = parseIpv6(trimmed)
  return v6 === undefined ? no('not an address') : yes(formatIpv6(v6))
}

/** A domain name in lower-case ASCII (IDNA) without its final dot. */
export function normalizeDomain(text: string): Normalized {
  const trimmed = text.trim().replace(/\.$/, '')
  if (/[\s/:@?#%\\]/.test(trimmed)) return no('not a domain name')
  const ascii = /^[\x21-\x7e]+$/.test(trimmed) ? trimmed.toLowerCase() : domainToASCII(trimmed)
  return DOMAIN.test(ascii) ? yes(ascii) : no('not a domain name')
}

/** An e-mail address in lower case, its domain as `normalizeDomain` gives it. */
export function normalizeEmail(text: string): Normalized {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, at)
  const domain = normalizeDomain(trimmed.slice(at + 1))
  const isLocal = at > 0 && local.length <= 64 && !/[\s<>(),;:"]/.test(local)
  if (!isLocal || !domain.ok) return no('not an e-mail address')
  return yes(`${local.toLowerCase()}@${domain.value}`)
}

/** A hash in lower-case hexadecimal; MD5, SHA-1, SHA-2 and SHA-3 lengths. */
export function normalizeHash(text: string): Normalized {
  const trimmed = text.trim().toLowerCase()
  const isHash =
    /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/
  return isHash.test(trimmed) ? yes(trimmed) : no('not a hash in hexadecimal digits')
}

const URL_PARTS =
  /^([a-z][a-z0-9+.-]*):\/\/([^/?#@\s]*@)?(\[[^\]]+\]|[^/?#:\s]+)(?::(\d*))?([/?][^#\s]*)?(?:#\S*)?$/i
const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ftp: '21',
  ws: '80',
  wss: '443',
  ssh: '22',
}

/** A web address: scheme and host in lower-case ASCII, no default port, no fragment, at least `/`. */
export function normalizeUrl(text: string): Normalized {
  const parts = URL_PARTS.exec(text.trim())
  if (parts === null) return no('not a web address')
  const [, scheme = '', user = '', host = '', portText = '', rest = '/'] = parts
  const name = normalizeHost(host)
  if (!name.ok) return no('not a web address')
  const lower = scheme.toLowerCase()
  const port = portText === '' || portText === DEFAULT_PORTS[lower] ? '' : `:${portText}`
  return yes(`${lower}://${user}${name.value}${port}${rest.startsWith('?') ? '/' : ''}${rest}`)
}

function normalizeHost(host: string): Normalized {
  const address = normalizeAddress(host.replace(/^\[|\]$/g, ''))
  if (!address.ok) return normalizeDomain(host)
  return address.value.includes(':') ? yes(`[${address.value}]`) : address
}

/** A file name in lower case, without the folders before it. */
export function normalizeFileName(text: string): Normalized {
  const name = text.trim().split(/[/\\]/).at(-1) ?? ''
  return name === '' ? no('not a file name') : yes(name.toLowerCase())
}

/** A wallet: hexadecimal and bech32 ones in lower case, base58 ones as written. */
export function normalizeWallet(text: string): Normalized {
  const trimmed = text.trim()
  if (!/^[A-Za-z0-9]{20,110}$/.test(trimmed)) return no('not a wallet')
  const isCaseless = /^(?:0x[0-9a-f]{40}|(?:bc|tb|ltc)1[02-9ac-hj-np-z]+)$/i.test(trimmed)
  return yes(isCaseless ? trimmed.toLowerCase() : trimmed)
}

/** Any other value: as written, without white space around it. */
export function normalizeText(text: string): Normalized {
  const trimmed = text.trim()
  return trimmed === '' ? no('empty') : yes(trimmed)
}
