import type { Detection, LogSource, SigmaDocument, SigmaFilter, SigmaRule } from './ast.ts'
import { parseCondition } from './condition.ts'
import { parseCorrelation } from './correlation.ts'
import { parseDetection } from './detection.ts'
import { FieldReader } from './fields.ts'
import { parseYaml } from './yaml.ts'

export interface SigmaOptions {
  /** Values of placeholders, by name. */
  readonly placeholders?: ReadonlyMap<string, readonly string[]>
}

/**
 * Parses a file of Sigma documents: rules, correlations, filters. Throws a `WindbreakError`
 * (`WB_FORMATS_SIGMA_…`) with line, column, caret and hint for anything else.
 */
export function parseSigma(text: string, options: SigmaOptions = {}): SigmaDocument[] {
  return parseYaml(text).map((document) => {
    if (document.kind !== 'map') {
      const reader = new FieldReader(text, { kind: 'map', entries: [], span: document.span })
      return reader.fail(
        document.span,
        'found a document that is not a map',
        'a rule begins with title:',
      )
    }
    const reader = new FieldReader(text, document)
    if (reader.get('action') !== undefined)
      reader.fail(
        document.span,
        'found "action", which Sigma 2 no longer has',
        'write each rule out whole',
      )
    const head = headOf(reader)
    if (reader.get('correlation') !== undefined)
      return { kind: 'correlation', ...head, ...parseCorrelation(reader) }
    const placeholders = options.placeholders ?? new Map<string, readonly string[]>()
    if (reader.get('filter') !== undefined) return parseFilter(reader, head, placeholders)
    return parseRule(reader, head, placeholders)
  })
}

type Head = Omit<SigmaRule, 'kind' | 'logSource' | 'taxonomy' | 'detections' | 'conditions'>

function headOf(reader: FieldReader): Head {
  return {
    title: reader.textOf('title') ?? '',
    id: reader.textOf('id'),
    name: reader.textOf('name'),
    status: reader.textOf('status'),
    level: reader.textOf('level'),
    description: reader.textOf('description'),
    author: authorOf(reader),
    tags: reader.textsOf('tags').map(({ value }) => value),
    span: reader.map.span,
  }
}

/** Some rules list their authors. */
function authorOf(reader: FieldReader): string | null {
  const authors = reader.textsOf('author').map(({ value }) => value)
  return authors.length === 0 ? null : authors.join(', ')
}

function parseRule(
  reader: FieldReader,
  head: Head,
  placeholders: ReadonlyMap<string, readonly string[]>,
): SigmaRule {
  const detection = reader.mapOf('detection')
  return {
    kind: 'rule',
    ...head,
    logSource: logSourceOf(reader),
    taxonomy: reader.textOf('taxonomy') ?? 'sigma',
    ...detectionsOf(detection, placeholders),
  }
}

function parseFilter(
  reader: FieldReader,
  head: Head,
  placeholders: ReadonlyMap<string, readonly string[]>,
): SigmaFilter {
  const filter = reader.mapOf('filter')
  const rules = filter.textsOf('rules').map(({ value }) => value)
  const isAny = rules.length === 0 || (rules.length === 1 && rules[0] === 'any')
  return {
    kind: 'filter',
    ...head,
    logSource: logSourceOf(reader),
    rules: isAny ? null : rules,
    ...detectionsOf(filter, placeholders, ['rules']),
  }
}

function detectionsOf(
  reader: FieldReader,
  placeholders: ReadonlyMap<string, readonly string[]>,
  notDetections: readonly string[] = [],
): Pick<SigmaRule, 'detections' | 'conditions'> {
  const { text } = reader
  const left = ['condition', 'timeframe', ...notDetections]
  const detections = new Map<string, Detection>()
  for (const { key, keySpan, value } of reader.map.entries) {
    if (left.includes(key)) continue
    if (!/^[A-Za-z0-9_-]+$/.test(key)) {
      reader.fail(
        keySpan,
        'found a detection whose name is not of letters, digits, _ and -',
        'rename it',
      )
    }
    detections.set(key, parseDetection(value, { text, placeholders }))
  }
  if (detections.size === 0)
    reader.fail(reader.map.span, 'found no detection', 'add selection: with fields below it')
  const condition = reader.require('condition')
  const texts = condition.kind === 'list' ? condition.items : [condition]
  const conditions = texts.map((one) => {
    if (one.kind !== 'scalar' || typeof one.value !== 'string') {
      if (one.kind === 'scalar' && one.value !== null)
        return parseCondition(String(one.value), [...detections.keys()], text, one.span.start)
      return reader.fail(
        one.span,
        'found a condition that is not a text',
        'write condition: selection',
      )
    }
    const offset = text.indexOf(one.value, one.span.start)
    const isInside = offset !== -1 && offset < one.span.end
    return parseCondition(
      one.value,
      [...detections.keys()],
      text,
      isInside ? offset : one.span.start,
    )
  })
  if (conditions.length === 0)
    reader.fail(condition.span, 'found no condition', 'write condition: selection')
  return { detections, conditions }
}

function logSourceOf(reader: FieldReader): LogSource {
  if (reader.get('logsource') === undefined) return { category: null, product: null, service: null }
  const source = reader.mapOf('logsource')
  return {
    category: source.textOf('category'),
    product: source.textOf('product'),
    service: source.textOf('service'),
  }
}
