export { findIndicatorHits } from './indicator-hits.ts'
export { weighIndicatorHits } from './indicator-signals.ts'
export type { AccountSignal, Signal } from './signal.ts'
export { INDICATOR_PARAMETERS } from './parameters.ts'
export { derivePopulation, newestEvent } from './population.ts'
export { createSignalTables } from './schema.ts'
export { findStolenKeySigns } from './stolen-key.ts'
export type { ForeignUse } from './stolen-key.ts'
export { weighTexts } from './text-signals.ts'
export { weighTags } from './tag-signals.ts'
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
