import { seededRandom } from '../../src/core/index.ts'
import { TTP_BUCKETS } from '../../src/signals/ttp-model/index.ts'
import { type Corpus, familyOf, overallExamples } from './corpus.ts'
import { logitOf, type LogisticSettings, trainLogistic } from './logistic.ts'
import { auc, type Interval, rateAbove, thresholdAt } from './metrics.ts'
import type { Prompt } from './prompts.ts'

export interface PairResult {
  readonly malicious: string
  readonly benign: string
  readonly auc: number
  /** The same within the languages that both sides have: the offset between languages left out of account. */
  readonly sameLanguage: number
  /** Share of the malicious texts above the score that 1% of unseen general prompts exceed. */
  readonly recall: Interval
}

/** Of each prompt as it stands: its logit from a model that saw neither its source nor the partner's. */
export interface HeldOutScore {
  readonly prompt: Prompt
  readonly logit: number
}

/** Scores of the original forms of the prompts that `wanted` keeps. */
export function scoresOf(
  corpus: Corpus,
  model: ReturnType<typeof trainLogistic>,
  wanted: (prompt: Prompt) => boolean,
): HeldOutScore[] {
  const scores: HeldOutScore[] = []
  for (const [text, { prompt, original }] of corpus.forms.entries())
    if (original && wanted(prompt))
      scores.push({ prompt, logit: logitOf(model, corpus.features, text) })
  return scores
}

/**
 * Leaves out a malicious and a benign family together, trains on the rest, and judges the one against the other:
 * the nearest that these sets come to texts of other authors on both sides.
 */
export function leavePairsOut(
  corpus: Corpus,
  malicious: readonly string[],
  benign: readonly string[],
  settings: LogisticSettings,
  general: readonly string[],
): { pairs: PairResult[]; scores: HeldOutScore[] } {
  const pairs: PairResult[] = []
  const scores: HeldOutScore[] = []
  for (const bad of malicious)
    for (const good of benign) {
      const out = new Set([bad, good, ...general])
      const examples = overallExamples(corpus, (prompt) => !out.has(familyOf(prompt.source)))
      const random = seededRandom(`pair ${bad} ${good}`)
      const model = trainLogistic(corpus.features, examples, TTP_BUCKETS, settings, random)
      const held = scoresOf(corpus, model, (prompt) => out.has(familyOf(prompt.source)))
      const of = (families: readonly string[]): number[] =>
        held.filter(({ prompt }) => families.includes(familyOf(prompt.source))).map((s) => s.logit)
      const recall = rateAbove(of([bad]), thresholdAt(of(general), 0.01))
      const languages = new Set(held.filter((s) => s.prompt.malicious).map((s) => s.prompt.lang))
      const near = held.filter(
        ({ prompt }) => familyOf(prompt.source) === good && languages.has(prompt.lang),
      )
      const negatives = near.map(({ logit }) => logit)
      const sameLanguage = auc(of([bad]), negatives)
      const whole = auc(of([bad]), of([good]))
      pairs.push({ malicious: bad, benign: good, auc: whole, sameLanguage, recall })
      scores.push(...held)
    }
  return { pairs, scores }
}

export interface SourceResult {
  readonly source: string
  readonly malicious: boolean
  /** Against the fifth that was kept back of the other side of the other sources. */
  readonly auc: number
  /** Share above the score that 1% of the general prompts kept back exceed. */
  readonly over: Interval
}

/** Leaves out one source after the other, and a fifth of all the others, and judges it against that fifth. */
export function leaveOneOut(
  corpus: Corpus,
  families: readonly string[],
  settings: LogisticSettings,
  keptBack: (prompt: Prompt) => boolean,
): SourceResult[] {
  return families.flatMap((family) => {
    const examples = overallExamples(
      corpus,
      (prompt) => familyOf(prompt.source) !== family && !keptBack(prompt),
    )
    const random = seededRandom(`one ${family}`)
    const model = trainLogistic(corpus.features, examples, TTP_BUCKETS, settings, random)
    const inFamily = (prompt: Prompt): boolean => familyOf(prompt.source) === family
    const own = scoresOf(corpus, model, inFamily)
    const rest = scoresOf(corpus, model, (p) => !inFamily(p) && p.weight > 0 && keptBack(p))
    const of = (scores: readonly HeldOutScore[], keep: (prompt: Prompt) => boolean): number[] =>
      scores.filter(({ prompt }) => keep(prompt)).map(({ logit }) => logit)
    const threshold = thresholdAt(
      of(rest, (prompt) => !prompt.malicious && !prompt.lookAlike),
      0.01,
    )
    return [true, false].flatMap((malicious) => {
      const scores = of(own, (prompt) => prompt.malicious === malicious)
      if (scores.length === 0) return []
      const others = of(rest, (prompt) => prompt.malicious !== malicious)
      const area = malicious ? auc(scores, others) : auc(others, scores)
      return [{ source: family, malicious, auc: area, over: rateAbove(scores, threshold) }]
    })
  })
}
