import {
  type ErrorMaker,
  errorTable,
  placedErrors,
  type PlacedErrorMaker,
} from '../../core/index.ts'

type Code =
  | 'WB_FORMATS_SIGMA_YAML'
  | 'WB_FORMATS_SIGMA_SHAPE'
  | 'WB_FORMATS_SIGMA_CONDITION'
  | 'WB_FORMATS_SIGMA_MODIFIER'
  | 'WB_FORMATS_SIGMA_PLACEHOLDER'
  | 'WB_FORMATS_SIGMA_LIMIT'

const makeError: ErrorMaker<Code> = errorTable({
  WB_FORMATS_SIGMA_YAML: 2,
  WB_FORMATS_SIGMA_SHAPE: 2,
  WB_FORMATS_SIGMA_CONDITION: 2,
  WB_FORMATS_SIGMA_MODIFIER: 2,
  WB_FORMATS_SIGMA_PLACEHOLDER: 2,
  WB_FORMATS_SIGMA_LIMIT: 2,
})

/** An error at a place of a Sigma file, with its line and a caret in the message. */
export const sigmaError: PlacedErrorMaker<Code> = placedErrors(makeError)
