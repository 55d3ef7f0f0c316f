/** A JSON object from outside; reading a member gives `unknown`, also of `__proto__`. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

const NAME_CHARS_MAX = 500

/** A text or number as text; null for anything else, for nothing, and for what is too long to be a name. */
export function nameOf(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= NAME_CHARS_MAX ? value : null
}

const METADATA_MAX = 100

/** The scalar members of an object that are short enough to be names. */
export function scalarsOf(value: unknown): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, member] of Object.entries(fieldsOf(value)).slice(0, METADATA_MAX)) {
    const name = nameOf(member)
    if (name !== null) found.set(key, name)
  }
  return found
}
