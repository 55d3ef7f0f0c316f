/** A JSON object from outside. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member of the object itself: `__proto__` and `constructor` of a stranger's JSON find nothing. */
export function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}

/** The path of a member below a path. */
export function memberPath(path: string, key: string): string {
  const name = /^[A-Za-z0-9_-]{1,80}$/.test(key) ? key : JSON.stringify(key.slice(0, 80))
  return path === '' ? name : `${path}.${name}`
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60))
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  return String(value)
}
