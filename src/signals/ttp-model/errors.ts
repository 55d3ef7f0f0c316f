import { type ErrorMaker, errorTable } from '../../core/index.ts'

type Code = 'WB_SIGNALS_TTP_MODEL_ABSENT' | 'WB_SIGNALS_TTP_MODEL_BROKEN'

export const ttpModelError: ErrorMaker<Code> = errorTable({
  WB_SIGNALS_TTP_MODEL_ABSENT: 3,
  WB_SIGNALS_TTP_MODEL_BROKEN: 3,
})
