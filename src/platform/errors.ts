import { type ErrorMaker, errorTable } from '../core/index.ts'

type Code =
  | 'WB_PLATFORM_ENGINE_FAILED'
  | 'WB_PLATFORM_ENGINE_BUSY'
  | 'WB_PLATFORM_FOLDER_UNUSABLE'
  | 'WB_PLATFORM_SECRET_KEY'

export const platformError: ErrorMaker<Code> = errorTable({
  WB_PLATFORM_ENGINE_FAILED: 4,
  WB_PLATFORM_ENGINE_BUSY: 4,
  WB_PLATFORM_FOLDER_UNUSABLE: 3,
  WB_PLATFORM_SECRET_KEY: 3,
})
