import {
  NOVA_SECTIONS,
  type NovaLint,
  type NovaPattern,
  type NovaRule,
  type NovaSection,
} from './ast.ts'
import { parseNovaCondition } from './condition.ts'
import { type Line, lint, type NovaContext } from './context.ts'
import { novaError } from './errors.ts'
import { parseKeyword, parseModelPattern } from './patterns.ts'

/** Characters of one file; the largest public one stays below a hundredth. */
const FILE_CHARS_MAX = 4_000_000
const RULE_START = /^\s*rule\s+[\p{L}\p{N}_]+\s*\{?/u

/**
 * Parses a file of NOVA rules as the reference parser reads them. What that parser takes and then never
 * matches is refused or linted. Throws WB_FORMATS_NOVA_… with line, column, caret and hint.
 */
export function parseNova(text: string): {
  readonly rules: NovaRule[]
  readonly lints: NovaLint[]
} {
  if (text.length > FILE_CHARS_MAX) {
    throw novaError(
      'WB_FORMATS_NOVA_LIMIT',
      text.slice(0, 80),
      { start: 0, end: 0 },
      `found a file of ${text.length} characters, wanted at most ${FILE_CHARS_MAX}`,
      'split it into several files',
    )
  }
  const context: NovaContext = { file: text, rule: '', lints: [] }
  const rules: NovaRule[] = []
  const names = new Set<string>()
  let block: Line[] = []
  for (const line of linesOf(text)) {
    const isStart = RULE_START.test(line.text)
    if (isStart && block.length > 0) {
      rules.push(parseRule(block, context))
      block = []
    }
    if (block.length > 0 || isStart) block.push(line)
    else if (!isIgnored(line.text)) {
      // Behind a rule the reference passes over what is there; before the first it does not.
      if (rules.length === 0 && line.text !== '}')
        throw novaError(
          'WB_FORMATS_NOVA_SYNTAX',
          text,
          line.span,
          'found text before the first rule',
          'a rule begins with: rule Name {',
        )
    }
    if (block.length > 1 && line.text === '}') {
      rules.push(parseRule(block, context))
      block = []
    }
  }
  if (block.length > 0) rules.push(parseRule(block, context))
  if (rules.length === 0)
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      text,
      { start: 0, end: 0 },
      'found no rule',
      'a rule begins with: rule Name {',
    )
  for (const rule of rules) {
    if (names.has(rule.name))
      throw novaError(
        'WB_FORMATS_NOVA_SYNTAX',
        text,
        rule.span,
        `found a second rule of the name ${rule.name.slice(0, 60)}`,
        'give each rule a name of its own',
      )
    names.add(rule.name)
  }
  return { rules, lints: context.lints }
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let start = 0
  while (start <= text.length) {
    const next = text.indexOf('\n', start)
    const end = next === -1 ? text.length : next
    const raw = text.slice(start, end)
    const trimmed = raw.trim()
    const from = start + (raw.length - raw.trimStart().length)
    lines.push({ text: trimmed, span: { start: from, end: from + trimmed.length } })
    start = end + 1
  }
  return lines
}

function isIgnored(line: string): boolean {
  return line === '' || line.startsWith('//') || line.startsWith('#')
}

function parseRule(block: readonly Line[], context: NovaContext): NovaRule {
  const [head, ...body] = block
  const [whole = '', name = ''] = /^rule\s+([\p{L}\p{N}_]+)\s*\{?/u.exec(head?.text ?? '') ?? []
  const headSpan = head?.span ?? { start: 0, end: 0 }
  context.rule = name
  if ((head?.text ?? '').slice(whole.length).trim() !== '')
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      headSpan,
      "found text behind the rule's name",
      'write the sections on lines of their own',
    )
  const isClosed = body.at(-1)?.text === '}'
  if (!isClosed)
    lint(
      context,
      headSpan,
      'the rule is never closed',
      'put } on a line of its own behind the condition',
    )
  const sections = splitSections(isClosed ? body.slice(0, -1) : body, context)
  const patterns = {
    keywords: patternsOf('keywords', sections, context),
    semantics: patternsOf('semantics', sections, context),
    llm: patternsOf('llm', sections, context),
  }
  refuseNames(patterns, context)
  if (NOVA_SECTIONS.every((section) => patterns[section].size === 0))
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      headSpan,
      `found the rule ${name.slice(0, 60)} without patterns`,
      'add keywords:, semantics: or llm: with a pattern',
    )
  const lines = sections.get('condition') ?? []
  if (lines.length === 0)
    throw novaError(
      'WB_FORMATS_NOVA_SYNTAX',
      context.file,
      headSpan,
      `found the rule ${name.slice(0, 60)} without a condition`,
      'add condition: with a line below it',
    )
  const condition = parseNovaCondition(lines, patterns, context)
  return { name, meta: metaOf(sections.get('meta') ?? []), patterns, condition, span: headSpan }
}

