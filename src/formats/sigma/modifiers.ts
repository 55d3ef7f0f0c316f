import type { SourceSpan, WindbreakError } from '../../core/index.ts'
import { type OrderOperator, type TextPart, TIME_UNITS, type ValueTest } from './ast.ts'
import { base64, base64Offsets, dashVariants, utf16Bytes, widenText } from './encodings.ts'
import { sigmaError } from './errors.ts'
import { fillPlaceholders } from './placeholders.ts'
import { literalOf, parseTextValue, textPart, widen } from './text-value.ts'

/** A value on its way through a chain of modifiers. `bytes` is what an encoding made, before base64. */
interface Draft {
  readonly test: ValueTest
  readonly bytes?: Uint8Array
}

/** Where a value stands, and the values of placeholders. */
export interface ValueContext {
  readonly text: string
  readonly span: SourceSpan
  readonly field: string | null
  readonly modifiers: readonly string[]
  readonly placeholders: ReadonlyMap<string, readonly string[]>
}

type RawValue = string | number | boolean | null

const ALIASES: Readonly<Record<string, string>> = {
  wide: 'utf16le',
  ignorecase: 'i',
  multiline: 'm',
  dotall: 's',
}
const WIDE: readonly string[] = ['utf16le', 'utf16be', 'utf16']
const ORDERS: readonly string[] = ['lt', 'lte', 'gt', 'gte']
const FIRST_ONLY: readonly string[] = ['re', 'cidr', 'exists']
const KNOWN: readonly string[] = [
  'all startswith endswith contains exists cased neq windash re i m s'.split(' '),
  'base64 base64offset cidr expand fieldref'.split(' '),
  WIDE,
  ORDERS,
  TIME_UNITS,
].flat()

/** Modifier names in one spelling. Throws for one that is unknown or stands where it cannot. */
export function checkModifiers(context: Omit<ValueContext, 'placeholders'>): string[] {
  const names = context.modifiers.map((name) => ALIASES[name] ?? name)
  for (const [index, name] of names.entries()) {
    if (!KNOWN.includes(name)) {
      throw modifierError(context, `found the modifier "${name.slice(0, 40)}"`, suggestion(name))
    }
    if (FIRST_ONLY.includes(name) && index > 0) {
      throw modifierError(context, `found ${name} after another modifier`, `put ${name} first`)
    }
    if (name === 'exists' && (names.length > 1 || context.field === null)) {
      throw modifierError(
        context,
        'found exists beside another modifier or without a field',
        'write field|exists: true',
      )
    }
    if (['i', 'm', 's'].includes(name) && names[0] !== 're') {
      throw modifierError(context, `found ${name} without re`, `write field|re|${name}`)
    }
  }
  return names
}

function suggestion(name: string): string {
  const near = KNOWN.find((known) => known.startsWith(name.slice(0, 4).toLowerCase()))
  return near === undefined ? `known are ${KNOWN.join(', ')}` : `did you mean ${near}?`
}

/** Turns one value and its chain of modifiers into what it asks. */
export function applyModifiers(
  value: RawValue,
  names: readonly string[],
  context: ValueContext,
): ValueTest {
  const isRegex = names[0] === 're'
  if (names[0] === 'exists') {
    if (typeof value !== 'boolean')
      throw modifierError(context, 'exists takes true or false', 'write field|exists: true')
    return { kind: 'exists', isPresent: value }
  }
  const drafts = names.includes('expand')
    ? fillPlaceholders(value, context).map((test) => ({ test }))
    : [{ test: isRegex ? regexOf(value, context) : plainTest(value) }]
  let current: Draft[] = drafts
  for (const name of names) current = current.flatMap((draft) => applyOne(draft, name, context))
  const tests = current.map((draft) => finished(draft))
  const [only] = tests
  return tests.length === 1 && only !== undefined ? only : { kind: 'any', tests }
}

function finished({ test, bytes }: Draft): ValueTest {
  if (bytes === undefined || test.kind !== 'text') return test
  return { ...test, parts: textPart(widenText(bytes)) }
}

function plainTest(value: RawValue): ValueTest {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'number') return { kind: 'number', value }
  if (typeof value === 'boolean') return { kind: 'boolean', value }
  return { kind: 'text', parts: parseTextValue(value), isCased: false }
}

function regexOf(value: RawValue, context: ValueContext): ValueTest {
  if (value === null || typeof value === 'boolean')
    throw modifierError(context, 're takes a regular expression', 'put it in single quotes')
  const flags = { ignoreCase: false, multiline: false, dotAll: false }
  return { kind: 'regex', source: String(value), flags }
}

function applyOne(draft: Draft, name: string, context: ValueContext): Draft[] {
  const { test } = draft
  switch (name) {
    case 'all':
    case 're':
    case 'neq':
    case 'expand':
      return [draft]
    case 'i':
    case 'm':
    case 's':
      return [{ test: withFlag(test, name) }]
    case 'startswith':
    case 'endswith':
    case 'contains':
      return [{ test: applyPlace(draft, name, context) }]
    case 'cased':
      if (test.kind === 'text' || test.kind === 'field')
        return [{ ...draft, test: { ...test, isCased: true } }]
      throw modifierError(context, 'cased takes text', 'numbers and expressions are always exact')
    case 'windash':
      return applyDashes(draft, context)
    case 'utf16le':
    case 'utf16be':
    case 'utf16':
      return [{ test, bytes: utf16Bytes(wholeText(draft, name, context), name) }]
    case 'base64':
      return [{ test: encoded(base64(bytesOf(draft, name, context)), test) }]
    case 'base64offset':
      return base64Offsets(bytesOf(draft, name, context)).map((parts) => ({
        test: encoded(parts, test),
      }))
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return [{ test: applyOrder(test, name, context) }]
    case 'cidr':
      return [{ test: { kind: 'cidr', range: rangeOf(wholeText(draft, name, context), context) } }]
    case 'fieldref':
      return [{ test: fieldReference(draft, context) }]
    default:
      return [{ test: applyTime(test, name, context) }]
  }
}

