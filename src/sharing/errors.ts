import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code = 'WB_SHARING_ABOVE_CLEARANCE' | 'WB_SHARING_NO_PARTNER' | 'WB_SHARING_NO_COLLECTION'

export const sharingError: ErrorMaker<Code> = errorTable({
  WB_SHARING_ABOVE_CLEARANCE: 2,
  WB_SHARING_NO_PARTNER: 2,
  WB_SHARING_NO_COLLECTION: 2,
})
