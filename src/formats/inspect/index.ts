export type { EvaluationLog, SampleResult, ScoreChoice } from './log.ts'
export { readEvaluationLogs } from './read-log.ts'
