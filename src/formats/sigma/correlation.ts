import {
  type Bounds,
  CORRELATION_TYPES,
  type CorrelationType,
  type SigmaCorrelation,
} from './ast.ts'
import { FieldReader } from './fields.ts'

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
}
const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const
/** A window longer than this holds everything there is. */
const TIMESPAN_MS_MAX = 4 * 31_556_952_000

/** The members of a correlation, without the document's head. Throws WB_FORMATS_SIGMA_SHAPE. */
export function parseCorrelation(
  document: FieldReader,
): Omit<
  SigmaCorrelation,
  'kind' | 'title' | 'id' | 'name' | 'status' | 'level' | 'description' | 'author' | 'tags' | 'span'
> {
  const reader = document.mapOf('correlation')
  const type = typeOf(reader)
  const rules = reader.textsOf('rules').map(({ value }) => value)
  if (rules.length === 0)
    reader.fail(reader.map.span, 'found a correlation without rules', 'list ids or names of rules')
  const aliases = aliasesOf(reader)
  const condition = reader.get('condition')
  const isTemporal = type === 'temporal' || type === 'temporal_ordered'
  if (condition === undefined && !isTemporal)
    reader.fail(
      reader.map.span,
      `found no condition, which ${type} needs`,
      'write condition: with gte: below it',
    )
  if (condition !== undefined && condition.kind !== 'map') {
    reader.fail(
      condition.span,
      'found a condition that is not a map of bounds',
      'write gt, gte, lt, lte, eq or neq with a number each; a text over rule names is not supported',
    )
  }
  const inner = condition?.kind === 'map' ? new FieldReader(reader.text, condition) : undefined
  const bounds = inner === undefined ? null : boundsOf(inner)
  const fields = inner?.textsOf('field').map(({ value }) => value) ?? []
  if (type.startsWith('value_') && fields.length === 0)
    reader.fail(
      condition?.span ?? reader.map.span,
      `found no field, which ${type} needs`,
      'name the field in condition',
    )
  if (type !== 'value_count' && fields.length > 1)
    reader.fail(
      condition?.span ?? reader.map.span,
      `found several fields, of which ${type} takes one`,
      'name one',
    )
  return {
    type,
    rules,
    groupBy: reader.textsOf('group-by').map(({ value }) => value),
    timespanMs: timespanOf(reader),
    bounds: bounds !== null && Object.keys(bounds).length === 0 && isTemporal ? null : bounds,
    fields,
    percentile: percentileOf(inner),
    aliases,
    isGenerating: reader.textOf('generate') === 'true',
  }
}

function typeOf(reader: FieldReader): CorrelationType {
  const text = reader.textOf('type') ?? ''
  const type = CORRELATION_TYPES.find((known) => known === text)
  if (type !== undefined) return type
  return reader.fail(
    reader.get('type')?.span ?? reader.map.span,
    `found the correlation type "${text.slice(0, 40)}"`,
    `known are ${CORRELATION_TYPES.join(', ')}`,
  )
}

function timespanOf(reader: FieldReader): number {
  const text = reader.textOf('timespan') ?? ''
  const [, count = '', unit = ''] = /^(\d+)([smhdwMy])$/.exec(text) ?? []
  const span = Number(count) * (UNIT_MS[unit] ?? Number.NaN)
  if (span > 0 && span <= TIMESPAN_MS_MAX) return span
  return reader.fail(
    reader.get('timespan')?.span ?? reader.map.span,
    `found the timespan "${text.slice(0, 40)}", wanted a number and a unit, at most four years`,
    'write 30s, 15m, 4h or 7d',
  )
}

function boundsOf(reader: FieldReader): Bounds {
  const bounds: Partial<Record<(typeof OPERATORS)[number], number>> = {}
  for (const { key, keySpan, value } of reader.map.entries) {
    const operator = OPERATORS.find((known) => known === key)
    if (operator === undefined) {
      if (key !== 'field' && key !== 'percentile')
        reader.fail(
          keySpan,
          `found "${key.slice(0, 40)}" in a correlation's condition`,
          `known are ${OPERATORS.join(', ')}, field, percentile`,
        )
      continue
    }
    const bound =
      value.kind === 'scalar' && value.value !== null && value.value !== ''
        ? Number(value.value)
        : Number.NaN
    if (!Number.isFinite(bound))
      reader.fail(value.span, `found a bound that is no number`, `write ${key}: 10`)
    bounds[operator] = bound
  }
  return bounds
}

function percentileOf(condition: FieldReader | undefined): number {
  if (condition === undefined) return 50
  const percentile = Number(condition.textOf('percentile') ?? '50')
  if (percentile >= 0 && percentile <= 100) return percentile
  return condition.fail(
    condition.map.span,
    'found a percentile outside of 0 to 100',
    'write percentile: 95',
  )
}

function aliasesOf(reader: FieldReader): Map<string, Map<string, string>> {
  if (reader.get('aliases') === undefined) return new Map()
  const aliases = reader.mapOf('aliases')
  return new Map(
    aliases.map.entries.map(({ key }) => {
      const fields = aliases.mapOf(key)
      return [
        key,
        new Map(fields.map.entries.map((entry) => [entry.key, fields.textOf(entry.key) ?? ''])),
      ]
    }),
  )
}
