import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code = 'WB_EVENTS_PATH_MISSING' | 'WB_EVENTS_NO_FORMAT'

export const eventsError: ErrorMaker<Code> = errorTable({
  WB_EVENTS_PATH_MISSING: 2,
  WB_EVENTS_NO_FORMAT: 2,
})
