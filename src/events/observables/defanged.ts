import { bind, quote, quoteAll } from './sql-text.ts'

const MARK =
  '(?i)hxxp|\\[\\.\\]|\\(\\.\\)|\\{\\.\\}|[\\[({] ?(?:dot|at) ?[\\])}]|\\[:\\]|\\[://\\]|\\[@\\]'
const MENDING: ReadonlyArray<readonly [pattern: string, replacement: string]> = [
  ['(?i)\\bhxxp(s?)', 'http\\1'],
  ['\\[://\\]', '://'],
  ['\\[:\\]', ':'],
  ['(?i)\\s?(?:\\[ ?at ?\\]|\\( ?at ?\\)|\\{ ?at ?\\}|\\[@\\])\\s?', '@'],
  ['(?i)\\s?(?:\\[ ?(?:dot|\\.) ?\\]|\\( ?(?:dot|\\.) ?\\)|\\{ ?(?:dot|\\.) ?\\})\\s?', '.'],
]

/**
 * `(text, defanged)`: lines that hold a defanged value leave the text and come back mended. Whoever
 * defangs a value means to quote it, so these lines are a mention even inside code.
 */
export function splitDefangedSql(text: string): string {
  const lines = (holds: string): string =>
    `arrayStringConcat(arrayFilter(line -> ${holds}multiMatchAny(line, ${quoteAll([MARK])}), splitByChar('\\n', ${text})), '\\n')`
  const mended = MENDING.reduce(
    (inner, [pattern, replacement]) =>
      `replaceRegexpAll(${inner}, ${quote(pattern)}, ${quote(replacement)})`,
    lines(''),
  )
  return bind(
    { marked: `multiMatchAny(${text}, ${quoteAll([MARK])})` },
    `if(marked, (${lines('NOT ')}, ${mended}), (${text}, ''))`,
  )
}
