import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code = 'WB_ACTIONS_WEBHOOK_KEY'

export const actionsError: ErrorMaker<Code> = errorTable({
  WB_ACTIONS_WEBHOOK_KEY: 3,
})
