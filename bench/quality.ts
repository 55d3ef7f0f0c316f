import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auc, percent, rateAbove, thresholdAt } from '../scripts/train/metrics.ts'
import { type Prompt, readPrompts } from '../scripts/train/prompts.ts'
import { type Engine, openEmbeddedEngine } from '../src/platform/index.ts'
import { installTtpModel, loadTtpModel, ttpScoreSql } from '../src/signals/ttp-model/index.ts'
import { fireRate, judgePrompts, reportRules } from './quality-rules.ts'
import { recordFigures } from './result.ts'

const REPOSITORY = join(import.meta.dirname, '..')

interface Scored {
  readonly prompt: Prompt
  readonly logit: number
}

async function scored(engine: Engine, prompts: readonly Prompt[]): Promise<Scored[]> {
  await engine.run('CREATE TABLE judged (id UInt32, text String) ENGINE = MergeTree ORDER BY id')
  for (let from = 0; from < prompts.length; from += 5000) {
    const lines = prompts
      .slice(from, from + 5000)
      .map(({ text }, i) => JSON.stringify({ id: from + i, text }))
    await engine.insertJson('judged', Buffer.from(`${lines.join('\n')}\n`))
  }
  const sql = `SELECT id, ${ttpScoreSql('text')} AS logit FROM judged ORDER BY id`
  const rows = await engine.rows<{ id: number; logit: number }>(sql)
  return rows.map(({ id, logit }) => ({ prompt: prompts[id] as Prompt, logit }))
}

/** Prints a line a file and language; gives the area under the curve of all malicious against all look-alikes. */
function report(all: readonly Scored[], threshold: number): number {
  const logits = (keep: (prompt: Prompt) => boolean): number[] =>
    all.filter(({ prompt }) => keep(prompt)).map(({ logit }) => logit)
  const lookAlikes = logits(({ lookAlike }) => lookAlike)
  const general = logits(({ malicious, lookAlike }) => !malicious && !lookAlike)
  const atOne = thresholdAt(general, 0.01)
  const groups = new Map<string, Scored[]>()
  for (const one of all)
    for (const lang of ['all', one.prompt.lang]) {
      const key = `${one.prompt.source} ${lang}`
      groups.set(key, [...(groups.get(key) ?? []), one])
    }
  console.log(
    '| set | language | side | n | AUC look-alikes | AUC general | at 1% of general | over threshold |',
  )
  console.log('| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |')
  for (const [key, group] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const bad = group.filter(({ prompt }) => prompt.malicious).map(({ logit }) => logit)
    const good = group.filter(({ prompt }) => !prompt.malicious).map(({ logit }) => logit)
    const name = key.replace(' ', ' | ')
    const rates = (scores: readonly number[]): string =>
      `${percent(rateAbove(scores, atOne))} | ${percent(rateAbove(scores, threshold))}`
    const areas = `${auc(bad, lookAlikes).toFixed(3)} | ${auc(bad, general).toFixed(3)}`
    if (bad.length > 0)
      console.log(`| ${name} | malicious | ${bad.length} | ${areas} | ${rates(bad)} |`)
    if (good.length > 0)
      console.log(`| ${name} | benign | ${good.length} | - | - | ${rates(good)} |`)
  }
  return auc(
    logits(({ malicious }) => malicious),
    lookAlikes,
  )
}

const SPEED_PROMPTS = 40_000

/**
 * Prompts that the engine scores in a second of processor time, since the machine is shared, of the judged texts
 * repeated; and their mean length. Two cores score twice as many.
 */
async function scoringSpeed(engine: Engine): Promise<{ speed: number; length: number }> {
  await engine.run(
    `CREATE TABLE repeated ENGINE = MergeTree ORDER BY tuple() AS
     SELECT text FROM judged CROSS JOIN numbers({times:UInt32}) AS times
     ORDER BY times.number, id LIMIT {rows:UInt32}`,
    { times: Math.ceil(SPEED_PROMPTS / 100), rows: SPEED_PROMPTS },
  )
  const [size] = await engine.rows<{ length: number }>(
    'SELECT avg(lengthUTF8(text)) AS length FROM repeated',
  )
  const before = process.cpuUsage()
  await engine.rows(
    `SELECT sum(${ttpScoreSql('text')}) AS total FROM repeated SETTINGS max_block_size = 512`,
  )
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  return { speed: SPEED_PROMPTS / seconds, length: size?.length ?? 0 }
}

async function main(): Promise<number> {
  const at = process.argv.indexOf('--prompts')
  const source =
    at < 0 ? join(REPOSITORY, '..', 'shared', 'data', 'prompts') : (process.argv[at + 1] ?? '')
  const prompts = existsSync(source) ? readPrompts(source) : undefined
  if (prompts === undefined) {
    console.error(
      `bench:quality: found no prompt sets in ${source}, wanted NAME.jsonl files; give --prompts DIR`,
    )
    return 2
  }
  const folder = mkdtempSync(join(tmpdir(), 'quality-'))
  const engine = await openEmbeddedEngine(folder)
  try {
    const model = loadTtpModel()
    await installTtpModel(engine, model)
    const value = report(await scored(engine, prompts), model.threshold)
    console.log(`\nmalicious against security look-alikes, all sets: AUC ${value.toFixed(4)}`)
    const { speed, length } = await scoringSpeed(engine)
    const figure = (name: string, amount: number, unit: string) => ({
      suite: 'quality',
      name: `ttp: ${name}`,
      value: amount,
      unit,
    })
    recordFigures([
      figure('malicious against look-alikes', value, 'AUC'),
      figure('scored in a second of one core', speed, 'prompts'),
      figure('mean length of a scored prompt', length, 'characters'),
    ])
    const judged = await judgePrompts(engine, prompts, join(REPOSITORY, 'rules'))
    console.log('\nrule pack:')
    reportRules(judged)
    const rate = (name: string, keep: (prompt: Prompt) => boolean) => ({
      suite: 'quality',
      name: `rules: ${name}`,
      value: 100 * fireRate(judged, keep),
      unit: '%',
    })
    recordFigures([
      rate('malicious, CyberSecEval MITRE', ({ source }) => source === 'cse-mitre'),
      rate('look-alikes, MITRE FRR', ({ source }) => source.includes('frr')),
      rate('general and coding', ({ malicious, source }) => !malicious && !source.includes('frr')),
    ])
    return 0
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = await main()
