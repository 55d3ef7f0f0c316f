import type { Random } from '../../src/core/index.ts'
import type { Engine } from '../../src/platform/index.ts'
import { variantsOf } from './augment.ts'
import { featurize } from './featurize.ts'
import type { Example, Features } from './logistic.ts'
import type { Prompt } from './prompts.ts'

/** One form of a prompt. Form 0 is the prompt as it stands: it alone is judged; the others only teach. */
export interface Form {
  readonly prompt: Prompt
  readonly original: boolean
}

export interface Corpus {
  readonly forms: readonly Form[]
  readonly features: Features
}

/** Prompts as they stand and in other forms, with the features of each. */
export async function makeCorpus(
  engine: Engine,
  prompts: readonly Prompt[],
  random: Random,
): Promise<Corpus> {
  const forms: Form[] = []
  const texts: string[] = []
  for (const prompt of prompts) {
    forms.push({ prompt, original: true })
    texts.push(prompt.text)
    const variants = prompt.source.startsWith('own-') ? [] : variantsOf(prompt.text, random)
    for (const variant of variants) {
      forms.push({ prompt, original: false })
      texts.push(variant)
    }
  }
  return { forms, features: await featurize(engine, texts) }
}

/** Sources whose items are the same texts in other languages are one family and left out together. */
export function familyOf(source: string): string {
  if (source.startsWith('cse-') && source.includes('frr')) return 'cse-frr'
  return source
}

/**
 * How much more a harmless text teaches than a harmful one: a text that nothing is known of should count as
 * harmless, since nearly all are. Leaving pairs of sources out, 2 and 4 did better than 1.
 */
const HARMLESS_WEIGHT = 2

/**
 * Examples for the overall head. Each source weighs as the root of its size, so that a large one does not drown
 * the others, and in each language the two sides weigh alike, so that no language counts as a sign of harm.
 */
export function overallExamples(
  corpus: Corpus,
  keep: (prompt: Prompt) => boolean,
  scale: (prompt: Prompt) => number = () => 1,
): Example[] {
  const sizes = new Map<string, number>()
  const chosen: number[] = []
  const groupOf = (prompt: Prompt): string =>
    `${prompt.source} ${prompt.malicious} ${prompt.lookAlike}`
  for (const [text, { prompt }] of corpus.forms.entries()) {
    if (!keep(prompt) || prompt.weight === 0) continue
    chosen.push(text)
    sizes.set(groupOf(prompt), (sizes.get(groupOf(prompt)) ?? 0) + 1)
  }
  const raw = chosen.map((text) => {
    const { prompt } = corpus.forms[text] as Form
    return (prompt.weight * scale(prompt)) / Math.sqrt(sizes.get(groupOf(prompt)) ?? 1)
  })
  const sideOf = (text: number): string => {
    const { prompt } = corpus.forms[text] as Form
    return `${prompt.lang} ${prompt.malicious}`
  }
  const sides = new Map<string, number>()
  for (const [i, text] of chosen.entries())
    sides.set(sideOf(text), (sides.get(sideOf(text)) ?? 0) + (raw[i] ?? 0))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return chosen.map((text, i) => {
    const { prompt } = corpus.forms[text] as Form
    const own = sides.get(`${prompt.lang} ${prompt.malicious}`) ?? 1
    const other = sides.get(`${prompt.lang} ${!prompt.malicious}`)
    const level = other === undefined ? 1 : (own + other) / (2 * own)
    return {
      text,
      positive: prompt.malicious,
      weight:
        (((raw[i] ?? 0) * level * chosen.length) / total) *
        (prompt.malicious ? 1 : HARMLESS_WEIGHT),
    }
  })
}
