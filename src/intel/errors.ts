import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code = 'WB_INTEL_NOTHING_READ' | 'WB_INTEL_FILE' | 'WB_INTEL_INSTANT'

export const intelError: ErrorMaker<Code> = errorTable({
  WB_INTEL_NOTHING_READ: 2,
  WB_INTEL_FILE: 2,
  WB_INTEL_INSTANT: 2,
})
