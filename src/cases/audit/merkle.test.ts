import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Hash, leafHash, treeRoot } from './merkle.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proofs.ts'

/** Leaves and roots of the reference vectors of Certificate Transparency, as RFC 6962's authors publish them. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS: ReadonlyArray<readonly [number, string]> = [
  [0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
]

/** RFC 6962, 2.1, word for word. */
function plainRoot(leaves: readonly Uint8Array[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const [only] = leaves
  if (only === undefined) return sha()
  if (leaves.length === 1) return sha(Buffer.of(0), only)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha(Buffer.of(1), plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)))
}

const hex = (hash: Hash) => Buffer.from(hash).toString('hex')
const leavesOf = (size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(`entry ${index}`))

describe('the tree', () => {
  it.each(ROOTS)('has the known root over %i leaves', (size, root) => {
    const leaves = LEAVES.slice(0, size).map((leaf) => leafHash(Buffer.from(leaf, 'hex')))
    expect(hex(treeRoot(leaves))).toBe(root)
  })

  it('is the tree that the standard writes down', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 70 }), (data) => {
        const root = treeRoot(data.map((leaf) => leafHash(leaf)))
        expect(hex(root)).toBe(hex(plainRoot(data)))
      }),
    )
  })

  it('proves every leaf of every size up to 40, and none elsewhere', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = leavesOf(size)
      const root = treeRoot(leaves)
      for (const [index, leaf] of leaves.entries()) {
        const proof = inclusionProof(leaves, index)
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true)
        expect(verifyInclusion(leafHash('other'), index, size, proof, root)).toBe(false)
        const elsewhere = (index + 1) % size
        expect(verifyInclusion(leaf, elsewhere, size, proof, root)).toBe(size === 1)
        expect(verifyInclusion(leaf, index, size, [...proof, leaf], root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(proof.length === 0)
      }
    }
  })

  it('proves every size to be the beginning of every later one, and no other tree', () => {
    for (let size = 1; size <= 33; size += 1) {
      const leaves = leavesOf(size)
      const root = treeRoot(leaves)
      for (let old = 1; old <= size; old += 1) {
        const oldRoot = treeRoot(leaves.slice(0, old))
        const proof = consistencyProof(leaves, old)
        expect(verifyConsistency(old, size, proof, oldRoot, root)).toBe(true)
        const forged = treeRoot([...leaves.slice(0, old - 1), leafHash('forged')])
        expect(verifyConsistency(old, size, proof, forged, root)).toBe(false)
        expect(verifyConsistency(old, size, proof, oldRoot, forged)).toBe(false)
        expect(verifyConsistency(old, size, [...proof, root], oldRoot, root)).toBe(false)
      }
    }
  })

  it('asks for a leaf and a size that are there', () => {
    expect(() => inclusionProof(leavesOf(3), 3)).toThrow('wanted one below 3')
    expect(() => consistencyProof(leavesOf(3), 0)).toThrow('wanted 1 to 3')
    expect(verifyConsistency(0, 3, [], treeRoot([]), treeRoot(leavesOf(3)))).toBe(false)
  })
})
