import { HASH_ALGORITHMS } from '../tables/vocabularies.ts'
import type { FindingList } from './finding.ts'
import { isObject, memberPath, own, shown } from './json.ts'

/** Hashes by algorithm: names of the vocabulary with digits of the right number, or names of one's own. */
export function checkHashes(list: FindingList, path: string, value: unknown): void {
  if (!isObject(value) || Object.keys(value).length === 0)
    return list.error(
      'value',
      path,
      `found ${isObject(value) ? 'no hash' : shown(value)}, wanted hashes by algorithm`,
      'give an object such as {"SHA-256": "..."}',
    )
  for (const [algorithm, digest] of Object.entries(value)) {
    const at = memberPath(path, algorithm)
    if (!/^[A-Za-z0-9_-]{3,250}$/.test(algorithm))
      list.error('dictionary-key', at, `found the algorithm ${shown(algorithm)}`, 'rename it')
    const digits = own(HASH_ALGORITHMS, algorithm)
    const isDigest = typeof digest === 'string' && digest !== ''
    if (!isDigest || (digits !== undefined && !isHex(digest, digits)))
      list.error(
        'value',
        at,
        `found ${shown(digest)}, wanted ${digits === undefined ? 'text' : `${digits} hexadecimal digits`}`,
        'correct the hash or name its algorithm',
      )
    if (Object.hasOwn(HASH_ALGORITHMS, algorithm)) continue
    if (!algorithm.startsWith('x_'))
      list.warn(
        'hash-algo',
        at,
        `found ${shown(algorithm)}, wanted an algorithm of hash-algorithm-ov`,
        `one of ${Object.keys(HASH_ALGORITHMS).join(', ')}, or a name that starts with x_`,
      )
    if (algorithm.length > 30)
      list.warn('hash-length', at, 'found a name of more than 30 characters', 'shorten it')
  }
}

function isHex(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-fA-F]*$/.test(text)
}