/** Sections by lower-case name; a repeated section replaces the one before, as in the reference. */
function splitSections(lines: readonly Line[], context: NovaContext): Map<string, Line[]> {
  const known: readonly string[] = ['meta', ...NOVA_SECTIONS, 'condition']
  const sections = new Map<string, Line[]>()
  let current: Line[] | undefined
  for (const line of lines) {
    if (isIgnored(line.text) || (current === undefined && line.text === '{')) continue
    if (line.text.endsWith(':')) {
      const name = line.text.slice(0, -1).trim().toLowerCase()
      if (!known.includes(name)) {
        const isPattern = line.text.includes('=')
        throw novaError(
          'WB_FORMATS_NOVA_SYNTAX',
          context.file,
          line.span,
          isPattern
            ? 'found a pattern that ends in a colon, which NOVA reads as a section'
            : `found the section "${name.slice(0, 40)}"`,
          isPattern ? 'write the colon as [:]' : `known are ${known.join(', ')}`,
        )
      }
      if (sections.has(name))
        lint(
          context,
          line.span,
          `the section ${name} stands twice, and the first is not read`,
          'join the two',
        )
      current = []
      sections.set(name, current)
    } else if (current === undefined) {
      throw novaError(
        'WB_FORMATS_NOVA_SYNTAX',
        context.file,
        line.span,
        'found text before the first section',
        `write one of ${known.join(', ')} and a colon first`,
      )
    } else current.push(line)
  }
  return sections
}

function patternsOf(
  section: NovaSection,
  sections: ReadonlyMap<string, readonly Line[]>,
  context: NovaContext,
): Map<string, NovaPattern> {
  const patterns = new Map<string, NovaPattern>()
  for (const line of sections.get(section) ?? []) {
    const at = line.text.indexOf('=')
    const name = line.text.slice(0, Math.max(0, at)).trim()
    if (at === -1 || !/^\$[A-Za-z0-9_]+$/.test(name))
      throw novaError(
        'WB_FORMATS_NOVA_SYNTAX',
        context.file,
        line.span,
        'found no pattern',
        'write $name = "text" or $name = /expression/i; a name has letters, digits and _',
      )
    if (patterns.has(name))
      throw novaError(
        'WB_FORMATS_NOVA_SYNTAX',
        context.file,
        line.span,
        `found the name ${name.slice(0, 60)} twice`,
        'give each pattern a name of its own',
      )
    const raw = line.text.slice(at + 1)
    const value = raw.trim()
    const start = line.span.start + at + 1 + (raw.length - raw.trimStart().length)
    const span = { start, end: start + value.length }
    patterns.set(
      name,
      section === 'keywords'
        ? parseKeyword(value, span, context)
        : parseModelPattern(section, value, span, context),
    )
  }
  return patterns
}

/** Names are looked up without their section, so they must differ; and must not look like another section's. */
function refuseNames(patterns: NovaRule['patterns'], context: NovaContext): void {
  const seen = new Map<string, string>()
  for (const section of NOVA_SECTIONS) {
    for (const [name, { span }] of patterns[section]) {
      const other = NOVA_SECTIONS.find((one) => one !== section && name.startsWith(`$${one}`))
      if (other !== undefined)
        throw novaError(
          'WB_FORMATS_NOVA_SYNTAX',
          context.file,
          span,
          `found ${name.slice(0, 60)} in ${section}, a name that begins like ${other}`,
          'rename it',
        )
      const before = seen.get(name)
      if (before !== undefined)
        throw novaError(
          'WB_FORMATS_NOVA_SYNTAX',
          context.file,
          span,
          `found ${name.slice(0, 60)} in ${before} and in ${section}`,
          'give each pattern a name of its own',
        )
      seen.set(name, section)
    }
  }
}

function metaOf(lines: readonly Line[]): Map<string, string> {
  const meta = new Map<string, string>()
  for (const { text } of lines) {
    const at = text.indexOf('=')
    if (at === -1) continue
    const value = text.slice(at + 1).trim()
    const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"')
    meta.set(text.slice(0, at).trim(), isQuoted ? value.slice(1, -1) : value)
  }
  return meta
}
