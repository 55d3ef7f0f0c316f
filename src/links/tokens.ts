import type { Engine } from '../platform/index.ts'
import { deriveAccountGroups } from './account-groups.ts'
import { keepPairs } from './kept-pairs.ts'
import { keepRates } from './kept-rates.ts'
import { deriveLeftOut } from './left-out.ts'
import { LINK_PARAMETERS as P } from './parameters.ts'

/**
 * Brings the observation graph up to date: which account holds which linking value (a token), who is in a known group, what never
 * links, and how often coincidence has accounts share a value. Pairs, and what is counted of accounts, are kept and grow by what is
 * new; rates are kept until they may have moved. Graphs of fewer pairs than `ratesKeptFrom` have theirs counted on every run.
 */
export async function deriveTokens(
  engine: Engine,
  { ratesKeptFrom = P.ratesKeptFrom }: { readonly ratesKeptFrom?: number } = {},
): Promise<void> {
  await keepPairs(engine)
  await deriveAccountGroups(engine)
  await deriveLeftOut(engine)
  await keepRates(engine, ratesKeptFrom)
}
