import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code = 'WB_DEMO_BAD_OPTION'

export const demoError: ErrorMaker<Code> = errorTable({ WB_DEMO_BAD_OPTION: 2 })
