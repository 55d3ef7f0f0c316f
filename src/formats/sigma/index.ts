export type {
  Bounds,
  Condition,
  CorrelationType,
  Detection,
  Lint,
  LogSource,
  SigmaCorrelation,
  SigmaDocument,
  SigmaFilter,
  SigmaRule,
  TextPart,
  ValueTest,
} from './ast.ts'
export { parseSigma } from './parse.ts'
export type { SigmaOptions } from './parse.ts'
export { parseTextValue, printTextValue } from './text-value.ts'
export { parseYaml } from './yaml.ts'
export type { Yaml } from './yaml.ts'
