import { Redactor } from '../../formats/pii/index.ts'
import type { Json } from '../json.ts'

/** L0: counts by day. L1: events without texts. L2: texts with personal data taken out. L3: texts as they are. */
export const CONTENT_LEVELS = ['L0', 'L1', 'L2', 'L3'] as const
export type ContentLevel = (typeof CONTENT_LEVELS)[number]

/** Why content is read; each is kept with a reference. */
export const ACCESS_REASONS = [
  'active-case',
  'triage-alert',
  'appeal',
  'legal-request',
  'quality-audit',
  'break-glass',
] as const
export type AccessReason = (typeof ACCESS_REASONS)[number]

export function isWithin(level: ContentLevel, granted: ContentLevel): boolean {
  return CONTENT_LEVELS.indexOf(level) <= CONTENT_LEVELS.indexOf(granted)
}

/** A JSON value with personal data taken out of every string in it, keys left alone; one mark for one value throughout. */
export function redactJson(value: Json): Json {
  const redactor = new Redactor()
  const walk = (item: Json | undefined): Json => {
    if (typeof item === 'string') return redactor.redact(item).text
    if (Array.isArray(item)) return item.map(walk)
    if (item === null || item === undefined || typeof item !== 'object') return item ?? null
    return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, walk(one)]))
  }
  return walk(value)
}
