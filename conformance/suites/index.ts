import type { Suite } from '../suite.ts'
import { matcherV21 } from './matcher-v21.ts'
import { medallionHttp } from './medallion-http.ts'
import { patterns } from './patterns.ts'

const notBuilt = (name: string, file: string): Suite => ({
  name,
  file,
  run: () => ({ outOfScope: 'not built yet' }),
})

/** Every suite of recorded cases, in the order in which results are printed. */
export const SUITES: readonly Suite[] = [
  matcherV21,
  patterns,
  notBuilt('STIX objects are valid or not', 'stix_validator_v21.jsonl'),
  medallionHttp,
  notBuilt('deterministic ids of observables', 'sco_ids.json'),
]
