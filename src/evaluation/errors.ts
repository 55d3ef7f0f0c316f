import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code =
  | 'WB_EVALUATION_NO_FILE'
  | 'WB_EVALUATION_BAD_ROW'
  | 'WB_EVALUATION_REPEATED_ACCOUNT'
  | 'WB_EVALUATION_CUT_RESULT'

export const evaluationError: ErrorMaker<Code> = errorTable({
  WB_EVALUATION_NO_FILE: 2,
  WB_EVALUATION_BAD_ROW: 2,
  WB_EVALUATION_REPEATED_ACCOUNT: 2,
  WB_EVALUATION_CUT_RESULT: 2,
})
