import type { SourceSpan } from '../../core/index.ts'
import type { TextPart, ValueTest } from './ast.ts'
import { sigmaError } from './errors.ts'
import { parseTextValue } from './text-value.ts'

interface PlaceholderContext {
  readonly text: string
  readonly span: SourceSpan
  readonly placeholders: ReadonlyMap<string, readonly string[]>
}

/** Values that one value may become; more are a list that belongs into a table, not a rule. */
const EXPANSIONS_MAX = 10_000

/**
 * Puts values in place of `%name%`; `\%` is a literal sign. A placeholder without values makes the rule
 * unusable: leaving it out would change what the rule says. Throws WB_FORMATS_SIGMA_PLACEHOLDER.
 */
export function fillPlaceholders(
  value: string | number | boolean | null,
  context: PlaceholderContext,
): ValueTest[] {
  if (typeof value !== 'string')
    return [{ kind: 'text', parts: parseTextValue(String(value)), isCased: false }]
  let variants: TextPart[][] = [[]]
  for (const piece of splitPlaceholders(value)) {
    const choices =
      piece.name === undefined
        ? [parseTextValue(piece.text)]
        : valuesOf(piece.name, context).map(parseTextValue)
    if (variants.length * choices.length > EXPANSIONS_MAX) {
      throw sigmaError(
        'WB_FORMATS_SIGMA_LIMIT',
        context.text,
        context.span,
        `found placeholders that make more than ${EXPANSIONS_MAX} values`,
        'use fewer placeholders in one value',
      )
    }
    variants = variants.flatMap((variant) => choices.map((choice) => [...variant, ...choice]))
  }
  return variants.map((parts) => ({ kind: 'text', parts: joined(parts), isCased: false }))
}

function splitPlaceholders(value: string): { readonly text: string; readonly name?: string }[] {
  const pieces: { text: string; name?: string }[] = []
  let from = 0
  let text = ''
  const shape = /\\%|%(\w+)%/g
  for (const match of value.matchAll(shape)) {
    text += value.slice(from, match.index)
    from = match.index + match[0].length
    if (match[1] === undefined) text += '%'
    else {
      pieces.push({ text }, { text: '', name: match[1] })
      text = ''
    }
  }
  pieces.push({ text: text + value.slice(from) })
  return pieces
}

function valuesOf(name: string, context: PlaceholderContext): readonly string[] {
  const values = context.placeholders.get(name)
  if (values !== undefined && values.length > 0) return values
  throw sigmaError(
    'WB_FORMATS_SIGMA_PLACEHOLDER',
    context.text,
    context.span,
    `found the placeholder %${name}%, for which no values are known`,
    'give its values in the vars of a pipeline file, or write them into the rule',
  )
}

function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + part.text }
    else result.push(part)
  }
  return result
}
