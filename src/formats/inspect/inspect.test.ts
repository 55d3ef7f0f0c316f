import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evalArchive, inspectLog } from '../../../test/fixtures/inspect-log.ts'
import { zipOf } from '../../../test/fixtures/zip.ts'
import { WindbreakError } from '../../core/index.ts'
import { type EvaluationLog, readEvaluationLogs, type ScoreChoice } from './index.ts'
import { readScore } from './score.ts'

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? new TextEncoder().encode(value) : value
const read = (value: string | Uint8Array, choice: ScoreChoice = {}): Promise<EvaluationLog[]> => {
  const bytes = bytesOf(value)
  return readEvaluationLogs(
    (at, n) => Promise.resolve(bytes.subarray(at, at + n)),
    bytes.length,
    choice,
  )
}
async function errorOf(value: string | Uint8Array, choice?: ScoreChoice): Promise<WindbreakError> {
  const thrown: unknown = await read(value, choice).catch((error: unknown) => error)
  if (thrown instanceof WindbreakError) return thrown
  throw new Error('no refusal', { cause: thrown })
}
const member = (name: string, value: unknown): { name: string; bytes: Uint8Array } => ({
  name,
  bytes: bytesOf(JSON.stringify(value)),
})

const SAMPLES = [
  { id: 'a', value: 'C', category: 'recon' },
  { id: 7, value: 0.5, category: 'recon', limit: { type: 'time', limit: 60 } },
  { id: 'b/c', value: 'N', category: 'vuln' },
  { id: 'd', error: { message: 'SECRET FAULT', traceback: '' } },
]

describe('scores', () => {
  it.each([
    ['C', 1],
    ['I', 0],
    ['P', 0.5],
    ['N', 0],
    [1, 1],
    [0.25, 0.25],
    ['0.75', 0.75],
    ['yes', 1],
    ['False', 0],
    [true, 1],
    [false, 0],
    ['NaN', null],
    ['', null],
    [' ', null],
    ['1e', null],
    [7, null],
    [-0.1, null],
    [['C'], null],
    [{ a: 1 }, null],
    [null, null],
    ['constructor', null],
    [{ __proto__: null }, null],
  ])('%j is %j', (value, score) => {
    expect(readScore(value).score).toBe(score)
    expect(readScore(value).isRefusal).toBe(value === 'N')
  })

  it('of several members take the one that is declared', () => {
    expect(readScore({ solved: 'C', cost: 3 }, 'solved').score).toBe(1)
    expect(readScore({ cost: 3 }, 'solved').unscored).toContain('score_key')
  })
})

