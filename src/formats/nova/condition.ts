import type { SourceSpan } from '../../core/index.ts'
import {
  NOVA_SECTIONS,
  type NovaCondition,
  type NovaReference,
  type NovaRule,
  type NovaSection,
} from './ast.ts'
import { novaError } from './errors.ts'
import { type Line, lint, type NovaContext } from './context.ts'

interface Token {
  readonly text: string
  readonly span: SourceSpan
}

interface Reader {
  readonly tokens: readonly Token[]
  readonly patterns: NovaRule['patterns']
  readonly context: NovaContext
  readonly end: SourceSpan
  at: number
}

const DEPTH_MAX = 100
const TOKEN =
  /(?:[A-Za-z_][A-Za-z0-9_]*\.)?\$[A-Za-z0-9_]+\*?|[A-Za-z_][A-Za-z0-9_]*\.\*|[A-Za-z0-9_]+|[^\s]/g

/** Parses a condition, its names resolved to patterns. Throws WB_FORMATS_NOVA_CONDITION. */
export function parseNovaCondition(
  lines: readonly Line[],
  patterns: NovaRule['patterns'],
  context: NovaContext,
): NovaCondition {
  const tokens = lines.flatMap(({ text, span }) =>
    [...text.matchAll(TOKEN)].map((match) => ({
      text: match[0],
      span: { start: span.start + match.index, end: span.start + match.index + match[0].length },
    })),
  )
  const last = lines.at(-1)?.span.end ?? 0
  const reader = { tokens, patterns, context, end: { start: last, end: last }, at: 0 }
  const condition = parseOr(reader, 0)
  if (reader.at < tokens.length) fail(reader, 'and, or, or the end of the condition')
  lintUnused(condition, patterns, context)
  return condition
}

function peek(reader: Reader): string {
  return reader.tokens[reader.at]?.text ?? ''
}

function isWord(reader: Reader, word: string): boolean {
  return peek(reader).toLowerCase() === word
}

function parseList(
  kind: 'and' | 'or',
  operand: (reader: Reader, depth: number) => NovaCondition,
): (reader: Reader, depth: number) => NovaCondition {
  return (reader, depth) => {
    const start = (reader.tokens[reader.at]?.span ?? reader.end).start
    const operands = [operand(reader, depth)]
    while (isWord(reader, kind)) {
      reader.at++
      operands.push(operand(reader, depth))
    }
    const [only] = operands
    if (operands.length === 1 && only !== undefined) return only
    return { kind, operands, span: { start, end: endOf(reader) } }
  }
}

const parseAnd: (reader: Reader, depth: number) => NovaCondition = parseList('and', parseUnary)
const parseOr: (reader: Reader, depth: number) => NovaCondition = parseList('or', parseAnd)

function parseUnary(reader: Reader, depth: number): NovaCondition {
  const token = reader.tokens[reader.at]
  const wanted = 'a pattern such as keywords.$name, "any of …", not or ('
  if (token === undefined || depth > DEPTH_MAX) return fail(reader, wanted)
  const { start } = token.span
  if (isWord(reader, 'not')) {
    reader.at++
    const operand = parseUnary(reader, depth + 1)
    return { kind: 'not', operand, span: { start, end: endOf(reader) } }
  }
  if (token.text === '(') {
    reader.at++
    const inner = parseOr(reader, depth + 1)
    if (peek(reader) !== ')') fail(reader, "and, or, or ')'")
    reader.at++
    return inner
  }
  if (/^(?:all|any|\d+)$/i.test(token.text)) return parseOf(reader, token)
  if (/^[A-Za-z]\w*\.\*$/.test(token.text)) {
    const section = sectionOf(reader, token, token.text.slice(0, -2))
    reader.at++
    return { kind: 'of', count: 1, references: all(reader, section), span: token.span }
  }
  if (!token.text.includes('$')) return fail(reader, wanted)
  if (token.text.endsWith('*')) {
    const [section = ''] = token.text.split('.')
    if (!token.text.includes('.')) fail(reader, `"any of (${token.text.slice(0, 60)})"`)
    const references = byPrefix(reader, token, [sectionOf(reader, token, section)])
    reader.at++
    return { kind: 'of', count: 1, references, span: token.span }
  }
  const reference = resolve(reader, token)
  reader.at++
  return { kind: 'of', count: 1, references: [reference], span: token.span }
}

