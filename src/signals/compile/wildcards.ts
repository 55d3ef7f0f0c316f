import { quoteRegex } from '../../formats/regex/index.ts'
import { printTextValue, type TextPart } from '../../formats/sigma/index.ts'
import type { ValueTest } from '../ir/predicate.ts'

/** A text with wildcards as a search: compared with the whole value, or found anywhere in it. */
export function textTest(
  parts: readonly TextPart[],
  isCased: boolean,
  isAnywhere: boolean,
): ValueTest {
  const isOpenStart = isAnywhere || parts[0]?.kind === 'many'
  const isOpenEnd = isAnywhere || parts.at(-1)?.kind === 'many'
  let from = 0
  let to = parts.length
  while (from < to && parts[from]?.kind === 'many') from++
  while (to > from && parts[to - 1]?.kind === 'many') to--
  const body = parts
    .slice(from, to)
    .map((part) => {
      if (part.kind === 'text') return quoteRegex(part.text)
      return part.kind === 'one' ? '(?s:.)' : '(?s:.)*'
    })
    .join('')
  const pattern = `${isCased ? '' : '(?i)'}${isOpenStart ? '' : '\\A'}${body}${isOpenEnd ? '' : '\\z'}`
  return { kind: 'matches', pattern, shown: printTextValue(parts) }
}
