import { type ErrorMaker, errorTable, placedErrors, type PlacedErrorMaker } from '../core/index.ts'

type Code =
  | 'WB_SIGNALS_RULE_FIELD'
  | 'WB_SIGNALS_RULE_LINK'
  | 'WB_SIGNALS_RULE_UNSUPPORTED'
  | 'WB_SIGNALS_RULE_FILES'
  | 'WB_SIGNALS_RULE_TESTS'

export const signalsError: ErrorMaker<Code> = errorTable({
  WB_SIGNALS_RULE_FIELD: 2,
  WB_SIGNALS_RULE_LINK: 2,
  WB_SIGNALS_RULE_UNSUPPORTED: 2,
  WB_SIGNALS_RULE_FILES: 2,
  WB_SIGNALS_RULE_TESTS: 2,
})

/** An error at a place of a rule's file, with its line and a caret in the message. */
export const ruleError: PlacedErrorMaker<Code> = placedErrors(signalsError)
