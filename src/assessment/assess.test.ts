import { existsSync, readFileSync, rmSync } from 'node:fs'
import { Ajv } from 'ajv'
import { afterAll, describe, expect, it } from 'vitest'
import { armOf, assessLogs, logFolder, tasksOf } from '../../test/fixtures/assessment.ts'
import { inspectLog } from '../../test/fixtures/inspect-log.ts'
import { WindbreakError } from '../core/index.ts'
import { type Assessment, assessCapability } from './index.ts'

const folder = logFolder()
afterAll(() => rmSync(folder.path, { recursive: true, force: true }))
const now = '2026-11-25T08:00:00Z'
const schema = JSON.parse(readFileSync('schemas/assessment.schema.json', 'utf8')) as object
const isValid = new Ajv({ formats: { 'date-time': true } }).compile(schema)

const repeat = (letters: string, times: number): string => letters.repeat(times)
const comparisonOf = (assessment: Assessment): Assessment['comparisons'][number] => {
  const [one] = assessment.comparisons
  if (one === undefined) throw new Error('no comparison')
  return one
}
async function errorOf(work: Promise<unknown>): Promise<WindbreakError> {
  const thrown: unknown = await work.catch((error: unknown) => error)
  if (thrown instanceof WindbreakError) return thrown
  throw new Error('no refusal', { cause: thrown })
}