function withFlag(test: ValueTest, name: string): ValueTest {
  if (test.kind !== 'regex') return test
  const flag = name === 'i' ? 'ignoreCase' : name === 'm' ? 'multiline' : 'dotAll'
  return { ...test, flags: { ...test.flags, [flag]: true } }
}

function applyPlace(draft: Draft, name: string, context: ValueContext): ValueTest {
  const { test } = draft
  if (test.kind === 'regex') return { ...test, source: widenRegex(test.source, name) }
  if (test.kind === 'field')
    return { ...test, at: name === 'startswith' ? 'start' : name === 'endswith' ? 'end' : 'within' }
  const done = finished(draft)
  const parts = done.kind === 'text' ? done.parts : textPart(numberText(done, name, context))
  const isCased = done.kind === 'text' && done.isCased
  const widened = widen(parts, name !== 'startswith', name !== 'endswith')
  return { kind: 'text', parts: widened, isCased }
}

/** An expression is searched for anyway, so only its missing anchor matters: `.*` says that there is none. */
function widenRegex(source: string, name: string): string {
  const start = name !== 'startswith' && !/^(?:\^|\.\*)/.test(source) ? '.*' : ''
  const end = name !== 'endswith' && !/(?:[^\\]\$|\.\*)$/.test(source) ? '.*' : ''
  return `${start}${source}${end}`
}

function numberText(test: ValueTest, name: string, context: ValueContext): string {
  if (test.kind === 'number' || test.kind === 'boolean') return String(test.value)
  throw modifierError(context, `${name} takes text`, 'put the value in quotes')
}

function applyDashes(draft: Draft, context: ValueContext): Draft[] {
  if (draft.test.kind !== 'text') throw modifierError(context, 'windash takes text', 'leave it out')
  const variants = dashVariants(draft.test.parts)
  if (variants === undefined)
    throw modifierError(
      context,
      'windash makes too many spellings of this value',
      'split the value',
    )
  const { isCased } = draft.test
  return variants.map((parts) => ({ test: { kind: 'text', parts, isCased } }))
}

function wholeText(draft: Draft, name: string, context: ValueContext): string {
  const { test } = draft
  const text =
    test.kind === 'text'
      ? literalOf(test.parts)
      : test.kind === 'number'
        ? String(test.value)
        : undefined
  if (text === undefined)
    throw modifierError(
      context,
      `${name} takes text without wildcards`,
      'put contains behind it instead',
    )
  return text
}

function bytesOf(draft: Draft, name: string, context: ValueContext): Uint8Array {
  return draft.bytes ?? Buffer.from(wholeText(draft, name, context), 'utf8')
}

function encoded(parts: readonly TextPart[], test: ValueTest): ValueTest {
  return { kind: 'text', parts, isCased: test.kind === 'text' && test.isCased }
}

function applyOrder(test: ValueTest, operator: OrderOperator, context: ValueContext): ValueTest {
  if (test.kind === 'time') return { ...test, operator }
  const text = test.kind === 'text' ? literalOf(test.parts) : undefined
  const value =
    test.kind === 'number'
      ? test.value
      : text === undefined || text.trim() === ''
        ? Number.NaN
        : Number(text)
  if (!Number.isFinite(value))
    throw modifierError(context, `${operator} takes a number`, 'write a number')
  return { kind: 'order', operator, value }
}

function applyTime(test: ValueTest, name: string, context: ValueContext): ValueTest {
  const unit = TIME_UNITS.find((known) => known === name)
  const value =
    test.kind === 'number' ? test.value : test.kind === 'order' ? test.value : Number.NaN
  if (unit === undefined || !Number.isInteger(value))
    throw modifierError(context, `${name} takes a whole number`, `write field|${name}: 3`)
  return { kind: 'time', unit, operator: test.kind === 'order' ? test.operator : 'eq', value }
}

const RANGE =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}\/(?:\d|[12]\d|3[0-2])|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\/(?:\d|[1-9]\d|1[01]\d|12[0-8]))$/

function rangeOf(text: string, context: ValueContext): string {
  if (RANGE.test(text)) return text
  throw modifierError(
    context,
    'cidr takes a range of addresses',
    'write it as 198.51.100.0/24 or 2001:db8::/32',
  )
}

function fieldReference(draft: Draft, context: ValueContext): ValueTest {
  const { test } = draft
  if (test.kind !== 'text')
    throw modifierError(context, 'fieldref takes the name of a field', 'put it in quotes')
  const [first, last] = [test.parts[0], test.parts.at(-1)]
  const inner = test.parts.filter((part) => part.kind === 'text')
  const [isStart, isEnd] = [last?.kind === 'many', first?.kind === 'many']
  const at = isStart && isEnd ? 'within' : isStart ? 'start' : isEnd ? 'end' : 'whole'
  return { kind: 'field', field: literalOf(inner) ?? '', at, isCased: test.isCased }
}

function modifierError(
  context: Omit<ValueContext, 'placeholders'>,
  found: string,
  hint: string,
): WindbreakError {
  return sigmaError('WB_FORMATS_SIGMA_MODIFIER', context.text, context.span, found, hint)
}
