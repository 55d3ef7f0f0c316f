import { WindbreakError } from '../../core/index.ts'
import type { NovaCondition, NovaPattern, NovaRule } from '../../formats/nova/index.ts'
import { compileRegex, quoteRegex } from '../../formats/regex/index.ts'
import { ruleError } from '../errors.ts'
import { allOf, anyOf, FALSE, notOf, type Predicate, TRUE } from '../ir/predicate.ts'

/**
 * Lowers a rule. Keywords of ASCII are looked for in the folded prompt, as the reference folds it; those of
 * other scripts in the prompt as it was written. What semantics and llm ask is left to a model.
 */
export function lowerNova(rule: NovaRule, text: string): Predicate {
  const lowered = new Map<NovaPattern, Predicate>()
  const patternOf = (section: keyof NovaRule['patterns'], name: string): Predicate => {
    const pattern = rule.patterns[section].get(name)
    if (pattern === undefined) return FALSE
    const known = lowered.get(pattern) ?? lowerPattern(pattern, `${section}.${name}`, text)
    lowered.set(pattern, known)
    return known
  }
  const lower = (condition: NovaCondition): Predicate => {
    switch (condition.kind) {
      case 'and':
        return allOf(condition.operands.map(lower))
      case 'or':
        return anyOf(condition.operands.map(lower))
      case 'not':
        return notOf(lower(condition.operand))
      case 'of': {
        const operands = condition.references.map(({ section, name }) => patternOf(section, name))
        if (condition.count === 'all') return operands.length === 0 ? FALSE : allOf(operands)
        if (condition.count === 0) return TRUE
        if (condition.count === 1) return operands.length === 0 ? FALSE : anyOf(operands)
        return { kind: 'at-least', count: condition.count, operands }
      }
    }
  }
  return lower(rule.condition)
}

function lowerPattern(pattern: NovaPattern, clause: string, text: string): Predicate {
  if (pattern.kind === 'model') return { kind: 'needs-model', reason: clause }
  const shown = pattern.kind === 'literal' ? pattern.text : `/${pattern.source}/`
  const isLatin = !/[^\x00-\x7f]/.test(shown)
  const test = { kind: 'matches', pattern: searchOf(pattern, text), shown } as const
  return { kind: 'some', field: isLatin ? 'prompt_folded' : 'prompt', clause, test }
}

function searchOf(
  pattern: Extract<NovaPattern, { kind: 'literal' | 'regex' }>,
  text: string,
): string {
  if (pattern.kind === 'literal') {
    // The reference finds the empty text in every prompt that is not blank.
    if (pattern.text === '') return '[^\\x{9}-\\x{d}\\x{20}]'
    return `${pattern.isCased ? '' : '(?i)'}${quoteRegex(pattern.text)}`
  }
  try {
    return compileRegex(pattern.source, { ignoreCase: !pattern.isCased, unicodeClasses: true })
      .pattern
  } catch (error) {
    if (!(error instanceof WindbreakError)) throw error
    const [message = ''] = error.message.split('\n')
    const start = pattern.span.start + Math.max(0, (error.at?.column ?? 1) - 1)
    throw ruleError(
      'WB_SIGNALS_RULE_UNSUPPORTED',
      text,
      { start, end: pattern.span.end },
      message,
      error.hint ?? '',
    )
  }
}
