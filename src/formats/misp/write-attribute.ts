import { WindbreakError } from '../../core/index.ts'
import { parsePattern, printPath } from '../stix-pattern/index.ts'
import { attributePattern, typeOfLanguage, typeOfPath } from './attribute-patterns.ts'
import { valuesOfObservable } from './context.ts'
import { derivedUuid } from './derived-uuid.ts'
import { asList, asRecord, asText } from './read.ts'
import { secondsOf } from './sightings.ts'
import type { Json } from './stix-head.ts'

export interface TypedValue {
  readonly type: string
  readonly value: string
}

/** Categories that MISP takes for a type; the rest of what is written is external analysis. */
const CATEGORIES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:ip-|domain|hostname|url|user-agent|AS$|mac-)/, 'Network activity'],
  [/^(?:md5|sha|filename|email|x509|mutex)/, 'Payload delivery'],
]

/** Type and value of an indicator; undefined where MISP has no type for its language. */
export function indicatorValue(indicator: Json): TypedValue | undefined {
  const language = asText(indicator['pattern_type'])
  const pattern = asText(indicator['pattern'])
  if (language === 'nova') return { type: 'nova', value: pattern }
  return (
    asItWas(indicator, pattern) ??
    (language === 'stix' ? ofPattern(pattern) : ofRule(language, pattern))
  )
}

/** The very attribute that it was read from, as long as that still says what the pattern says. */
function asItWas(indicator: Json, pattern: string): TypedValue | undefined {
  const type = asText(indicator['x_misp_type'])
  if (type === '') return undefined
  const values = [asText(indicator['x_misp_value']), singleValue(pattern)?.value ?? pattern]
  const value = values.find((one) => one !== '' && attributePattern(type, one).pattern === pattern)
  return value === undefined ? undefined : { type, value }
}

function ofPattern(pattern: string): TypedValue {
  const single = singleValue(pattern)
  const type = single === undefined ? undefined : typeOfPath(single.path)
  return single === undefined || type === undefined
    ? { type: 'stix2-pattern', value: pattern }
    : { type, value: single.value }
}

function ofRule(language: string, pattern: string): TypedValue | undefined {
  const type = typeOfLanguage(language)
  return type === undefined ? undefined : { type, value: pattern }
}

/** The value of a pattern that is one equality with a text, and the path that it is of. */
function singleValue(text: string): { readonly path: string; readonly value: string } | undefined {
  try {
    const pattern = parsePattern(text, '2.1')
    if (pattern.kind !== 'observation' || pattern.comparison.kind !== 'test') return undefined
    const { path, operator, isNegated, value } = pattern.comparison
    if (operator !== '=' || isNegated || value.kind !== 'string') return undefined
    // MISP trims values, and a bar would part them.
    const isPlain =
      value.value.trim() === value.value && value.value !== '' && !value.value.includes('|')
    return isPlain ? { path: printPath(path), value: value.value } : undefined
  } catch (error) {
    if (error instanceof WindbreakError) return undefined
    throw error
  }
}

/** What of an attribute comes from its STIX object alone. */
export function attributeHead(
  object: Json,
  { type, value }: TypedValue,
  usualSeconds: string,
): Json {
  const relation = asText(object['x_misp_object_relation'])
  const category = CATEGORIES.find(([shape]) => shape.test(type))?.[1] ?? 'External analysis'
  return {
    uuid: uuidOfId(asText(object['id'])),
    type: type === 'nova' ? 'text' : type,
    category: asText(object['x_misp_category']) || category,
    value,
    deleted: object['revoked'] === true,
    disable_correlation: false,
    timestamp: secondsOf(asText(object['modified'])) || usualSeconds,
    ...(relation === '' ? {} : { object_relation: relation }),
  }
}

/**
 * Attributes that are context: of observed data the values of its observables, of a note its text. `byId` finds the
 * observables. Empty where MISP has no type for anything in it.
 */
export function contextAttributes(
  object: Json,
  byId: ReadonlyMap<unknown, Json>,
  usualSeconds: string,
): Json[] {
  const [type, kept] = [asText(object['x_misp_type']), asText(object['x_misp_value'])]
  if (object['type'] === 'note') {
    const value = { type: type || 'comment', value: asText(object['content']) }
    const comment = asText(object['abstract'])
    return [{ ...attributeHead(object, value, usualSeconds), comment, to_ids: false }]
  }
  const comment = asText(object['x_misp_comment'])
  if (type !== '' && kept !== '')
    return [
      { ...attributeHead(object, { type, value: kept }, usualSeconds), comment, to_ids: false },
    ]
  const values = asList(object['object_refs'])
    .map((ref) => byId.get(ref))
    .flatMap((observable) =>
      observable === undefined ? [] : valuesOfObservable(asRecord(observable)),
    )
    .filter(({ value }) => value !== '' && value.trim() === value && !value.includes('|'))
  const first = asText(object['first_observed'])
  return values.map((value, index) => ({
    ...attributeHead(object, value, usualSeconds),
    ...(index === 0 ? {} : { uuid: derivedUuid(`${asText(object['id'])} ${index}`) }),
    ...(first === '' ? {} : { first_seen: first, last_seen: asText(object['last_observed']) }),
    comment,
    to_ids: false,
  }))
}

export function uuidOfId(id: string): string {
  return id.split('--')[1] ?? derivedUuid(id)
}
