export type { NovaCondition, NovaLint, NovaPattern, NovaReference, NovaRule } from './ast.ts'
export { parseNova } from './parse.ts'
