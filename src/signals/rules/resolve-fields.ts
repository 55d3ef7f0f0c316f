import type { SourceSpan } from '../../core/index.ts'
import type { LogSource } from '../../formats/sigma/index.ts'
import { ruleError } from '../errors.ts'
import { EVENT_FIELDS, eventFieldName, KEYWORD_FIELDS } from '../ir/event-fields.ts'
import type { Predicate, ValueTest } from '../ir/predicate.ts'
import { visitTests } from '../compile/atoms.ts'
import type { FieldResolver } from '../compile/from-sigma.ts'

/** Finds the event field of each name in a rule; a name that events do not have is an error that lists near ones. */
export function eventResolver(text: string, logSource: LogSource): FieldResolver {
  return (field, span) => {
    if (field === null) return KEYWORD_FIELDS
    const name = eventFieldName(field)
    if (name !== undefined) return [name]
    const isOther = logSource.category !== null && logSource.category !== 'llm_usage'
    throw ruleError(
      'WB_SIGNALS_RULE_FIELD',
      text,
      span,
      `found the field "${field.slice(0, 60)}", which usage events do not have`,
      isOther
        ? `the rule is of the log source ${logSource.category}; rules here are of category: llm_usage, ` +
            'with fields such as prompt, tool_args, user_agent'
        : nearFields(field),
    )
  }
}

function nearFields(field: string): string {
  const near = Object.keys(EVENT_FIELDS).filter((name) =>
    name.includes(field.toLowerCase().slice(0, 4)),
  )
  const shown =
    near.length > 0
      ? near
      : ['prompt', 'completion', 'tool_args', 'tool_names', 'user_agent', 'ip', 'model']
  return `did you mean ${shown.join(', ')}? a pipeline file can map names; docs/reference/llm-usage.md lists all`
}

/** Refuses what a field's type cannot answer, at the rule's place. */
export function checkFieldTypes(predicate: Predicate, text: string, span: SourceSpan): void {
  visitTests(predicate, (field, test, clause) => {
    const type = EVENT_FIELDS[field]?.type
    const isTime = type === 'time'
    for (const kind of kindsOf(test)) {
      if ((kind === 'time') === isTime) continue
      throw ruleError(
        'WB_SIGNALS_RULE_UNSUPPORTED',
        text,
        span,
        isTime
          ? `${clause} asks something else than a part of the time of ${field}`
          : `${clause} asks for a part of the time of ${field}, which is no instant`,
        'minute, hour, day, week, month and year are asked of ts: ts|hour|gte: 22',
      )
    }
  })
}

function kindsOf(test: ValueTest): string[] {
  if (test.kind === 'all' || test.kind === 'any') return test.tests.flatMap(kindsOf)
  return test.kind === 'not' ? kindsOf(test.test) : [test.kind]
}
