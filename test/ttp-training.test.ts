import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { variantsOf, withoutGiveaways } from '../scripts/train/augment.ts'
import { calibrate } from '../scripts/train/calibrate.ts'
import { type Features, logitOf, trainLogistic } from '../scripts/train/logistic.ts'
import { auc, rateAbove, thresholdAt, wilson } from '../scripts/train/metrics.ts'
import { readVerdicts } from '../scripts/train/prompts.ts'
import { ownTexts, TEXTS_FOLDER } from '../scripts/train/templates.ts'
import { seededRandom } from '../src/core/index.ts'

/** Four texts; buckets 1 and 2 are harm, 5 and 6 are not, 9 is in all. */
const features: Features = {
  buckets: Uint32Array.from([1, 2, 9, 1, 9, 5, 6, 9, 6, 9]),
  starts: Uint32Array.from([0, 3, 5, 8, 10]),
}
const examples = [0, 1, 2, 3].map((text) => ({ text, positive: text < 2, weight: 1 }))
const settings = { epochs: 30, rate: 0.3, decay: 0.001, dropout: 0.2, cap: 4 }

describe('training', () => {
  it('gives the same bytes for the same seed and other bytes for another', () => {
    const bytes = (seed: string): string => {
      const { weights, bias } = trainLogistic(features, examples, 16, settings, seededRandom(seed))
      return Buffer.from(weights.buffer).toString('hex') + String(bias)
    }
    expect(bytes('a')).toBe(bytes('a'))
    expect(bytes('a')).not.toBe(bytes('b'))
  })

  it('learns what tells the sides apart', () => {
    const model = trainLogistic(features, examples, 16, settings, seededRandom('a'))
    const logits = [0, 1, 2, 3].map((text) => logitOf(model, features, text))
    expect(Math.min(logits[0] ?? 0, logits[1] ?? 0)).toBeGreaterThan(0)
    expect(Math.max(logits[2] ?? 0, logits[3] ?? 0)).toBeLessThan(0)
  })

  it('draws the same own texts for the same seed, of every language and both sides', () => {
    const draw = (): ReturnType<typeof ownTexts> => ownTexts(TEXTS_FOLDER, 12, seededRandom('own'))
    const texts = draw()
    expect(draw()).toEqual(texts)
    for (const lang of 'ar de en es fa fr hi ko pt ru tr vi zh'.split(' ')) {
      const own = texts.filter((text) => text.lang === lang)
      expect(new Set(own.map(({ label }) => label).filter((l) => l !== undefined)).size).toBe(11)
      expect(own.some(({ lookAlike }) => lookAlike)).toBe(true)
    }
    expect(texts.filter(({ text }) => /[{}|$]/.test(text))).toEqual([])
  })

  it('strips the phrases by which a source gives itself away', () => {
    const text =
      "Sort a list.\n    Only return the code, don't include any other information,\n    such as a preamble or suffix."
    expect(withoutGiveaways(text)).toBe('Sort a list.')
    expect(variantsOf(text, seededRandom('v')).join(' ')).not.toContain('preamble')
  })
})

describe('verdicts of analysts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdicts-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const read = (...lines: readonly string[]): ReturnType<typeof readVerdicts> => {
    const path = join(folder, 'verdicts.jsonl')
    writeFileSync(path, lines.join('\n'))
    return readVerdicts(path)
  }

  it('become texts to learn from, a benign one as a look-alike', () => {
    const rows = read(
      '{"text":"Hide my loader","label":"malicious","lang":"en","technique":"llm-optimized-payload-crafting"}',
      '',
      '{"text":"Scan our own hosts","label":"benign"}',
    )
    expect(rows).toMatchObject([
      { malicious: true, lookAlike: false, lang: 'en', label: 5, source: 'verdicts' },
      { malicious: false, lookAlike: true, lang: 'und', label: undefined },
    ])
  })

  it.each([
    ['{"text":"a","label":"maybe"}', 'verdicts.jsonl:1: found no verdict'],
    ['{"label":"benign"}', 'verdicts.jsonl:1: found no verdict'],
    ['{"text":"a","label":"malicious","technique":"x"}', 'unknown "technique"'],
  ])('are refused with their line: %s', (line, message) => {
    expect(() => read(line)).toThrow(message)
  })
})

describe('figures', () => {
  it.each([
    [[3, 4], [1, 2], 1],
    [[1, 2], [3, 4], 0],
    [[1], [1], 0.5],
    [[2, 4], [1, 3], 0.75],
  ])('area under the curve of %j against %j is %d', (bad, good, wanted) => {
    expect(auc(bad, good)).toBe(wanted)
  })

  it('gives the Wilson interval', () => {
    const { low, high } = wilson(8, 10)
    expect(low).toBeCloseTo(0.4902, 3)
    expect(high).toBeCloseTo(0.9433, 3)
  })

  it('lets at most the asked share over the threshold', () => {
    const scores = Array.from({ length: 200 }, (_, i) => i)
    expect(rateAbove(scores, thresholdAt(scores, 0.01)).rate).toBe(0.01)
  })

  it('calibrates to bits that never fall and stay within three', () => {
    const random = seededRandom('c')
    const traits = { id: '', text: '', lang: 'en', source: 's', label: undefined, weight: 1 }
    const scores = Array.from({ length: 600 }, (_, i) => ({
      prompt: { ...traits, malicious: i % 3 === 0, lookAlike: i % 3 === 1 },
      logit: random() + (i % 3 === 0 ? 0.7 : 0),
    }))
    const { bits } = calibrate(scores)
    expect(bits).toEqual([...bits].sort((a, b) => a - b))
    expect(bits[0]).toBeLessThan(-1)
    expect(bits.at(-1)).toBe(3)
  })
})
