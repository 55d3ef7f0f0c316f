export type {
  Comparison,
  Literal,
  ObjectPath,
  PathStep,
  Pattern,
  PatternVersion,
  Qualifier,
  Span,
} from './ast.ts'
export { parsePattern, PATTERN_CHARS_MAX, PATTERN_DEPTH_MAX } from './parse.ts'
export { printPath, printPattern } from './print.ts'
