import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evaluate } from './evaluate.ts'

const TRUTH = [
  '{"account_id":"a1","truth":"actor","actor":"Amber Test","team":"t-1","kind":"operation","directly_indicated":true}',
  '{"account_id":"i1","truth":"benign","actor":null,"team":null,"kind":"office","directly_indicated":false}',
]
const LEADS = [
  JSON.stringify({
    account: 'a1',
    rank: 1,
    probability: 0.9,
    expectedFalse: 0.1,
    cluster: null,
    actor: { name: 'Amber Test', probability: 0.8 },
    verdict: 'actor-account',
    signals: [],
  }),
]

describe('evaluate', () => {
  let folder = ''
  const write = (path: string, lines: readonly string[]): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`)
  }
  const score = (): ReturnType<typeof evaluate> =>
    evaluate({
      truthDir: join(folder, 'world'),
      outDir: join(folder, 'out'),
      seed: 's',
      accountsPath: join(folder, 'world/accounts.jsonl'),
    })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evaluate-'))
    write('world/truth/accounts.jsonl', TRUTH)
    write('world/accounts.jsonl', [
      '{"account_id":"a1","country":"DE"}',
      '{"account_id":"i1","country":"FR"}',
    ])
    write('out/leads.jsonl', LEADS)
    write('out/clusters.jsonl', [
      '{"cluster":"c-1","accounts":["a1"],"links":[],"hypotheses":[],"unknown":1}',
    ])
    write('out/summary.json', ['{"counts":{"leads":1,"clusters":1}}'])
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('reads the files of a truth and a result', async () => {
    const result = await score()
    expect(result.name).toBe('world')
    expect(result.recall[0]?.all.value).toBe(1)
    expect(result.attribution.namedRightly.count).toBe(1)
    expect(result.accusations.byCountry?.map(({ name }) => name)).toEqual(['FR'])
  })

  it('takes accounts.jsonl for the truth where there is no truth folder', async () => {
    rmSync(join(folder, 'world/truth'), { recursive: true })
    write('world/accounts.jsonl', TRUTH)
    expect((await score()).counts.actorAccounts).toBe(1)
  })

  it.each([
    ['a line that is not JSON', 'out/leads.jsonl', ['{"account":'], 'WB_EVALUATION_BAD_ROW'],
    [
      'a probability above 1',
      'out/leads.jsonl',
      [LEADS[0]?.replace('0.9', '1.9') ?? ''],
      'WB_EVALUATION_BAD_ROW',
    ],
    [
      'another verdict',
      'out/leads.jsonl',
      [LEADS[0]?.replace('actor-account', 'guilty') ?? ''],
      'WB_EVALUATION_BAD_ROW',
    ],
    [
      'an account twice',
      'world/truth/accounts.jsonl',
      [...TRUTH, ...TRUTH],
      'WB_EVALUATION_REPEATED_ACCOUNT',
    ],
    [
      'accounts that are no list',
      'out/clusters.jsonl',
      ['{"cluster":"c","accounts":"a1"}'],
      'WB_EVALUATION_BAD_ROW',
    ],
    [
      'a result cut short',
      'out/summary.json',
      ['{"counts":{"leads":7}}'],
      'WB_EVALUATION_CUT_RESULT',
    ],
  ])('refuses %s', async (_, path, lines, code) => {
    write(path, lines)
    await expect(score()).rejects.toMatchObject({
      code,
      exitCode: 2,
      at: { file: join(folder, path) },
    })
  })

  it('says which file is missing', async () => {
    rmSync(join(folder, 'out/leads.jsonl'))
    await expect(score()).rejects.toMatchObject({ code: 'WB_EVALUATION_NO_FILE' })
  })

  it('quotes nothing of a broken line', async () => {
    write('out/leads.jsonl', ['secret words of a person'])
    const error = await score().catch((reason: unknown) => reason)
    expect(String(error)).not.toContain('secret')
  })
})