/** `any of keywords`, `2 of llm.*`, `all of keywords.$a*`, `any of ($a*)`. */
function parseOf(reader: Reader, quantity: Token): NovaCondition {
  reader.at++
  if (!isWord(reader, 'of')) fail(reader, `"of" behind ${quantity.text.slice(0, 20)}`)
  reader.at++
  const token = reader.tokens[reader.at]
  if (token === undefined) return fail(reader, 'a section or ($prefix*)')
  const word = quantity.text.toLowerCase()
  const count = word === 'any' ? 1 : word === 'all' ? ('all' as const) : Number(word)
  if (isWord(reader, 'them'))
    fail(
      reader,
      'a section: NOVA reads "of them" and then never matches; write "any of keywords.* or any of llm.*"',
    )
  let references: NovaReference[]
  if (token.text === '(') references = parsePrefixGroup(reader)
  else {
    const [section = '', rest] = token.text.split('.')
    const known = sectionOf(reader, token, section)
    const isPrefix = rest?.startsWith('$') === true
    if (isPrefix && !token.text.endsWith('*'))
      fail(reader, `a name with * behind it, or no quantity before ${token.text.slice(0, 60)}`)
    references = isPrefix ? byPrefix(reader, token, [known]) : all(reader, known)
    reader.at++
  }
  if (typeof count === 'number' && count > references.length)
    lint(
      reader.context,
      quantity.span,
      `${count} of ${references.length} patterns can never be met`,
      'lower the number',
    )
  return { kind: 'of', count, references, span: { start: quantity.span.start, end: endOf(reader) } }
}

function parsePrefixGroup(reader: Reader): NovaReference[] {
  reader.at++
  const token = reader.tokens[reader.at]
  const isPrefix = token !== undefined && /^\$\w+\*$/.test(token.text)
  if (!isPrefix || reader.tokens[reader.at + 1]?.text !== ')')
    return fail(
      reader,
      'one name with *: NOVA reads a list of names behind "of" and then never matches; write ($a or $b)',
    )
  reader.at += 2
  return byPrefix(reader, token, NOVA_SECTIONS)
}

function sectionOf(reader: Reader, token: Token, name: string): NovaSection {
  const section = NOVA_SECTIONS.find((known) => known === name.toLowerCase())
  if (section !== undefined) return section
  throw novaError(
    'WB_FORMATS_NOVA_CONDITION',
    reader.context.file,
    token.span,
    `found "${name.slice(0, 40)}", which is no section`,
    `known are ${NOVA_SECTIONS.join(', ')}`,
  )
}

function all(reader: Reader, section: NovaSection): NovaReference[] {
  return [...reader.patterns[section].keys()].map((name) => ({ section, name }))
}

function byPrefix(reader: Reader, token: Token, sections: readonly NovaSection[]): NovaReference[] {
  const prefix = token.text.slice(token.text.indexOf('$'), -1)
  const references = sections
    .flatMap((section) => all(reader, section))
    .filter(({ name }) => name.startsWith(prefix))
  if (references.length > 0) return references
  throw novaError(
    'WB_FORMATS_NOVA_CONDITION',
    reader.context.file,
    token.span,
    `found ${token.text.slice(0, 60)}, which fits no pattern`,
    'check the beginning of the names',
  )
}

function resolve(reader: Reader, token: Token): NovaReference {
  const [first = '', second] = token.text.split('.')
  const name = second ?? first
  const sections = second === undefined ? NOVA_SECTIONS : [sectionOf(reader, token, first)]
  const section = sections.find((one) => reader.patterns[one].has(name))
  if (section !== undefined) return { section, name }
  throw novaError(
    'WB_FORMATS_NOVA_CONDITION',
    reader.context.file,
    token.span,
    `found ${token.text.slice(0, 60)}, which is not defined`,
    'define it in keywords:, semantics: or llm:',
  )
}

function lintUnused(
  condition: NovaCondition,
  patterns: NovaRule['patterns'],
  context: NovaContext,
): void {
  const used = new Set<string>()
  const visit = (node: NovaCondition): void => {
    if (node.kind === 'of') for (const { name } of node.references) used.add(name)
    else if (node.kind === 'not') visit(node.operand)
    else node.operands.forEach(visit)
  }
  visit(condition)
  for (const section of NOVA_SECTIONS)
    for (const [name, { span }] of patterns[section])
      if (!used.has(name))
        lint(
          context,
          span,
          `${name.slice(0, 60)} is never used`,
          'use it in the condition or leave it out',
          'note',
        )
}

function endOf(reader: Reader): number {
  return (reader.tokens[reader.at - 1]?.span ?? reader.end).end
}

function fail(reader: Reader, wanted: string): never {
  const token = reader.tokens[reader.at]
  const found = token === undefined ? 'the end of the condition' : `"${token.text.slice(0, 40)}"`
  const hint = ['&', '|', '!'].includes(token?.text ?? '')
    ? 'write and, or, not'
    : 'a condition is made of names, and, or, not, parentheses and "any of keywords.*"'
  throw novaError(
    'WB_FORMATS_NOVA_CONDITION',
    reader.context.file,
    token?.span ?? reader.end,
    `found ${found}, wanted ${wanted}`,
    hint,
  )
}
