import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WindbreakError } from '../../core/index.ts'
import { parseCsv } from './csv.ts'
import { type EvaluationLog, readEvaluationLogs } from './index.ts'

const read = (text: string): Promise<EvaluationLog[]> => {
  const bytes = new TextEncoder().encode(text)
  return readEvaluationLogs(
    (at, n) => Promise.resolve(bytes.subarray(at, at + n)),
    bytes.length,
    {},
  )
}
async function errorOf(text: string): Promise<WindbreakError> {
  const thrown: unknown = await read(text).catch((error: unknown) => error)
  if (thrown instanceof WindbreakError) return thrown
  throw new Error('no refusal', { cause: thrown })
}

describe('tables', () => {
  it('in CSV and JSON lines give the same rows', async () => {
    const csv =
      '\ufeffsample,score,arm,category,refused,version\r\n"a, ' +
      '""b""",C,human,recon,,2\r\nc,,human,vuln,yes,2\r\n\r\nd,oops,human,vuln,no,2\r\n'
    const lines = [
      { sample: 'a, "b"', score: 'C', arm: 'human', category: 'recon', version: 2 },
      { sample: 'c', arm: 'human', category: 'vuln', refused: true, version: 2 },
      { sample: 'd', score: 'oops', arm: 'human', category: 'vuln', version: 2 },
    ]
    const [one] = await read(csv)
    const [other] = await read(lines.map((line) => JSON.stringify(line)).join('\n'))
    const shown = (log?: EvaluationLog): unknown =>
      log?.samples.map(({ sample, score, isRefusal, arm, metadata }) => [
        sample,
        score,
        isRefusal,
        arm,
        [...metadata],
      ])
    expect(shown(one)).toEqual([
      ['a, "b"', 1, false, 'human', [['category', 'recon']]],
      ['c', 0, true, 'human', [['category', 'vuln']]],
      ['d', null, false, 'human', [['category', 'vuln']]],
    ])
    expect(shown(other)).toEqual(shown(one))
    expect([one?.version, one?.samples[2]?.at.line, other?.version]).toEqual(['2', 5, '2'])
  })

  it('set broken rows aside and keep versions apart', async () => {
    const logs = await read('sample,score,version\na,1,1\nb,1\n,1,1\nc,0,2\n')
    expect(logs.map(({ version, samples }) => [version, samples.length])).toEqual([
      ['1', 1],
      ['2', 1],
    ])
    expect(logs[0]?.setAside.map(({ at, reason }) => [at.line, reason])).toEqual([
      [3, 'it has another number of cells than the header'],
      [4, 'it has no sample'],
    ])
  })

  it('without the columns, or with an open quote, are refused at their line', async () => {
    expect(await errorOf('id,value\na,1\n')).toMatchObject({
      code: 'WB_FORMATS_INSPECT_SHAPE',
      at: { line: 1 },
    })
    expect(await errorOf('sample,score\na,"1\n')).toMatchObject({
      code: 'WB_FORMATS_INSPECT_SYNTAX',
      at: { line: 2 },
    })
  })

  it('are split as they were written, whatever stands in a cell', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', ';') })
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
        (rows) => {
          const text = rows
            .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
            .join('\n')
          expect(parseCsv(text).map(({ cells }) => cells)).toEqual(rows)
        },
      ),
    )
  })
})
