import type { HttpRequest } from '../../platform/index.ts'
import type { Calls } from './calls.ts'
import type { Operation, Reading } from './connector.ts'

/** A call with places for the target: `{target}` in the URL (encoded) and as a whole string in the body. */
export interface HttpTemplate {
  readonly method: HttpRequest['method']
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A call whose answer tells whether an effect is there: the value at a JSON pointer (RFC 6901) equals `equals`. */
export interface ReadTemplate extends HttpTemplate {
  readonly pointer: string
  readonly equals: string | number | boolean | null
}

/**
 * Fills a template. In the body only whole strings are places (`"{target}"`, `"{action}"`, `"{key}"`, `"{rpm}"`), so that
 * an account's id cannot add a field.
 */
export function fillTemplate(
  template: HttpTemplate,
  operation: Operation,
  idempotencyKey?: string,
): HttpRequest {
  const { target, action, parameters } = operation
  const places: Readonly<Record<string, unknown>> = {
    ...parameters,
    target: target.id,
    action,
    key: idempotencyKey ?? '',
  }
  const body = template.body === undefined ? undefined : JSON.stringify(fill(template.body, places))
  return {
    method: template.method,
    url: template.url.replaceAll('{target}', encodeURIComponent(target.id)),
    headers: {
      ...template.headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    ...(body === undefined ? {} : { body }),
  }
}

function fill(value: unknown, places: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') {
    const [, name] = /^\{(\w+)\}$/.exec(value) ?? []
    return name !== undefined && Object.hasOwn(places, name) ? places[name] : value
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, places))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, places)]))
}

/** The value at a JSON pointer, undefined when there is none. */
function valueAt(document: unknown, pointer: string): unknown {
  let value = document
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** Asks by a template whether the effect is there; `unknown` without one, and when the value is not where it was said. */
export async function readBy(
  template: ReadTemplate | undefined,
  operation: Operation,
  calls: Calls,
): Promise<Reading> {
  return calls.look(async () => {
    if (template === undefined) return 'unknown'
    const answer = await calls.expect('read', fillTemplate(template, operation))
    const found = valueAt(parse(answer.body), template.pointer)
    if (found === undefined) return 'unknown'
    return found === template.equals ? 'in-effect' : 'not-in-effect'
  })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
