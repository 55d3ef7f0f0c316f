import { createHash } from 'node:crypto'
import { badRequest } from './taxii-error.ts'
import { taxiiTime } from './taxii-time.ts'

/** Query parameters as a web framework gives them: text, or a list when a name was repeated. */
export type Query = Readonly<Record<string, unknown>>

/** What a caller asks of an endpoint that gives pages (TAXII 2.1, 3.4 and 3.5). Times have six digits. */
export interface Filters {
  readonly limit: number
  readonly addedAfter: string | undefined
  readonly after: PagePlace | undefined
  readonly ids: readonly string[]
  readonly types: readonly string[]
  readonly specVersions: readonly string[]
  readonly versions: readonly VersionFilter[]
  /** Tells these filters from others, whatever the page. */
  readonly fingerprint: string
}

export type VersionFilter = 'first' | 'last' | 'all' | { readonly at: string }

/** The last row of the page before, in the order of pages. */
export interface PagePlace {
  readonly dateAdded: string
  readonly seq: number
}

/** Values in one comma-separated filter; more are a list to be asked for in parts. */
const VALUES_MAX = 1000

/** Reads the filters. Throws a TaxiiError of status 400 that names the parameter. */
export function readFilters(query: Query, pageSizeMax: number): Filters {
  const addedAfter = one(query, 'added_after')
  const limit = one(query, 'limit')
  const ids = many(query, 'match[id]')
  const types = many(query, 'match[type]')
  const specVersions = many(query, 'match[spec_version]')
  const versions = many(query, 'match[version]')
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([addedAfter, ids, types, specVersions, versions]))
    .digest('base64url')
    .slice(0, 16)
  return {
    limit: limit === undefined ? pageSizeMax : Math.min(readLimit(limit), pageSizeMax),
    addedAfter: addedAfter === undefined ? undefined : readTime('added_after', addedAfter),
    after: readPlace(one(query, 'next'), fingerprint),
    ids,
    types,
    specVersions: specVersions.map(readSpecVersion),
    versions: readVersions(versions),
    fingerprint,
  }
}

/** The `next` of a page that ends at a row: opaque to callers, and good only with the same filters. */
export function pageToken(place: PagePlace, fingerprint: string): string {
  return Buffer.from(JSON.stringify([place.dateAdded, place.seq, fingerprint])).toString(
    'base64url',
  )
}

function readPlace(token: string | undefined, fingerprint: string): PagePlace | undefined {
  if (token === undefined) return undefined
  const place = decodePlace(token)
  if (place === undefined)
    throw badRequest('next is not one that this server gave; start again without it.')
  if (place.fingerprint !== fingerprint)
    throw badRequest('next was given for other filters; send it with the ones it came from.')
  return place
}

function decodePlace(token: string): (PagePlace & { fingerprint: unknown }) | undefined {
  try {
    const [time, seq, fingerprint] = JSON.parse(
      Buffer.from(token, 'base64url').toString(),
    ) as unknown[]
    const dateAdded = typeof time === 'string' ? taxiiTime(time) : undefined
    if (dateAdded === undefined || !Number.isSafeInteger(seq)) return undefined
    return { dateAdded, seq: seq as number, fingerprint }
  } catch {
    return undefined
  }
}

function one(query: Query, name: string): string | undefined {
  const value = query[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw badRequest(`${name} is given more than once; give it once.`)
  return value
}

function many(query: Query, name: string): string[] {
  const value = one(query, name)
  if (value === undefined) return []
  const values = value.split(',').map((part) => part.trim())
  if (values.includes(''))
    throw badRequest(`${name} has an empty value; separate values by one comma.`)
  if (values.length > VALUES_MAX)
    throw badRequest(`${name} has ${values.length} values, at most ${VALUES_MAX}; ask in parts.`)
  return values
}

function readLimit(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw badRequest('limit is not a whole number above zero.')
  return Number(text)
}

function readTime(name: string, text: string): string {
  const time = taxiiTime(text)
  if (time === undefined)
    throw badRequest(`${name} is not an RFC 3339 time such as 2026-01-05T08:12:00.000000Z.`)
  return time
}

function readSpecVersion(text: string): string {
  if (!/^\d+\.\d+$/.test(text))
    throw badRequest('match[spec_version] is not a version such as 2.1.')
  return text
}

function readVersions(values: readonly string[]): VersionFilter[] {
  if (values.includes('all') && values.length > 1)
    throw badRequest('match[version]=all goes with no other version.')
  return values.map((value) =>
    value === 'first' || value === 'last' || value === 'all'
      ? value
      : { at: readTime('match[version]', value) },
  )
}