describe('inspect logs', () => {
  it.each([
    ['json', JSON.stringify(inspectLog(SAMPLES))],
    ['eval with deflate', evalArchive(inspectLog(SAMPLES), 8)],
    ['eval with Zstandard', evalArchive(inspectLog(SAMPLES), 93)],
  ])(
    'in the form %s give ids, scores, refusals, limits and errors, and no text of a try',
    async (_, bytes) => {
      const [log] = await read(bytes)
      expect(log).toMatchObject({
        task: 'toy_task',
        dataset: 'toy',
        version: '1',
        status: 'success',
        missing: [],
      })
      expect(
        log?.samples.map((one) => [
          one.sample,
          one.score,
          one.isRefusal,
          one.isError,
          one.limit,
          one.metadata.get('category'),
        ]),
      ).toEqual([
        ['a', 1, false, false, null, 'recon'],
        ['7', 0.5, false, false, 'time', 'recon'],
        ['b/c', 0, true, false, null, 'vuln'],
        ['d', null, false, true, null, undefined],
      ])
      expect(JSON.stringify(log)).not.toContain('SECRET')
    },
  )

  it('of a crashed run are read from the journal, and what is missing is named', async () => {
    const { samples, ...header } = inspectLog(SAMPLES)
    const [first, second] = samples as unknown[]
    const [log] = await read(
      zipOf([
        member('_journal/start.json', header),
        member('_journal/summaries/2.json', [second]),
        member('_journal/summaries/1.json', [first]),
      ]),
    )
    expect(log?.status).toBe('started')
    expect(log?.samples.map(({ sample }) => sample)).toEqual(['a', '7'])
    expect(log?.missing).toEqual(['b/c', 'd'])
  })

  it('look up a try that has no summary in its own member, and leave other members alone', async () => {
    const { samples, ...header } = inspectLog(SAMPLES)
    const [first, second] = samples as unknown[]
    const [log] = await read(
      zipOf([
        member('header.json', header),
        member('summaries.json', [first]),
        member('samples/7_epoch_1.json', second),
        { name: 'inner.zip', bytes: zipOf([]) },
        { name: 'samples/7_epoch_1.txt', bytes: bytesOf('x') },
      ]),
    )
    expect(log?.samples.map(({ sample, score }) => [sample, score])).toEqual([
      ['a', 1],
      ['7', 0.5],
    ])
  })

  it('read bare NaN and Infinity as no score, and leave the words in texts alone', async () => {
    const text = JSON.stringify(
      inspectLog([
        { id: 'NaN \\" NaN', value: 1 },
        { id: 'b', value: 'X' },
      ]),
    )
    const [log] = await read(
      text.replace('"X"', 'NaN').replace('"version":2', '"version":-Infinity'),
    )
    expect(log?.samples.map(({ sample, score, unscored }) => [sample, score, unscored])).toEqual([
      ['NaN \\" NaN', 1, null],
      ['b', null, 'its score is not a number'],
    ])
  })

  it('set aside samples that cannot be told apart, each with its place', async () => {
    const log = inspectLog([{ id: 'a', value: 1 }])
    log['samples'] = [...(log['samples'] as unknown[]), { epoch: 1 }, 'x', { id: 'b', epoch: 0 }]
    const [found] = await read(JSON.stringify(log))
    expect(found?.setAside).toEqual([
      { at: { path: 'samples[1]' }, reason: 'it has no id' },
      { at: { path: 'samples[2]' }, reason: 'it is no object' },
      { at: { path: 'samples[3]' }, reason: 'its epoch is not a whole number from 1' },
    ])
  })

  it('keep a duplicate for whoever compares them', async () => {
    const twice = inspectLog([
      { id: 'a', value: 1 },
      { id: 'a', value: 0 },
    ])
    expect((await read(JSON.stringify(twice)))[0]?.samples).toHaveLength(2)
    expect((await read(evalArchive(twice)))[0]?.samples).toHaveLength(2)
  })

  it.each([
    ['cut off', JSON.stringify(inspectLog(SAMPLES)).slice(0, -30), 'WB_FORMATS_INSPECT_SYNTAX'],
    ['without eval', '{"samples": []}', 'WB_FORMATS_INSPECT_SHAPE'],
    ['without samples', JSON.stringify(inspectLog([])), 'WB_FORMATS_INSPECT_SHAPE'],
    [
      'invalidated',
      JSON.stringify(inspectLog(SAMPLES, { header: { invalidated: true } })),
      'WB_FORMATS_INSPECT_INVALIDATED',
    ],
    ['empty', '', 'WB_FORMATS_INSPECT_SHAPE'],
    ['a ZIP of something else', zipOf([member('a.json', {})]), 'WB_FORMATS_INSPECT_SHAPE'],
    ['a truncated ZIP', evalArchive(inspectLog(SAMPLES)).slice(0, 700), 'WB_FORMATS_ZIP_DAMAGED'],
    [
      'a ZIP that climbs',
      zipOf([member('samples/../../x_epoch_1.json', {})]),
      'WB_FORMATS_ZIP_HOSTILE',
    ],
    [
      '10 GB in one member',
      zipOf([{ ...member('header.json', {}), lie: { size: 4_200_000_000 } }]),
      'WB_FORMATS_ZIP_LIMIT',
    ],
    ['ten thousand levels deep', '['.repeat(10_000), 'WB_FORMATS_INSPECT_SHAPE'],
  ])('that are %s are refused', async (_, bytes, code) => {
    expect((await errorOf(bytes)).code).toBe(code)
  })

  it('with several scorers want to know which counts', async () => {
    const text = JSON.stringify(inspectLog([{ id: 'a', value: 'C' }])).replace(
      '"check":',
      '"other":{"value":"I"},"check":',
    )
    expect((await errorOf(text)).code).toBe('WB_FORMATS_INSPECT_SCORER')
    expect((await read(text, { scorer: 'check' }))[0]?.samples[0]?.score).toBe(1)
    expect((await read(text, { scorer: 'absent' }))[0]?.samples[0]?.unscored).toContain(
      'declared scorer',
    )
  })

  // Skipped where the invented logs of ../shared/data/inspect are absent.
  const folder = ['../shared/data/inspect', '../../shared/data/inspect'].find((one) =>
    existsSync(one),
  )
  it.skipIf(folder === undefined)(
    'of the samples: 4 of 12, 7 of 12, two refusals, one time limit',
    async () => {
      const [baseline] = await read(readFileSync(`${folder}/baseline.json`))
      const [model] = await read(readFileSync(`${folder}/model-tools.eval`))
      const solved = (log: EvaluationLog | undefined): number =>
        log?.samples.filter(({ score }) => score === 1).length ?? -1
      expect([solved(baseline), solved(model), model?.samples.length]).toEqual([4, 7, 12])
      expect(
        model?.samples.filter(({ isRefusal }) => isRefusal).map(({ sample }) => sample),
      ).toEqual(['social-01', 'social-02'])
      expect(model?.samples.filter(({ limit }) => limit === 'time')).toHaveLength(1)
    },
  )
})
