/** Four numbers of a dotted address without leading zeros; undefined if it is none. */
export function parseIpv4(text: string): readonly number[] | undefined {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return undefined
  const parts = text.split('.').map(Number)
  return parts.every((part) => part <= 255) ? parts : undefined
}

/** Eight 16-bit groups of an IPv6 address; undefined if it is none. Zone ids are refused. */
export function parseIpv6(text: string): readonly number[] | undefined {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text)) return undefined
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = readGroups(halves[0] ?? '', halves.length === 1)
  const tail = readGroups(halves[1] ?? '', true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail]
}

function readGroups(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const v4 = mayEndDotted && index === parts.length - 1 ? parseIpv4(part) : undefined
    if (v4 !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = v4
      groups.push(a * 256 + b, c * 256 + d)
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/**
 * Canonical text as the engine writes it (RFC 5952, and the last 32 bits dotted after 96 zero bits);
 * an IPv4-mapped address becomes the IPv4 address.
 */
export function formatIpv6(groups: readonly number[]): string {
  const dotted = [groups[6] ?? 0, groups[7] ?? 0].flatMap((g) => [g >> 8, g & 255]).join('.')
  if (groups.slice(0, 5).every((group) => group === 0)) {
    if (groups[5] === 0xffff) return dotted
    if (groups[5] === 0 && groups[6] !== 0) return `::${dotted}`
  }
  let [best, length] = [-1, 1]
  for (let start = 0; start < 8; start++) {
    let end = start
    while (end < 8 && groups[end] === 0) end++
    if (end - start > length) [best, length] = [start, end - start]
  }
  const hex = groups.map((group) => group.toString(16))
  if (best === -1) return hex.join(':')
  return `${hex.slice(0, best).join(':')}::${hex.slice(best + length).join(':')}`
}

/** A range in canonical text with its host bits cleared; undefined if it is none. */
export function parseRange(
  text: string,
): { value: string; bits: number; isV4: boolean } | undefined {
  const parts = /^([^/\s]+)\/(\d{1,3})$/.exec(text.trim())
  const bits = Number(parts?.[2] ?? Number.NaN)
  const v4 = parseIpv4(parts?.[1] ?? '')
  if (v4 !== undefined) {
    if (!(bits <= 32)) return undefined
    const cleared = v4.map(
      (part, index) => part & (0xff00 >> Math.min(8, Math.max(0, bits - 8 * index))) & 255,
    )
    return { value: cleared.join('.'), bits, isV4: true }
  }
  const v6 = parseIpv6(parts?.[1] ?? '')
  if (v6 === undefined || !(bits <= 128)) return undefined
  const cleared = v6.map(
    (group, index) =>
      group & (0xffff0000 >>> Math.min(16, Math.max(0, bits - 16 * index))) & 0xffff,
  )
  const value = formatIpv6(cleared)
  return value.includes('.') && bits >= 96
    ? { value, bits: bits - 96, isV4: true }
    : { value, bits, isV4: false }
}
