import { createHash } from 'node:crypto'

/** A SHA-256 hash of 32 bytes. */
export type Hash = Uint8Array

/** RFC 6962, 2.1: leaves and nodes begin with different bytes, so that neither passes for the other. */
export function leafHash(data: string | Uint8Array): Hash {
  return createHash('sha256').update(LEAF).update(data).digest()
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return createHash('sha256').update(NODE).update(left).update(right).digest()
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The root of the tree over leaf hashes; SHA-256 of nothing for none. */
export function treeRoot(leaves: readonly Hash[]): Hash {
  const tree = new GrowingTree()
  for (const leaf of leaves) tree.push(leaf)
  return tree.root()
}

/** A tree that only grows: keeps one hash for each bit of its size, whatever the number of leaves. */
export class GrowingTree {
  #size = 0
  /** Roots of the full subtrees that the leaves make up, the largest first. */
  readonly #peaks: Hash[] = []

  get size(): number {
    return this.#size
  }

  push(leaf: Hash): void {
    this.#peaks.push(leaf)
    // As many subtrees of equal size are joined as the old size ends with one bits.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) {
      const right = this.#peaks.pop() as Hash
      const left = this.#peaks.pop() as Hash
      this.#peaks.push(nodeHash(left, right))
    }
    this.#size += 1
  }

  root(): Hash {
    const last = this.#peaks.at(-1)
    if (last === undefined) return createHash('sha256').digest()
    return this.#peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
  }
}

/** The largest power of two below `size` (RFC 6962, 2.1); `size` is at least 2. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}
