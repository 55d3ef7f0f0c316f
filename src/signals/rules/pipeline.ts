import type { Detection, SigmaDocument, SigmaRule } from '../../formats/sigma/index.ts'
import { parseYaml, type Yaml } from '../../formats/sigma/index.ts'
import { ruleError } from '../errors.ts'

/** A pySigma processing pipeline, as far as it is taken over: mappings of fields, dropped items, changed log sources, values. */
export interface Pipeline {
  readonly priority: number
  readonly steps: readonly PipelineStep[]
  readonly vars: ReadonlyMap<string, readonly string[]>
}

interface PipelineStep {
  readonly type: string
  readonly settings: ReadonlyMap<string, Yaml>
}

const KNOWN = [
  'field_name_mapping',
  'field_name_prefix_mapping',
  'field_name_prefix',
  'drop_detection_item',
  'change_logsource',
  'rule_failure',
  'value_placeholders',
] as const

export function isPipeline(text: string): boolean {
  return (
    /^(?:transformations|vars):/m.test(text) && !/^(?:detection|correlation|filter):/m.test(text)
  )
}

/** Parses a pipeline. A transformation that is not known here is an error that names it. */
export function parsePipeline(text: string): Pipeline {
  const [document] = parseYaml(text)
  const root = membersOf(document)
  const list = root.get('transformations')
  const items = list?.kind === 'list' ? list.items : []
  const steps = items.map((item) => {
    const settings = membersOf(item)
    const type = textOf(settings.get('type'))
    const isKnown = KNOWN.some((known) => known === type)
    const condition = [...settings.keys()].find(
      (key) => key.endsWith('_conditions') && key !== 'field_name_conditions',
    )
    if (!isKnown || condition !== undefined) {
      throw ruleError(
        'WB_SIGNALS_RULE_UNSUPPORTED',
        text,
        item.span,
        condition === undefined
          ? `found the transformation "${type.slice(0, 40)}"`
          : `found ${condition}, which is not taken over`,
        `known are ${KNOWN.join(', ')}, with field_name_conditions only`,
      )
    }
    return { type, settings }
  })
  const vars = new Map(
    [...membersOf(root.get('vars'))].map(([name, value]) => [name, textsOf(value)]),
  )
  return { priority: Number(textOf(root.get('priority')) || '0'), steps, vars }
}

/** Applies pipelines to a rule or filter, in the order of their priority. Correlations stay as they are. */
export function applyPipelines(
  document: SigmaDocument,
  pipelines: readonly Pipeline[],
  text: string,
): SigmaDocument {
  if (document.kind === 'correlation') return document
  const ordered = [...pipelines].sort((x, y) => x.priority - y.priority)
  let current: SigmaDocument = document
  for (const { steps } of ordered) {
    for (const step of steps) {
      if (step.type === 'rule_failure')
        throw ruleError(
          'WB_SIGNALS_RULE_UNSUPPORTED',
          text,
          document.span,
          `a pipeline refuses the rule: ${textOf(step.settings.get('message')).slice(0, 200)}`,
          'take the rule or the pipeline out',
        )
      if (step.type === 'change_logsource' && current.kind === 'rule')
        current = { ...current, logSource: logSourceOf(current, step) }
      else {
        const detections: Map<string, Detection> = new Map(
          [...current.detections].map(([name, one]) => [name, transform(one, step)]),
        )
        current = { ...current, detections }
      }
    }
  }
  return current
}

function logSourceOf(rule: SigmaRule, step: PipelineStep): SigmaRule['logSource'] {
  const part = (name: string, before: string | null): string | null => {
    const value = step.settings.get(name)
    return value === undefined ? before : textOf(value)
  }
  const { category, product, service } = rule.logSource
  return {
    category: part('category', category),
    product: part('product', product),
    service: part('service', service),
  }
}

function transform(detection: Detection, step: PipelineStep): Detection {
  if (detection.kind !== 'item') {
    const operands = detection.operands
      .map((one) => transform(one, step))
      .filter((one) => one.kind === 'item' || one.operands.length > 0)
    return { ...detection, operands }
  }
  if (!isMeant(detection.field, step)) return detection
  if (step.type === 'drop_detection_item')
    return { kind: 'all', operands: [], span: detection.span }
  if (detection.field === null) return detection
  const fields = mapField(detection.field, step)
  const [only] = fields
  if (fields.length === 1 && only !== undefined) return { ...detection, field: only }
  const kind = detection.isNegated ? 'all' : 'any'
  return { kind, operands: fields.map((field) => ({ ...detection, field })), span: detection.span }
}

/** Whether a step's `field_name_conditions` let it work on a field; without them it works on all. */
function isMeant(field: string | null, step: PipelineStep): boolean {
  const conditions = step.settings.get('field_name_conditions')
  if (conditions?.kind !== 'list') return true
  return conditions.items.every((item) => {
    const members = membersOf(item)
    const isListed = field !== null && textsOf(members.get('fields')).includes(field)
    return textOf(members.get('type')) === 'exclude_fields' ? !isListed : isListed
  })
}

/** The names that a field has after a step; several are alternatives. */
function mapField(field: string, step: PipelineStep): readonly string[] {
  const mapping = membersOf(step.settings.get('mapping'))
  if (step.type === 'field_name_mapping') {
    const target = mapping.get(field)
    return target === undefined ? [field] : textsOf(target)
  }
  if (step.type === 'field_name_prefix') return [`${textOf(step.settings.get('prefix'))}${field}`]
  if (step.type !== 'field_name_prefix_mapping') return [field]
  const prefix = [...mapping.keys()].find((one) => field.startsWith(one))
  return prefix === undefined
    ? [field]
    : textsOf(mapping.get(prefix)).map((one) => one + field.slice(prefix.length))
}

function membersOf(value: Yaml | undefined): Map<string, Yaml> {
  return new Map(
    value?.kind === 'map' ? value.entries.map((entry) => [entry.key, entry.value]) : [],
  )
}

function textOf(value: Yaml | undefined): string {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : ''
}

function textsOf(value: Yaml | undefined): string[] {
  if (value?.kind === 'list') return value.items.map((item) => textOf(item))
  return value === undefined ? [] : [textOf(value)]
}
