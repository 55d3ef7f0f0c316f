export { findRiskyAccounts, rankBehaviour, weighBehaviour } from './behaviour/index.ts'
export { CONDUCT_WORDS_MAX, observeConduct } from './conduct.ts'
export type { Conduct, ConductAnswer, ConductQuestion } from './conduct.ts'
export { findIndicatorHits } from './indicator-hits.ts'
export { readIndicatorHits, weighIndicatorHits } from './indicator-signals.ts'
export type { IndicatorHit } from './indicator-signals.ts'
export type { AccountSignal, Signal } from './signal.ts'
export { BEHAVIOUR_PARAMETERS, INDICATOR_PARAMETERS } from './parameters.ts'
export { tellPivots } from './order/index.ts'
export { derivePopulation, newestEvent } from './population.ts'
export { matchReturnedAccounts } from './returned-accounts.ts'
export type { ReturnedCandidate, ReturnedMatch } from './returned-accounts.ts'
export { keepReturnedTimes } from './returned-times.ts'
export type { ReturnedTimes } from './returned-times.ts'
export { createSignalTables } from './schema.ts'
export { weighStolenKeys } from './stolen-key.ts'
export type { ForeignUse, StolenKeyOdds } from './stolen-key.ts'
export { scoreTexts, TEXT_BITS_MAX, weighTexts } from './text-signals.ts'
export type { ScoredTexts } from './text-signals.ts'
export { weighTags } from './tag-signals.ts'
export type { TtpLabel } from './ttp-model/index.ts'
export {
  backtestRules,
  huntPattern,
  huntRules,
  huntValues,
  loadRules,
  matchRules,
  readRuleFiles,
  runRuleTests,
  weighRuleMatches,
} from './rules/index.ts'
export type {
  Backtest,
  HuntMatch,
  HuntResult,
  Rule,
  RuleFile,
  RuleFinding,
  RuleRun,
  RuleSet,
  RuleTestResult,
} from './rules/index.ts'
