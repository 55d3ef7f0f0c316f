import type { SourceSpan } from '../../core/index.ts'
import type { NovaPattern } from './ast.ts'
import { novaError } from './errors.ts'
import { lint, type NovaContext } from './context.ts'

const CASE = 'case:true'

/** A keyword: quoted text, or `/expression/` with or without `i`. Text has no escapes. */
export function parseKeyword(value: string, span: SourceSpan, context: NovaContext): NovaPattern {
  const isRegex =
    value.startsWith('/') &&
    value.replace(/(?<!i)i+$/, '').endsWith('/') &&
    value.replace(/(?<!i)i+$/, '').length > 1
  return isRegex ? parseRegexKeyword(value, span, context) : parseLiteral(value, span, context)
}

function parseRegexKeyword(value: string, span: SourceSpan, context: NovaContext): NovaPattern {
  if (/\/ii+$/.test(value)) {
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      { start: span.end - 1, end: span.end },
      'found the flag i more than once, which the reference reads as part of the expression',
      'write /expression/i',
    )
  }
  const isFolded = value.endsWith('/i')
  let source = value.slice(1, isFolded ? -2 : -1)
  let isCased = !isFolded
  if (source.includes(CASE)) {
    source = source.slice(0, source.indexOf(CASE)).trim()
    isCased = true
  }
  return { kind: 'regex', source, isCased, span: { start: span.start + 1, end: span.end } }
}

function parseLiteral(value: string, span: SourceSpan, context: NovaContext): NovaPattern {
  const quote = value[0] ?? ''
  if (!['"', "'"].includes(quote) || !value.endsWith(quote)) {
    const isTrailing = quote === '"' && /"\s*(?:\/\/|#|case:)/.test(value)
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      span,
      'found a pattern that is neither quoted text nor /expression/',
      isTrailing
        ? 'nothing may stand behind the closing quote: put comments on lines of their own, and case:true inside the quotes'
        : 'write "text", \'text\' or /expression/i',
    )
  }
  let text = value.slice(1, -1)
  let isCased = false
  if (text.includes(CASE)) {
    if (text.slice(text.indexOf(CASE) + CASE.length).trim() !== '')
      lint(context, span, 'the text behind case:true is not read', 'put case:true last')
    text = text.slice(0, text.indexOf(CASE)).trim()
    isCased = true
  }
  if (text === '')
    lint(context, span, 'the empty text stands in every prompt', 'leave the pattern out')
  if (text.includes('\\\\'))
    lint(context, span, 'NOVA has no escapes: this is two backslashes', 'write one backslash')
  else if (text.includes('\\"'))
    lint(
      context,
      span,
      'NOVA has no escapes: this is a backslash and a quote',
      "write the text in single quotes: '…\"…'",
    )
  return { kind: 'literal', text, isCased, span }
}

const DEFAULT_THRESHOLD = { semantics: 0.1, llm: 0.6 } as const

/** `"text" (0.4)`; the number may be left out. */
export function parseModelPattern(
  kind: 'semantics' | 'llm',
  value: string,
  span: SourceSpan,
  context: NovaContext,
): NovaPattern {
  const [, text, number] = /^"(.+)"\s*(?:\(\s*([0-9.]+)\s*\)\s*)?$/.exec(value) ?? []
  if (text === undefined) {
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      span,
      `found no ${kind} pattern`,
      'write "text" or "text" (0.4); the text in double quotes',
    )
  }
  const threshold = number === undefined ? DEFAULT_THRESHOLD[kind] : Number(number)
  if (!(threshold >= 0 && threshold <= 1)) {
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      span,
      `found the threshold ${number ?? ''}`,
      'write a number from 0 to 1',
    )
  }
  return { kind: 'model', asks: kind, text, threshold, span }
}
