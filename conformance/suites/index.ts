import type { Suite } from '../suite.ts'
import { matcherV21 } from './matcher-v21.ts'
import { medallionHttp } from './medallion-http.ts'
import { patterns } from './patterns.ts'
import { scoIds } from './sco-ids.ts'
import { stixValidatorV21 } from './stix-validator-v21.ts'

/** Every suite of recorded cases, in the order in which results are printed. */
export const SUITES: readonly Suite[] = [
  matcherV21,
  patterns,
  stixValidatorV21,
  medallionHttp,
  scoIds,
]
