import { type ErrorMaker, errorTable } from '../../core/index.ts'

type Code = 'WB_EVENTS_ACCOUNTS_UNREADABLE'

export const accountsError: ErrorMaker<Code> = errorTable({ WB_EVENTS_ACCOUNTS_UNREADABLE: 2 })
