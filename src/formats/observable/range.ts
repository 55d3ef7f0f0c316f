import { parseIpv4, parseIpv6 } from './address.ts'

/** An address or range as its bits: whether it is IPv4, its 16-bit groups or 8-bit parts, and how many bits count. */
interface Block {
  readonly isV4: boolean
  readonly parts: readonly number[]
  readonly bits: number
}

/** Reads an address or a range; an address is a range of one. Undefined when it is neither. */
function parseBlock(text: string): Block | undefined {
  const [address = '', bitsText, ...rest] = text.split('/')
  if (rest.length > 0 || (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText))) return undefined
  const v4 = parseIpv4(address)
  const parts = v4 ?? parseIpv6(address)
  if (parts === undefined) return undefined
  const size = v4 === undefined ? 128 : 32
  const bits = bitsText === undefined ? size : Number(bitsText)
  return bits > size ? undefined : { isV4: v4 !== undefined, parts, bits }
}

/**
 * Whether an address or range lies within a range. Undefined when one of them is no address or range;
 * an IPv4 address never lies within a range of IPv6.
 */
export function rangeWithin(inner: string, outer: string): boolean | undefined {
  const [small, large] = [parseBlock(inner), parseBlock(outer)]
  if (small === undefined || large === undefined) return undefined
  if (small.isV4 !== large.isV4 || small.bits < large.bits) return false
  const width = large.isV4 ? 8 : 16
  return large.parts.every((part, index) => {
    const counted = Math.min(width, Math.max(0, large.bits - index * width))
    return (part ^ (small.parts[index] ?? 0)) >>> (width - counted) === 0
  })
}

/** Whether text is an address, not a range, that lies within a range. */
export function addressInRange(address: string, range: string): boolean {
  return !address.includes('/') && rangeWithin(address, range) === true
}
