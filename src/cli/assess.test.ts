import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { logFolder, tasksOf } from '../../test/fixtures/assessment.ts'
import { evalArchive, inspectLog } from '../../test/fixtures/inspect-log.ts'
import { runCommandLine } from './run.ts'

const folder = logFolder()
afterAll(() => rmSync(folder.path, { recursive: true, force: true }))

async function windbreak(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await runCommandLine(['assess', ...args], {
    out: (text) => (out += text),
    err: (text) => (err += text),
    clock: () => '2026-11-25T08:00:00Z',
    progress: () => {},
    clearProgress: () => {},
  })
  return { code, out, err }
}

const baseline = folder.write(
  'base.json',
  JSON.stringify(inspectLog(tasksOf({ '<b>recon\u001b[31m': 'CIII' }), { arm: 'baseline' })),
)
const first = folder.write(
  'first.eval',
  evalArchive(inspectLog(tasksOf({ '<b>recon\u001b[31m': 'CCCI' }), { arm: 'model' })),
)
const other = folder.write(
  'other.json',
  JSON.stringify(inspectLog([{ id: 'x', value: 1 }], { dataset: 'second', arm: 'model' })),
)

describe('windbreak assess', () => {
  it('writes the four files, the same bytes each time, and prints the verdict safe for a terminal', async () => {
    const out = join(folder.path, 'out')
    const args = ['--baseline', baseline, '--arm', `model=${first}`, other, '--out', out]
    const ran = await windbreak(...args)
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toContain(
      'model against baseline: inconclusive evidence of uplift over non-AI tools',
    )
    expect(ran.out).not.toContain('\u001b')
    const files = ['assessment.html', 'assessment.json', 'assessment.md', 'assessment.pdf']
    expect(readdirSync(out).sort()).toEqual(files)
    const before = files.map((name) => readFileSync(join(out, name)).toString('latin1'))
    await windbreak(...args)
    expect(files.map((name) => readFileSync(join(out, name)).toString('latin1'))).toEqual(before)
    expect(before[0]).toContain('&lt;b&gt;recon')
    expect(before[1]).toContain('"onlyArm": [\n          "x"\n        ]')
    expect((await windbreak(...args, '--json')).out).toBe(
      readFileSync(join(out, 'assessment.json'), 'utf8'),
    )
  })

  it('takes another arm as baseline, and two models as two arms', async () => {
    const ran = await windbreak(
      '--baseline',
      `model=${first}`,
      '--arm',
      `baseline=${baseline}`,
      `model:again=${first}`,
    )
    expect(ran.code).toBe(0)
    expect(ran.out).toContain('baseline against model: ')
    expect(ran.out).toContain('model:again against model: ')
  })

  it.each([
    [['--arm', `model=${first}`], 'found no --baseline'],
    [['--baseline', baseline], 'found no --arm'],
    [['--baseline', baseline, '--arm', first], 'wanted NAME=FILE'],
    [['--baseline', baseline, '--arm', `robot=${first}`], 'found the arm "robot"'],
    [['--baseline', baseline, `model=${first}`, '--arm', `model=${first}`], 'wanted one arm'],
    [['--baseline', baseline, '--arm', `human=${first}`], 'WB_ASSESSMENT_ARM'],
    [['--baseline', baseline, '--arm', `model=${first}`, first], 'WB_ASSESSMENT_DUPLICATE'],
    [
      ['--baseline', baseline, '--arm', `model=${first}`, '--declaration', '/absent.yml'],
      'WB_ASSESSMENT_FILE',
    ],
  ])('refuses %j with exit code 2', async (args, message) => {
    const ran = await windbreak(...args)
    expect([ran.code, ran.out]).toEqual([2, ''])
    expect(ran.err).toContain(message)
  })
})
