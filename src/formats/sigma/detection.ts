import type { Detection, ValueTest } from './ast.ts'
import { sigmaError } from './errors.ts'
import { applyModifiers, checkModifiers } from './modifiers.ts'
import type { Yaml, YamlEntry } from './yaml.ts'

/** What a rule's detections need besides their own text. */
export interface DetectionContext {
  readonly text: string
  readonly placeholders: ReadonlyMap<string, readonly string[]>
}

/** Reads one named detection: a map is `all`, a list of maps `any`, a list of plain values keywords. */
export function parseDetection(value: Yaml, context: DetectionContext): Detection {
  if (value.kind === 'map') return parseMap(value, context)
  if (value.kind === 'scalar') return parseItem(null, [], value, context)
  const maps = value.items.filter((item) => item.kind === 'map')
  if (value.items.length === 0) {
    throw shapeError(context, value, 'found an empty list', 'give at least one value')
  }
  if (maps.length === 0) return parseItem(null, [], value, context)
  const operands = value.items.map((item) => parseDetection(item, context))
  return { kind: 'any', operands, span: value.span }
}

function parseMap(value: Extract<Yaml, { kind: 'map' }>, context: DetectionContext): Detection {
  if (value.entries.length === 0)
    throw shapeError(context, value, 'found an empty map', 'give at least one field')
  const operands = value.entries.map((entry) => parseEntry(entry, context))
  const [only] = operands
  return operands.length === 1 && only !== undefined
    ? only
    : { kind: 'all', operands, span: value.span }
}

/** `Field|modifier|modifier: value`. A null or empty name is a keyword. */
function parseEntry(entry: YamlEntry, context: DetectionContext): Detection {
  const [name = '', ...modifiers] = entry.key.split('|')
  const field = name === '' || name === 'null' ? null : name
  return parseItem(field, modifiers, entry.value, context)
}

function parseItem(
  field: string | null,
  modifiers: readonly string[],
  value: Yaml,
  context: DetectionContext,
): Detection {
  const { text, placeholders } = context
  const names = checkModifiers({ text, span: value.span, field, modifiers })
  const isAll = names.includes('all')
  const isNegated = names.includes('neq')
  const values = value.kind === 'list' ? value.items : [value]
  if (values.length === 0)
    throw shapeError(context, value, 'found an empty list of values', 'give at least one value')
  if (isAll && values.length < 2) {
    throw sigmaError(
      'WB_FORMATS_SIGMA_MODIFIER',
      text,
      value.span,
      'found all with a single value, wanted at least two',
      'leave out all',
    )
  }
  const tests = values.map((one): ValueTest => {
    if (one.kind !== 'scalar')
      throw shapeError(
        context,
        one,
        'found a list or map inside a list of values',
        'write plain values',
      )
    if (field === null && one.value === null)
      throw shapeError(context, one, 'found null among keywords', 'null needs a field')
    return applyModifiers(one.value, names, {
      text,
      span: one.span,
      field,
      modifiers,
      placeholders,
    })
  })
  return {
    kind: 'item',
    field,
    modifiers: names,
    isNegated,
    combine: isAll ? 'all' : 'any',
    tests,
    span: value.span,
  }
}

function shapeError(context: DetectionContext, at: Yaml, found: string, hint: string): Error {
  return sigmaError('WB_FORMATS_SIGMA_SHAPE', context.text, at.span, found, hint)
}
