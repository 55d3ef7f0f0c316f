import { matcherOf } from '../../formats/regex/index.ts'
import { visitTests } from '../compile/atoms.ts'
import { needsModel, simplify, bound, type ValueTest } from '../ir/predicate.ts'
import type { EventRule, RuleFinding } from '../ir/rule.ts'

/** Shorter texts are found inside words all over. */
const TEXT_CHARS_MIN = 3

/** Tells of what a rule asks that is legal and probably not meant. */
export function lintPredicate(rule: EventRule): RuleFinding[] {
  const findings: RuleFinding[] = []
  const add = (
    severity: RuleFinding['severity'],
    code: string,
    message: string,
    hint: string,
  ): void => {
    findings.push({
      severity,
      file: rule.file,
      line: rule.line,
      column: 1,
      rule: rule.id,
      code,
      message,
      hint,
    })
  }
  const seen = new Set<string>()
  visitTests(rule.predicate, (_, test, clause) => {
    for (const { pattern, shown } of matchesOf(test)) {
      if (seen.has(`${clause} ${pattern}`)) continue
      seen.add(`${clause} ${pattern}`)
      const isOpen = !pattern.includes('\\A') && !pattern.includes('\\z')
      if (isOpen && matcherOf(pattern)(''))
        add(
          'warning',
          'matches-all',
          `${clause}: ${shorten(shown)} is found in every text`,
          'anchor it, or ask for at least one character',
        )
      else if (
        isOpen &&
        !shown.startsWith('/') &&
        shown.replaceAll('*', '').trim().length < TEXT_CHARS_MIN
      )
        add(
          'warning',
          'short-text',
          `${clause}: ${shorten(shown)} is found inside many words`,
          'write more of it, or an expression with \\b',
        )
    }
  })
  const certain = simplify(bound(rule.predicate, 'certain'))
  if (certain.kind === 'constant' && certain.value)
    add('warning', 'always', 'the rule matches every event', 'check its condition')
  if (certain.kind === 'constant' && !certain.value)
    add(
      'note',
      'never-alone',
      needsModel(rule.predicate)
        ? 'without a model the rule never matches: every way through its condition asks one'
        : 'the rule never matches',
      needsModel(rule.predicate) ? 'add a way that keywords alone decide' : 'check its condition',
    )
  return findings
}

function matchesOf(
  test: ValueTest,
): readonly { readonly pattern: string; readonly shown: string }[] {
  if (test.kind === 'matches') return [test]
  if (test.kind === 'all' || test.kind === 'any') return test.tests.flatMap(matchesOf)
  return test.kind === 'not' ? matchesOf(test.test) : []
}

function shorten(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 59)}…"` : `"${text}"`
}
