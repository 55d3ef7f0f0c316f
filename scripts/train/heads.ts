import { seededRandom } from '../../src/core/index.ts'
import { TTP_LABEL_BUCKETS, TTP_LABELS } from '../../src/signals/ttp-model/index.ts'
import type { Corpus } from './corpus.ts'
import { type Example, type Linear, type LogisticSettings, trainLogistic } from './logistic.ts'

/** One head a label, each against the other labels: whether a text is hostile at all is the overall head's matter. */
export function trainHeads(corpus: Corpus, settings: LogisticSettings): Linear[] {
  const labelled: { text: number; label: number }[] = []
  for (const [text, { prompt }] of corpus.forms.entries())
    if (prompt.label !== undefined) labelled.push({ text, label: prompt.label })
  return TTP_LABELS.map((id, head) => {
    const positives = labelled.filter(({ label }) => label === head).length
    const negatives = labelled.length - positives
    const examples: Example[] = labelled.map(({ text, label }) => ({
      text,
      positive: label === head,
      weight: label === head ? Math.sqrt(negatives / Math.max(1, positives)) : 1,
    }))
    const random = seededRandom(`head ${id}`)
    return trainLogistic(corpus.features, examples, TTP_LABEL_BUCKETS, settings, random)
  })
}
