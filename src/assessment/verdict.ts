import type { Bounds } from './result.ts'

/** Everything that an assessment may conclude, in its words. */
export const VERDICTS = [
  'no detectable uplift (equivalence)',
  'material uplift',
  'limited, incremental',
  'uplift, size uncertain',
  'inconclusive',
] as const

export type Verdict = (typeof VERDICTS)[number]

/** Shares of tasks, declared before the evaluation: what counts as nothing, and what counts as material. */
export interface Margins {
  readonly equivalence: number
  readonly material: number
}

/** The verdict that an interval of the difference allows; its middle plays no part. No interval allows none. */
export function verdictOf(interval: Bounds | null, { equivalence, material }: Margins): Verdict {
  if (interval === null) return 'inconclusive'
  const { low, high } = interval
  if (low > -equivalence && high < equivalence) return 'no detectable uplift (equivalence)'
  if (low > material) return 'material uplift'
  if (low > 0 && high < material) return 'limited, incremental'
  return low > 0 ? 'uplift, size uncertain' : 'inconclusive'
}
