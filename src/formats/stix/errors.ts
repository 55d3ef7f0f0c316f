import { type ErrorMaker, errorTable } from '../../core/index.ts'

export const stixError: ErrorMaker<'WB_FORMATS_STIX_OBSERVABLE'> = errorTable({
  WB_FORMATS_STIX_OBSERVABLE: 2,
})
