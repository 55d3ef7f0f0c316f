import { type ErrorMaker, errorTable } from '../../core/index.ts'

type Code = 'WB_FORMATS_ZIP_DAMAGED' | 'WB_FORMATS_ZIP_HOSTILE' | 'WB_FORMATS_ZIP_LIMIT'

export const zipError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_ZIP_DAMAGED: 2,
  WB_FORMATS_ZIP_HOSTILE: 2,
  WB_FORMATS_ZIP_LIMIT: 2,
})
