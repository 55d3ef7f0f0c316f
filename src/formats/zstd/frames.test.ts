import { describe, expect, it } from 'vitest'
import { zstdFault } from './index.ts'

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
/** One frame, written by hand: a raw block of three bytes, then a run of 100 zeros that is the last, then a checksum. */
const FRAME = [...MAGIC, 0x04, 0x58, 0x18, 0, 0, 1, 2, 3, 0x23, 0x03, 0, 0, 9, 9, 9, 9]
/** The same without checksum, in a single segment of known size, and something to skip. */
const SINGLE = [...MAGIC, 0x20, 0x03, 0x19, 0, 0, 1, 2, 3]
const SKIPPED = [0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]

const faultOf = (bytes: readonly number[]): Promise<string> =>
  zstdFault(
    (position, length) =>
      Promise.resolve(Uint8Array.from(bytes.slice(position, position + length))),
    bytes.length,
  )

describe('zstd frames', () => {
  it.each([
    ['a frame', FRAME],
    ['frames of every kind behind each other', [...SKIPPED, ...FRAME, ...SINGLE, ...SKIPPED]],
    ['nothing', []],
  ])('%s: whole', async (_, bytes) => {
    expect(await faultOf(bytes)).toBe('')
  })

  it('are cut off wherever the file ends early', async () => {
    for (const whole of [FRAME, SINGLE, SKIPPED])
      for (let end = 1; end < whole.length; end++)
        expect(await faultOf(whole.slice(0, end)), `${whole.length} cut at ${end}`).toBe('cut off')
  })

  it.each([
    ['no magic number', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['bytes of another kind behind a frame', [...SINGLE, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['a block of the reserved kind', [...MAGIC, 0x20, 0x03, 0x1f, 0, 0, 1, 2, 3]],
  ])('with %s are damaged', async (_, bytes) => {
    expect(await faultOf(bytes)).toBe('damaged')
  })
})
