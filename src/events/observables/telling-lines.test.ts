import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from '../../platform/index.ts'
import { splitDefangedSql } from './defanged.ts'
import { tellingLinesSql } from './text-sections.ts'
import { textValuesSql } from './text-values.ts'

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-telling-'))
  engine = await openEmbeddedEngine(folder)
})
afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true })
})

/** Every kind of word, whole and in pieces, beside words that are none; a space or a line end may stand between any two. */
const PIECES = (
  'https://a1.example/p?q=1#f ssh://u@h.test:22 C:\\Users\\ana\\a.ps1 \\\\host\\share\\x.doc /etc/passwd ~/.ssh/id ' +
  'ana@mail.example ana(at)mail[.]example 203.0.113.7 203[.]0[.]113[.]9 2001:db8::1 ::ffff:192.0.2.1 CVE-2024-1234 cve_2023_11111 ' +
  '0x52908400098527886E0F7030069857D2E4169EE7 bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4 d41d8cd98f00b204e9800998ecf8427e ' +
  '1BoatSLRHtKNngkdXEeobR76b53LETtpyT run_me.py my-tool-name loadAllKeys `crew_kit` "build-all" site.example. пример.испытание ' +
  'hxxp://bad[.]example hxxps[://]x.test hXXp ``` ```sh [dot] {at} (.) [:] example com 1 2024 A . , : / @ _ - \\ " \' ( ) = # ' +
  'the answer is yes нет 例え 《x》 fooBar( self.name www.shop.com.py 3.5 e.g.'
).split(' ')
const text = fc
  .array(
    fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom('', ' ', ' ', '\n', '\n', '\r\n', '\t')),
    {
      minLength: 1,
      maxLength: 14,
    },
  )
  .map((parts) => parts.flat().join(''))

it('finds in the telling lines of a text what it finds in the whole text', async () => {
  const texts = fc.sample(text, { seed: 20260107, numRuns: 3000 })
  const lines = tellingLinesSql('x')
  const values = (of: string, isCode: string): string =>
    `arraySort(arrayDistinct(${textValuesSql(of, isCode)}))`
  const same = [
    `${values('x', '1')} = ${values('l', '1')}`,
    `${values('x', '0')} = ${values('l', '0')}`,
    `${splitDefangedSql('x')}.2 = ${splitDefangedSql('l')}.2`,
  ].join(' AND ')
  const rows = await engine.rows<{ x: string; same: number; shorter: number }>(
    `SELECT x, ${same} AS same, length(l) < length(x) AS shorter
     FROM (SELECT arrayJoin({texts:Array(String)}) AS x, ${lines} AS l)`,
    { texts },
  )
  expect(rows.filter((row) => row.same !== 1).map((row) => row.x)).toEqual([])
  expect(rows.length).toBe(texts.length)
  expect(rows.filter((row) => row.shorter === 1).length).toBeGreaterThan(500)
})
