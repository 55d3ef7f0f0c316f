import { z } from 'zod'
import { Problem } from './problem.ts'

const PAGE_DEFAULT = 50
const PAGE_MAX = 200
/** A cursor of ours has at most a few keys; a longer one is not ours. */
const CURSOR_CHARS_MAX = 500
/** As the records give times; what only looks like one is a fault of the database's own. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/

/** `limit` and `after` of every list. */
export const PAGE_QUERY: z.ZodObject<{
  limit: z.ZodDefault<z.ZodCoercedNumber>
  after: z.ZodOptional<z.ZodString>
}> = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.string().max(CURSOR_CHARS_MAX).optional(),
})

/** A cursor is the sorting key of the last item that was sent, so pages neither skip nor repeat while items come. */
export function printCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** Throws a `not-valid` problem when the text is not a cursor whose parts have the types of `shape`. */
export function parseCursor(
  text: string,
  shape: ReadonlyArray<'string' | 'number' | 'instant'>,
): (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const fits =
      Array.isArray(key) &&
      key.length === shape.length &&
      key.every((part, index) => isOfKind(part, shape[index]))
    if (fits) return key as (string | number)[]
  } catch {
    // Falls through: what cannot be parsed is no cursor either.
  }
  throw new Problem('not-valid', 'found no cursor in "after", wanted the "next" of an earlier page')
}

function isOfKind(part: unknown, kind: 'string' | 'number' | 'instant' | undefined): boolean {
  if (kind !== 'instant') return typeof part === kind
  return typeof part === 'string' && INSTANT.test(part) && !Number.isNaN(Date.parse(part))
}

/** Cuts a list that was read with one item too many into a page and the cursor of the next one. */
export function cutPage<Item>(
  items: readonly Item[],
  limit: number,
  keyOf: (item: Item) => readonly (string | number)[],
): { items: Item[]; next: string | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  const isMore = items.length > limit && last !== undefined
  return { items: page, next: isMore ? printCursor(keyOf(last)) : null }
}
