import { describe, expect, it } from 'vitest'
import { zstdOf } from '../../../test/fixtures/zip.ts'
import { inflateZstd } from './index.ts'

/** Forty lines packed by the reference program, level 19, with a checksum: compressed blocks and Huffman tables. */
const REAL = Buffer.from(
  [
    'KLUv/QRoBQUAwkUUGHCtDrbeGZZYXaoq0P5kq9xSTAOl1XWBBc811otXWfFzjfXiXV21zzXWqryqzzXWi7dQYM554v',
    'FZDEiBEYGP0nAZGwbKp+BKUKThPA0/kkcBK6gRIGtarP8GADMobLEBMQQM4RnCjPDvCI3gDz3Pe9pn+o6Uzzmf58wN',
    'yWUhXU176uI+ElkVVqYxQZRVuSLQSo7eV3uMs/sV8GoQ1fcfhSo=',
  ].join(''),
  'base64',
)

describe('inflating zstd', () => {
  it('reads what the reference program packed', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, i) =>
        `{"id": "task-${i}", "scores": {"check": {"value": "${'CI'[((i * i) % 7) % 2]}"}}}\n`,
    )
    const found = await inflateZstd(REAL, 1_000_000)
    expect(Buffer.from(found).toString()).toBe(lines.join(''))
  })

  it('reads frames one after another, each as long as it likes', async () => {
    const bytes = Uint8Array.from({ length: 350_000 }, (_, index) => index % 249)
    const found = await inflateZstd(Buffer.concat([zstdOf(bytes, 120_000), REAL]), 1_000_000)
    expect(Buffer.compare(Buffer.from(found).subarray(0, 350_000), bytes)).toBe(0)
  })

  it('refuses what is larger than allowed, cut off, or damaged', async () => {
    expect(await inflateZstd(zstdOf(new Uint8Array(5000)), 4999)).toBe('too large')
    expect(await inflateZstd(REAL.subarray(0, -9), 1_000_000)).toBe('cut off')
    expect(await inflateZstd(Buffer.from('no zstd at all'), 100)).toBe('damaged')
  })

  it('refuses a window of a gigabyte before it is set aside, and a run of zeros that grows without end', async () => {
    const window = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 1, 0, 0])
    expect(await inflateZstd(window, 100)).toBe('too large')
    const run = Buffer.from([
      0x02 | ((120_000 << 3) & 0xff),
      (120_000 >> 5) & 0xff,
      120_000 >> 13,
      0,
    ])
    const bomb = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
      ...Array.from({ length: 10_000 }, () => run),
      Buffer.from([1, 0, 0]),
    ])
    expect(await inflateZstd(bomb, 10_000_000)).toBe('too large')
  })
})
