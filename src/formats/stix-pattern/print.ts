import type { Comparison, Literal, ObjectPath, Pattern, Qualifier } from './ast.ts'
import { KEYWORDS } from './scan.ts'

/** Prints a pattern in one canonical spelling; `parsePattern` of it gives the same tree. */
export function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'observation':
      return `[${printComparison(pattern.comparison)}]`
    case 'qualified':
      return `${printQualifiedPart(pattern.pattern)} ${printQualifier(pattern.qualifier)}`
    case 'all':
      return joinPatterns(pattern.operands, ' AND ', ['observation', 'qualified'])
    case 'any':
      return joinPatterns(pattern.operands, ' OR ', ['observation', 'qualified', 'all'])
    case 'followed-by':
      return joinPatterns(pattern.operands, ' FOLLOWEDBY ', [
        'observation',
        'qualified',
        'all',
        'any',
      ])
  }
}

/** Only an observation may carry a qualifier without parentheses. */
function printQualifiedPart(pattern: Pattern): string {
  return pattern.kind === 'observation' ? printPattern(pattern) : `(${printPattern(pattern)})`
}

function joinPatterns(
  operands: readonly Pattern[],
  separator: string,
  tighter: readonly Pattern['kind'][],
): string {
  return operands
    .map((part) => (tighter.includes(part.kind) ? printPattern(part) : `(${printPattern(part)})`))
    .join(separator)
}

function printQualifier(qualifier: Qualifier): string {
  switch (qualifier.kind) {
    case 'within':
      return `WITHIN ${qualifier.seconds} SECONDS`
    case 'repeats':
      return `REPEATS ${qualifier.times} TIMES`
    case 'start-stop':
      return `START t'${qualifier.start}' STOP t'${qualifier.stop}'`
  }
}

function printComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case 'test': {
      const not = comparison.isNegated ? ' NOT' : ''
      const value = printLiteral(comparison.value)
      return `${printPath(comparison.path)}${not} ${comparison.operator} ${value}`
    }
    case 'in': {
      const not = comparison.isNegated ? ' NOT' : ''
      const values = comparison.values.map(printLiteral).join(', ')
      return `${printPath(comparison.path)}${not} IN (${values})`
    }
    case 'exists':
      return `${comparison.isNegated ? 'NOT ' : ''}EXISTS ${printPath(comparison.path)}`
    case 'all':
    case 'any':
      return comparison.operands
        .map((part) => {
          const isTighter =
            part.kind !== 'any' && (part.kind !== 'all' || comparison.kind === 'any')
          return isTighter ? printComparison(part) : `(${printComparison(part)})`
        })
        .join(comparison.kind === 'all' ? ' AND ' : ' OR ')
  }
}

/** Prints an object path, quoting the keys that need it. */
export function printPath(path: ObjectPath): string {
  let text = `${path.objectType}:`
  for (const [index, step] of path.steps.entries()) {
    if (step.kind === 'any') text += '[*]'
    else if (step.kind === 'index') text += `[${step.index}]`
    else text += `${index === 0 ? '' : '.'}${printKey(step.name)}`
  }
  return text
}

function printKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !KEYWORDS.has(name) ? name : printString(name)
}

function printLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return printString(literal.value)
    case 'integer':
    case 'float':
      return literal.text
    case 'boolean':
      return String(literal.value)
    case 'binary':
      return `b'${literal.base64}'`
    case 'hex':
      return `h'${literal.digits}'`
    case 'timestamp':
      return `t'${literal.instant}'`
  }
}

function printString(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`
}
