import { poissonQuantile } from '../core/index.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/**
 * `expectedFalse` of leads in order of rank: how many of ranks 1 to each are promised to be innocent at most.
 *
 * What is expected is the sum of the doubts times `groupAllowance`, since mistakes come in groups. What is promised is the
 * count that a Poisson number of that mean exceeds in one run of twenty (`promiseLevel`): a single innocent near the top is
 * not foreseen by a sum of small doubts, and a promise that the first mistake breaks is none. Never falls from rank to rank.
 */
export function promiseFalse(probabilities: readonly number[]): number[] {
  let doubts = 0
  let allowed = 0
  return probabilities.map((probability) => {
    doubts += (1 - probability) * P.groupAllowance
    allowed = poissonQuantile(doubts, P.promiseLevel, allowed)
    return Math.max(doubts, allowed)
  })
}