describe('an assessment', () => {
  it('says what is so in each domain, with its names, and follows its schema', async () => {
    // 15 clusters of 20 tasks in each domain, so that the clustered interval decides.
    const cluster = (letters: string): string => Array.from({ length: 15 }, () => letters).join('|')
    const base = tasksOf({ recon: cluster(repeat('CI', 10)), vuln: cluster(repeat('CIIII', 4)) })
    const arm = tasksOf({
      recon: Array.from({ length: 15 }, (_, n) => (n % 2 === 0 ? 'CC' : 'CI') + repeat('CI', 9))
        .map((l, n) => (n % 3 === 0 ? l.replace('CI', 'CC') : l))
        .join('|'),
      vuln: cluster(repeat('CIIII', 4)).replace('C', 'I').replace(/I$/, 'C'),
    })
    const assessment = await assessLogs(folder, base, arm, {
      declaration:
        'declared: 2026-02-01\nby: evaluation team\ncluster_key: family\ndomains:\n  recon: ' +
        'reconnaissance\n  vuln: exploitation\nelicitation:\n  model+tools: "a week of ' +
        'prompting by two engineers"\n',
    })
    expect(isValid(assessment) ? [] : isValid.errors).toEqual([])
    const { statement, overall, domains } = comparisonOf(assessment)
    expect(statement).toBe(
      'limited, incremental uplift over non-AI tools in reconnaissance; no detectable uplift in exploitation',
    )
    expect([overall.tasks, overall.clusters, overall.difference.method]).toEqual([
      600,
      30,
      'clustered-t',
    ])
    expect(
      domains.map(({ name, clusters, holmP }) => [name, clusters, (holmP ?? 0) < 0.05]),
    ).toEqual([
      ['reconnaissance', 15, true],
      ['exploitation', 15, false],
    ])
    expect(assessment.arms[1]).toMatchObject({
      models: ['mock/model'],
      dates: ['2026-03-01T09:00:00+00:00'],
      elicitation: 'Elicitation: a week of prompting by two engineers',
    })
    expect(assessment.warnings).toEqual([])
  })

  // Skipped where the invented logs of ../shared/data/inspect are absent.
  const samples = ['../shared/data/inspect', '../../shared/data/inspect'].find((one) =>
    existsSync(one),
  )
  it.skipIf(samples === undefined)('of the sample logs gives the known numbers', async () => {
    const assessment = await assessCapability({
      baseline: armOf('baseline', `${samples}/baseline.json`),
      arms: [armOf('model+tools', `${samples}/model-tools.eval`)],
      now,
    })
    expect(isValid(assessment) ? [] : isValid.errors).toEqual([])
    const { overall, domains, withoutRefusals } = comparisonOf(assessment)
    expect(overall.table).toEqual({ both: 3, onlyArm: 4, onlyBaseline: 1, neither: 4 })
    expect(overall.difference).toMatchObject({ value: 0.25, method: 'newcombe-paired' })
    expect(overall.difference.low).toBeCloseTo(-0.12027, 5)
    expect(overall.difference.high).toBeCloseTo(0.53776, 5)
    expect([overall.mcnemarP, overall.verdict, overall.clusters]).toEqual([
      0.375,
      'inconclusive',
      4,
    ])
    expect([overall.baseline.solved, overall.arm.solved, overall.arm.refusedTasks]).toEqual([
      4, 7, 2,
    ])
    expect([domains.length, withoutRefusals?.tasks]).toEqual([4, 10])
    expect(assessment.arms[1]?.counts).toMatchObject({ refusals: 2, limits: 1, errors: 0 })
  })

  it('averages tries of a task first, so that a task tried often counts once', async () => {
    const tries = (id: string, letters: string): { id: string; epoch: number; value: string }[] =>
      letters.split('').map((value, index) => ({ id, epoch: index + 1, value }))
    const { overall } = comparisonOf(
      await assessLogs(
        folder,
        [...tries('a', 'CICI'), ...tries('b', 'I')],
        [...tries('a', 'CCCI'), ...tries('b', 'C')],
      ),
    )
    expect(overall).toMatchObject({
      tasks: 2,
      table: null,
      mcnemarP: null,
      posterior: null,
      newcombePaired: null,
    })
    expect([overall.baseline.value, overall.arm.value, overall.difference.method]).toEqual([
      0.25,
      0.875,
      'clustered-t',
    ])
  })

  it('of one cluster has no verdict but "inconclusive" where only clusters could tell', async () => {
    const assessment = await assessLogs(
      folder,
      [0.5, 0.5, 0.5].map((value, id) => ({ id, value, category: 'one' })),
      [1, 1, 1].map((value, id) => ({ id, value, category: 'one' })),
    )
    const { overall } = comparisonOf(assessment)
    expect(isValid(assessment)).toBe(true)
    expect(overall).toMatchObject({
      clusters: 1,
      clustered: null,
      p: null,
      verdict: 'inconclusive',
    })
    expect(overall.difference).toEqual({ value: 0.5, low: -1, high: 1, method: 'none' })
    expect(overall.warnings.join()).toContain('one cluster only')
  })

  it('with empty cells stays finite, and says how little it is', async () => {
    const assessment = await assessLogs(folder, tasksOf({ a: 'IIIII' }), tasksOf({ a: 'IIIII' }))
    const { overall, threats } = comparisonOf(assessment)
    expect(isValid(assessment) ? [] : isValid.errors).toEqual([])
    expect([overall.mcnemarP, overall.verdict]).toEqual([1, 'inconclusive'])
    expect(JSON.stringify(assessment)).not.toMatch(/NaN|Infinity/)
    expect(threats.map(({ name }) => name)).toContain('no success')
    expect(overall.warnings.join()).toContain('cells')
  })

  it('keeps refusals apart, and gives the numbers without them too', async () => {
    const { overall, withoutRefusals, threats } = comparisonOf(
      await assessLogs(folder, tasksOf({ a: 'CCII' }), tasksOf({ a: 'NCCC' })),
    )
    expect([overall.arm.refusedTasks, overall.arm.solved, overall.difference.value]).toEqual([
      1, 3, 0.25,
    ])
    expect([withoutRefusals?.tasks, withoutRefusals?.difference.value]).toEqual([3, 0.666667])
    expect(threats.map(({ name }) => name)).toContain('refusals')
  })

  it('leaves out tries without a score and lists tasks of one arm only', async () => {
    const assessment = await assessLogs(
      folder,
      [
        { id: 'a', value: 1 },
        { id: 'b', value: 0 },
        { id: 'c', value: 1 },
      ],
      [
        { id: 'a', value: 'NaN' },
        { id: 'b', value: 1 },
        { id: 'd', value: 1 },
        { id: 'e', error: { message: 'x' } },
      ],
    )
    const { overall, unpaired } = comparisonOf(assessment)
    expect(overall.tasks).toBe(1)
    expect(unpaired).toEqual({ onlyBaseline: ['a', 'c'], onlyArm: ['d'] })
    expect(assessment.arms[1]?.counts).toMatchObject({ unscored: 2, errors: 1 })
    expect(assessment.arms[1]?.reasons).toEqual({
      'its score is not a number': 1,
      'its run broke': 1,
    })
  })

  it('pairs people in a table with a log, each row in the arm that it names', async () => {
    const log = folder.write(
      'model.json',
      JSON.stringify(
        inspectLog(
          [
            { id: 'a', value: 'C' },
            { id: 'b', value: 'I' },
          ],
          { arm: 'human+model' },
        ),
      ),
    )
    const table = folder.write(
      'people.csv',
      'sample,epoch,score,arm,dataset,version\na,1,0,human,toy,1\na,2,1,human,toy,1\nb,1,0,human,toy,1\na,1,1,human+model,toy,1\n',
    )
    const assessment = await assessCapability({
      baseline: armOf('human', table),
      arms: [armOf('human+model', log)],
      now,
    })
    const { overall, statement, threats } = comparisonOf(assessment)
    expect([overall.tasks, overall.baseline.value, overall.arm.value]).toEqual([2, 0.25, 0.5])
    expect(statement).toContain('over people without a model')
    expect(threats.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['learning effect', 'blinding']),
    )
    expect(assessment.warnings.join()).toContain('1 results of other arms')
  })

  it('warns of margins that are younger than the logs, and of a run that did not finish', async () => {
    const { warnings } = await assessLogs(folder, tasksOf({ a: 'CI' }), tasksOf({ a: 'CC' }), {
      declaration: 'declared: 2026-04-01\n',
      arm: { header: { status: 'cancelled' } },
    })
    expect(warnings.join('\n')).toMatch(/younger than 2 of 2 logs[\s\S]*status cancelled/)
  })
})

