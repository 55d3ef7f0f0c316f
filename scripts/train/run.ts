import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/core/index.ts'
import { openEmbeddedEngine } from '../../src/platform/index.ts'
import { encodeTtpModel, TTP_BUCKETS } from '../../src/signals/ttp-model/index.ts'
import { calibrate } from './calibrate.ts'
import { type Corpus, familyOf, makeCorpus, overallExamples } from './corpus.ts'
import { trainHeads } from './heads.ts'
import { type LogisticSettings, trainLogistic } from './logistic.ts'
import { auc, percent, rateAbove, thresholdAt } from './metrics.ts'
import { assemble } from './pack.ts'
import { type Prompt, readPrompts, readVerdicts } from './prompts.ts'
import { ownTexts, TEXTS_FOLDER } from './templates.ts'
import { leaveOneOut, leavePairsOut, scoresOf } from './transfer.ts'

const SEED = 'ttp-2'
const REPOSITORY = join(import.meta.dirname, '..', '..')
const MODEL = join(REPOSITORY, 'models', 'ttp-2.bin')
/** Texts drawn of each label and language of our own templates. */
const OWN_PER_LABEL = 150

/** Chosen by leaving pairs of sources out, never by figures on the sources that were trained on. */
const SETTINGS: LogisticSettings = {
  epochs: 3,
  rate: 0.3,
  decay: 0.015,
  dropout: 0.5,
  cap: 4,
}

const BAD = ['cse-mitre', 'advbench']
const HARMLESS = ['cse-frr', 'cse-instruct', 'awesome-chatgpt-prompts']

/** A fifth of the texts, by a hash of their content, is kept back for the in-domain figure. */
function keptBack(prompt: Prompt): boolean {
  return seededRandom(`split ${prompt.text}`)() < 0.2
}

function printInDomain(corpus: Corpus): void {
  const given = (prompt: Prompt): boolean => !prompt.source.startsWith('own-') && prompt.weight > 0
  const taught = overallExamples(corpus, (prompt) => !(given(prompt) && keptBack(prompt)))
  const model = trainLogistic(corpus.features, taught, TTP_BUCKETS, SETTINGS, seededRandom(SEED))
  const held = scoresOf(corpus, model, (prompt) => given(prompt) && keptBack(prompt))
  const side = (malicious: boolean): number[] =>
    held.filter(({ prompt }) => prompt.malicious === malicious).map(({ logit }) => logit)
  console.log(`in-domain, a fifth kept back: AUC ${auc(side(true), side(false)).toFixed(4)}`)
}

function printLeaveOneOut(corpus: Corpus): void {
  const given = corpus.forms.filter(({ prompt }) => !prompt.source.startsWith('own-'))
  const families = [...new Set(given.map(({ prompt }) => familyOf(prompt.source)))]
  for (const { source, malicious, auc, over } of leaveOneOut(corpus, families, SETTINGS, keptBack))
    console.log(
      `left out ${source} (${malicious ? 'malicious' : 'benign'}, ${over.n}): AUC ${auc.toFixed(3)},`,
      `above 1% of general ${percent(over)}`,
    )
}

/** The value after an option of the command line. */
function argumentOf(option: string): string | undefined {
  const at = process.argv.indexOf(option)
  return at < 0 ? undefined : (process.argv[at + 1] ?? '')
}

async function main(): Promise<number> {
  const source = argumentOf('--prompts') ?? join(REPOSITORY, '..', 'shared', 'data', 'prompts')
  const verdicts = argumentOf('--verdicts')
  const given = readPrompts(source)
  if (given === undefined) {
    console.error(
      `train: found no prompt sets in ${source}, wanted NAME.jsonl files; give --prompts DIR. Nothing was written`,
    )
    return 2
  }
  const random = seededRandom(SEED)
  const judged = verdicts === undefined ? [] : readVerdicts(verdicts)
  const prompts = [...given, ...judged, ...ownTexts(TEXTS_FOLDER, OWN_PER_LABEL, random)]
  const folder = mkdtempSync(join(tmpdir(), 'ttp-'))
  const engine = await openEmbeddedEngine(folder)
  try {
    const corpus = await makeCorpus(engine, prompts, random)
    console.log(`${prompts.length} texts in ${corpus.forms.length} forms`)
    printInDomain(corpus)
    printLeaveOneOut(corpus)
    const { pairs, scores } = leavePairsOut(corpus, BAD, HARMLESS, SETTINGS, ['self-instruct'])
    for (const pair of pairs)
      console.log(
        `unseen ${pair.malicious} against unseen ${pair.benign}: AUC ${pair.auc.toFixed(3)}, in its own language`,
        `${pair.sameLanguage.toFixed(3)}; recall at 1% of unseen self-instruct ${percent(pair.recall)}`,
      )
    const examples = overallExamples(corpus, () => true)
    const overall = trainLogistic(
      corpus.features,
      examples,
      TTP_BUCKETS,
      SETTINGS,
      seededRandom(SEED),
    )
    const heads = trainHeads(corpus, SETTINGS)
    const general = scores.filter(({ prompt }) => !prompt.malicious && !prompt.lookAlike)
    const threshold = thresholdAt(
      general.map(({ logit }) => logit),
      0.01,
    )
    const hits = rateAbove(
      scores.filter(({ prompt }) => prompt.malicious).map(({ logit }) => logit),
      threshold,
    )
    console.log(`threshold ${threshold.toFixed(3)}; unseen malicious above it ${percent(hits)}`)
    const calibration = calibrate(scores)
    console.log('calibration', JSON.stringify(calibration))
    writeFileSync(MODEL, encodeTtpModel(assemble(overall, heads, threshold, calibration)))
    console.log(`wrote ${MODEL}`)
    return 0
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
}

process.exitCode = await main()
