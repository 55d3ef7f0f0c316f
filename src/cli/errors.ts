import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code =
  | 'WB_CLI_UNKNOWN_COMMAND'
  | 'WB_CLI_BAD_OPTION'
  | 'WB_CLI_BAD_INSTANT'
  | 'WB_CLI_BAD_RULES'
  | 'WB_CLI_NO_BUNDLE'
  | 'WB_CLI_BAD_INTEL'
  | 'WB_CLI_NO_CLUSTER'
  | 'WB_CLI_OUT_NOT_EMPTY'
  | 'WB_CLI_SYSTEM'
  | 'WB_CLI_UNEXPECTED'

export const cliError: ErrorMaker<Code> = errorTable({
  WB_CLI_UNKNOWN_COMMAND: 2,
  WB_CLI_BAD_OPTION: 2,
  WB_CLI_BAD_INSTANT: 2,
  WB_CLI_BAD_RULES: 2,
  WB_CLI_NO_BUNDLE: 2,
  WB_CLI_BAD_INTEL: 2,
  WB_CLI_NO_CLUSTER: 2,
  WB_CLI_OUT_NOT_EMPTY: 3,
  WB_CLI_SYSTEM: 3,
  WB_CLI_UNEXPECTED: 4,
})
