import { readMarked, scorePii } from '../test/fixtures/pii.ts'
import { findPii } from '../src/formats/pii/index.ts'
import { type Figure, recordFigures } from './result.ts'

/**
 * `npm run bench:pii`: how much personal data of marked texts in 18 languages is hidden, and how much of what is hidden is
 * personal; and the speed. Both sets are by one hand, so real texts will do worse; names that nothing points to are not marked.
 */
const figures: Figure[] = []
for (const set of ['dev', 'held-out'] as const)
  for (const { kind, marked, hidden, found, right } of scorePii(readMarked(set))) {
    if (marked === 0) continue
    const of = (count: number, all: number) => Number((count / Math.max(all, 1)).toPrecision(3))
    const name = (what: string) => `${set}, ${kind}: ${what}, ${marked} marked`
    figures.push({ suite: 'pii', name: name('hidden'), value: of(hidden, marked), unit: 'share' })
    if (kind === 'all')
      figures.push({ suite: 'pii', name: name('right'), value: of(right, found), unit: 'share' })
  }
const text = readMarked('dev')
  .map((one) => one.text)
  .join('\n')
const rounds = 20
const started = performance.now()
for (let round = 0; round < rounds; round += 1) findPii(text)
const perSecond = (text.length * rounds * 1000) / (performance.now() - started)
figures.push({ suite: 'pii', name: 'speed', value: perSecond, unit: 'characters/s' })
recordFigures(figures)
