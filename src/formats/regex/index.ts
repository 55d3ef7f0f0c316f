export { compileRegex, findSpan, matcherOf } from './compile.ts'
export type { CompiledRegex, TextMatcher } from './compile.ts'
export type { RegexFlags } from './flags.ts'
export { quoteRegex } from './quote.ts'
