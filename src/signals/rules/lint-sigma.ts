import { showPlace } from '../../core/index.ts'
import type {
  Condition,
  SigmaCorrelation,
  SigmaFilter,
  SigmaRule,
} from '../../formats/sigma/index.ts'
import type { RuleFinding } from '../ir/rule.ts'

/** A document with the file that it is from. */
export interface Sourced<Document> {
  readonly path: string
  readonly text: string
  readonly document: Document
}

/** How a document is named in findings and matches. */
export function idOf(document: SigmaRule | SigmaCorrelation | SigmaFilter, path: string): string {
  return document.id ?? document.name ?? `${path}: ${document.title}`
}

/** Tells of a filter that keeps what it names, which is seldom meant. */
export function lintFilter(
  { path, text, document }: Sourced<SigmaFilter>,
  findings: RuleFinding[],
): void {
  if (document.conditions.some(hasNot)) return
  const { line, column } = showPlace(text, document.span.start)
  findings.push({
    severity: 'warning',
    file: path,
    line,
    column,
    rule: idOf(document, path),
    code: 'filter-without-not',
    message:
      'the filter keeps only what its condition matches: it is joined with "and", as it is written',
    hint: 'write condition: not selection to leave matches out',
  })
}

function hasNot(condition: Condition): boolean {
  if (condition.kind === 'not') return true
  return condition.kind === 'and' || condition.kind === 'or'
    ? condition.operands.some(hasNot)
    : false
}

/** Tells of a rule without id, and of detections that nothing uses. */
export function lintRule(
  { path, text, document }: Sourced<SigmaRule>,
  findings: RuleFinding[],
): void {
  const { line, column } = showPlace(text, document.span.start)
  const add = (code: string, message: string, hint: string): void => {
    findings.push({
      severity: 'note',
      file: path,
      line,
      column,
      rule: idOf(document, path),
      code,
      message,
      hint,
    })
  }
  if (document.id === null)
    add('no-id', 'the rule has no id', 'add id: with a random UUID, so that it can be named')
  const used = new Set(document.conditions.flatMap(namesIn))
  for (const name of document.detections.keys())
    if (!used.has(name))
      add(
        'unused',
        `the detection ${name} is never used`,
        'name it in the condition or leave it out',
      )
}

function namesIn(condition: Condition): readonly string[] {
  if (condition.kind === 'name') return [condition.name]
  if (condition.kind === 'of') return condition.names
  return condition.kind === 'not' ? namesIn(condition.operand) : condition.operands.flatMap(namesIn)
}
