import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Ranges of the registries that no list may open: a cloud's metadata service answers there with its credentials. */
const NEVER = new Set(['linkLocal', 'unspecified', 'broadcast', 'multicast'])
/** IPv6 hands out public addresses from this block alone; all else in it that is special has a range of its own. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3')
const SPECIAL_V6 = [ipaddr.IPv6.parseCIDR('2001:db8::/32'), ipaddr.IPv6.parseCIDR('3fff::/20')]

/** Why an address may not be called; `never` when not even a list of allowed ones may open it. */
export interface AddressFault {
  readonly range: string
  readonly never: boolean
}

/**
 * What speaks against calling an address: it is loopback, private, link-local, of a carrier's NAT, documentation, or a
 * form that carries another address inside it. undefined when it is public.
 */
export function addressFault(text: string): AddressFault | undefined {
  if (!ipaddr.isValid(text)) return { range: 'not an address', never: true }
  const address = plain(ipaddr.parse(text))
  const range = rangeOf(address)
  return range === 'unicast' ? undefined : { range, never: NEVER.has(range) }
}

/** Whether an address lies in a block such as `10.1.0.0/16`; an address by itself is a block of one. */
export function isInBlock(text: string, block: string): boolean {
  const address = plain(ipaddr.parse(text))
  const [base, length] = parseBlock(block) ?? []
  if (base === undefined || length === undefined || base.kind() !== address.kind()) return false
  return address.match([base, length])
}

export function isBlock(text: string): boolean {
  return parseBlock(text) !== undefined
}

function parseBlock(text: string): [Address, number] | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** `::ffff:127.0.0.1` is 127.0.0.1 to the operating system, so it is to us. */
function plain(address: Address): Address {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address
}

function rangeOf(address: Address): string {
  const range = address.range()
  if (!(address instanceof ipaddr.IPv6) || range !== 'unicast') return range
  if (!address.match(GLOBAL_V6)) return 'reserved'
  return SPECIAL_V6.some((block) => address.match(block)) ? 'reserved' : 'unicast'
}
