export { ARM_ROLES } from './arms.ts'
export type { ArmInput, ArmRole } from './arms.ts'
export { assessCapability } from './assess.ts'
export type { AssessInput } from './assess.ts'
export { reportOf } from './report.ts'
export type {
  ArmComparison,
  ArmSummary,
  Assessment,
  Comparison,
  DomainComparison,
} from './result.ts'
export { VERDICTS, verdictOf } from './verdict.ts'
export type { Margins, Verdict } from './verdict.ts'