describe('refusals to compare', () => {
  it.each([
    [
      'a task twice',
      [
        { id: 'a', value: 1 },
        { id: 'a', value: 0 },
      ],
      {},
      'WB_ASSESSMENT_DUPLICATE',
      /samples\[0\]/,
    ],
    [
      'another version',
      [{ id: 'a', value: 1 }],
      { version: 2 },
      'WB_ASSESSMENT_VERSIONS',
      /version 1 .* version 2|version 2 .* version 1|found version/,
    ],
    ['no common task', [{ id: 'z', value: 1 }], {}, 'WB_ASSESSMENT_NO_PAIRS', /no task/],
    [
      'another dataset',
      [{ id: 'a', value: 1 }],
      { dataset: 'other' },
      'WB_ASSESSMENT_NO_PAIRS',
      /no task/,
    ],
    [
      'another arm',
      [{ id: 'a', value: 1 }],
      { arm: 'model+tools' },
      'WB_ASSESSMENT_ARM',
      /other arms/,
    ],
  ])('%s is refused with its place', async (_, samples, options, code, message) => {
    const error = await errorOf(
      assessLogs(folder, samples, [{ id: 'a', value: 1 }], { baseline: options }),
    )
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.at?.file ?? code).toMatch(/baseline\.json$|arm\.eval$|NO_PAIRS$/)
  })

  it.each([
    ['margins: {equivalence: 0.3, material: 0.2}', 'smaller'],
    ['margins: {equivalence: 5%}', 'share between 0 and 1'],
    ['margin: 1', 'found a field `margin`'],
    ['margins: [1', 'not YAML'],
    ['declared: yesterday', 'wanted one such as'],
    ['domains: text', 'found no fields in domains'],
  ])('the declaration %j is refused', async (declaration, message) => {
    const error = await errorOf(
      assessLogs(folder, tasksOf({ a: 'C' }), tasksOf({ a: 'C' }), { declaration }),
    )
    expect(error).toMatchObject({ code: 'WB_ASSESSMENT_DECLARATION', exitCode: 2 })
    expect(error.message).toContain(message)
  })

  it('a file that is not there or is cut off is named', async () => {
    const arm = armOf('baseline', `${folder.path}/absent.json`)
    expect(await errorOf(assessCapability({ baseline: arm, arms: [arm], now }))).toMatchObject({
      code: 'WB_ASSESSMENT_FILE',
      at: { file: arm.files[0] },
    })
    const cut = armOf('baseline', folder.write('cut.json', '{"eval": {"task": "t"'))
    expect(await errorOf(assessCapability({ baseline: cut, arms: [cut], now }))).toMatchObject({
      code: 'WB_FORMATS_INSPECT_SYNTAX',
      at: { file: cut.files[0] },
    })
  })
})
