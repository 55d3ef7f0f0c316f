import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zipOf, type ZipMember } from '../../../test/fixtures/zip.ts'
import { WindbreakError } from '../../core/index.ts'
import { openZip, type ZipArchive } from './index.ts'

const LIMITS = {
  entriesMax: 100,
  memberBytesMax: 5_000_000,
  totalBytesMax: 8_000_000,
  ratioMax: 100,
}
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const open = (bytes: Uint8Array): Promise<ZipArchive> =>
  openZip((at, length) => Promise.resolve(bytes.subarray(at, at + length)), bytes.length, LIMITS)
const one = (member: Partial<ZipMember>): Uint8Array =>
  zipOf([{ name: 'a.json', bytes: text('{"a": 1}'), ...member }])

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
  } catch (error) {
    if (error instanceof WindbreakError) return error.code
    throw error
  }
  return 'none'
}

describe('zip archives', () => {
  it.each([0, 8, 93] as const)('are read, members packed by method %d', async (method) => {
    const long = text('0123456789'.repeat(250_000))
    const archive = await open(
      zipOf([
        { name: 'x/long', bytes: long, method: 93 },
        { name: 'b', bytes: text('b'), method },
      ]),
    )
    expect(archive.names).toEqual(['x/long', 'b'])
    expect(await archive.read('b')).toEqual(Buffer.from('b'))
    expect(Buffer.compare(await archive.read('x/long'), long)).toBe(0)
  })

  it('take the last of members of one name, as their writers append', async () => {
    const archive = await open(
      zipOf([
        { name: 'a', bytes: text('old') },
        { name: 'a', bytes: text('new') },
      ]),
    )
    expect(Buffer.from(await archive.read('a')).toString()).toBe('new')
  })

  it.each([
    ['climbs', one({ name: '../../etc/passwd' }), 'WB_FORMATS_ZIP_HOSTILE'],
    ['is absolute', one({ name: '/etc/passwd' }), 'WB_FORMATS_ZIP_HOSTILE'],
    ['climbs in Windows', one({ name: '..\\a' }), 'WB_FORMATS_ZIP_HOSTILE'],
    ['says 4 GB', one({ lie: { size: 4_000_000_000 } }), 'WB_FORMATS_ZIP_LIMIT'],
    ['inflates a thousandfold', one({ bytes: new Uint8Array(4_000_000) }), 'WB_FORMATS_ZIP_LIMIT'],
    ['lies beyond the end', one({ lie: { packedSize: 1_000_000 } }), 'WB_FORMATS_ZIP_DAMAGED'],
  ])('whose member %s are refused before anything is inflated', async (_, bytes, code) => {
    expect(await codeOf(() => open(bytes))).toBe(code)
  })

  it('whose members share bytes are refused', async () => {
    const bytes = zipOf([
      { name: 'a', bytes: text('a') },
      { name: 'b', bytes: text('b'), lie: { offset: 0 } },
    ])
    expect(await codeOf(() => open(bytes))).toBe('WB_FORMATS_ZIP_HOSTILE')
  })

  it.each([8, 93] as const)(
    'whose member of method %d inflates beyond what is said are refused',
    async (method) => {
      const archive = await open(
        one({ bytes: new Uint8Array(900_000), method, lie: { size: 1000 } }),
      )
      expect(await codeOf(() => archive.read('a.json'))).toBe('WB_FORMATS_ZIP_DAMAGED')
    },
  )

  it('with a wrong checksum, too many members, or too much in all are refused', async () => {
    const wrong = await open(one({ lie: { crc: 1 } }))
    expect(await codeOf(() => wrong.read('a.json'))).toBe('WB_FORMATS_ZIP_DAMAGED')
    const many = zipOf(
      Array.from({ length: 101 }, (_, index) => ({ name: `${index}`, bytes: text('') })),
    )
    expect(await codeOf(() => open(many))).toBe('WB_FORMATS_ZIP_LIMIT')
    const noise = Uint8Array.from({ length: 4_500_000 }, (_, index) => (index * index) % 251)
    const heavy = await open(
      zipOf(['a', 'b'].map((name) => ({ name, bytes: noise, method: 0 as const }))),
    )
    await heavy.read('a')
    expect(await codeOf(() => heavy.read('b'))).toBe('WB_FORMATS_ZIP_LIMIT')
  })

  it('are read whole or refused with a code, wherever they are cut or changed', async () => {
    const whole = zipOf([
      { name: 'a', bytes: text('{"a": [1, 2, 3]}') },
      { name: 'b', bytes: text('bb'), method: 93 },
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(255),
        fc.boolean(),
        async (at, byte, isCut) => {
          const bytes = isCut
            ? whole.slice(0, at)
            : Uint8Array.from(whole, (old, index) => (index === at ? byte : old))
          const code = await codeOf(async () => {
            const archive = await open(bytes)
            for (const name of archive.names) await archive.read(name)
          })
          expect(code).toMatch(isCut ? /^WB_FORMATS_ZIP_/ : /^(?:none|WB_FORMATS_ZIP_)/)
        },
      ),
      { numRuns: 300 },
    )
  })
})
