export type { Comparison, ObjectPath, Pattern, PatternVersion } from './ast.ts'
export { parsePattern } from './parse.ts'
export { printPath, printPattern } from './print.ts'
