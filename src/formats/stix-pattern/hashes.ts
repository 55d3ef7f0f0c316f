import type { Literal, ObjectPath } from './ast.ts'

const HEX_LENGTHS: Readonly<Record<string, readonly number[]>> = {
  MD5: [32],
  MD6: [32, 40, 56, 64, 96, 128],
  RIPEMD160: [40],
  SHA1: [40],
  SHA224: [56],
  SHA256: [64],
  SHA384: [96],
  SHA512: [128],
  SHA3224: [56],
  SHA3256: [64],
  SHA3384: [96],
  SHA3512: [128],
  WHIRLPOOL: [128],
}

/** The algorithm's name when a path ends in `hashes.<algorithm>` and the literal cannot be such a hash. */
export function wrongHash(path: ObjectPath, value: Literal): string | undefined {
  const last = path.steps.at(-1)
  const isHash = path.steps.some((step) => step.kind === 'key' && step.name === 'hashes')
  if (!isHash || last?.kind !== 'key') return undefined
  const lengths = HEX_LENGTHS[last.name.toUpperCase().replaceAll('-', '')]
  if (lengths === undefined) return undefined
  const isRight =
    value.kind === 'string' &&
    lengths.includes(value.value.length) &&
    /^[0-9A-Fa-f]*$/.test(value.value)
  return isRight ? undefined : last.name
}
