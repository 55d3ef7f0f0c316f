import {
  type ErrorMaker,
  errorTable,
  placedErrors,
  type PlacedErrorMaker,
} from '../../core/index.ts'

type Code = 'WB_FORMATS_NOVA_SYNTAX' | 'WB_FORMATS_NOVA_CONDITION' | 'WB_FORMATS_NOVA_LIMIT'

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_NOVA_SYNTAX: 2,
  WB_FORMATS_NOVA_CONDITION: 2,
  WB_FORMATS_NOVA_LIMIT: 2,
})

/** An error at a place of a NOVA file, with its line and a caret in the message. */
export const novaError: PlacedErrorMaker<Code> = placedErrors(makeError)
