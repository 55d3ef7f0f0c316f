import { EVENT_FIELDS, INVISIBLE_CHARACTERS, LOOK_ALIKES, NATIVE } from '../ir/event-fields.ts'
import type { EventRecord, Scalar } from './evaluate.ts'

/** A row of `events` as JSON, with the columns that a rule may ask about. Missing ones are empty. */
export interface StoredEvent {
  readonly [column: string]: unknown
}

/** A stored event as the evaluator sees it: the same fields as the compiled SQL reads. */
export function storedRecord(event: StoredEvent): EventRecord {
  const values = new Map<string, readonly Scalar[]>()
  return {
    isEmptyAbsent: true,
    values: (field) => {
      const known = values.get(field)
      if (known !== undefined) return known
      const made = valuesOf(event, field)
      values.set(field, made)
      return made
    },
  }
}

function valuesOf(event: StoredEvent, field: string): readonly Scalar[] {
  const prompt = textOf(event['prompt'])
  if (field === 'prompt_folded') return [foldText(prompt)]
  if (field === 'prompt_chars') return [Array.from(prompt).length]
  if (field.startsWith('observable.'))
    return observablesOf(event, field.slice('observable.'.length))
  const type = Object.hasOwn(EVENT_FIELDS, field) ? EVENT_FIELDS[field]?.type : undefined
  const value = event[field]
  if (type === undefined) return []
  if (type === 'list') return Array.isArray(value) ? value.map(textOf) : []
  if (type === 'number') return [typeof value === 'number' ? value : Number(value ?? 0)]
  return [textOf(value)]
}

function observablesOf(event: StoredEvent, kind: string): Scalar[] {
  const list = event['observables']
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) => {
    const { kind: found, value } = one as { kind?: unknown; value?: unknown }
    return found === kind ? [textOf(value)] : []
  })
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const INVISIBLE = new RegExp(INVISIBLE_CHARACTERS, 'gu')
const IS_NATIVE = new RegExp(NATIVE, 'u')

/** Folds a text as `foldSql` does: NFKC, nothing invisible, look-alikes as Latin letters unless it is native. */
export function foldText(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text
  const shown = text.normalize('NFKC').replace(INVISIBLE, '')
  if (IS_NATIVE.test(text)) return shown
  return Array.from(shown, (character) => LOOK_ALIKES.get(character) ?? character).join('')
}
