import type { CaseRow, Outcome } from '../suite.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/**
 * Compares an answer with the recorded one: status; for a refusal, that it is a TAXII error; else the body, where values
 * that a server makes up (times of adding, ids of statuses, `next`) are compared by shape.
 */
export function differenceOf(row: CaseRow, recorded: unknown, ours: Answer): Outcome {
  if (ours.status !== row['status'])
    return {
      failed: `status ${ours.status}, wanted ${String(row['status'])}: ${JSON.stringify(ours.body)}`,
    }
  if (ours.status >= 400) return errorFault(ours)
  const isOrderFree = wereAddedAtOnce(row['headers'] as Record<string, unknown>)
  const wanted = JSON.stringify(shapeOf(isOrderFree ? sortedLists(recorded) : recorded))
  const found = JSON.stringify(shapeOf(isOrderFree ? sortedLists(ours.body) : ours.body))
  if (wanted !== found) return { failed: `body ${found}, wanted ${wanted}` }
  return headerFault(row['headers'] as Record<string, unknown>, ours)
}

/** Pages are in the order of adding. Where the recorded server gave all the same time, any order was right. */
function wereAddedAtOnce(headers: Record<string, unknown>): boolean {
  const first = headers['X-TAXII-Date-Added-First']
  return first !== undefined && first === headers['X-TAXII-Date-Added-Last']
}

function sortedLists(body: unknown): unknown {
  return Object.fromEntries(
    Object.entries(body as object).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
        : value,
    ]),
  )
}

function errorFault({ status, headers, body }: Answer): Outcome {
  const error = body as CaseRow | undefined
  if (!String(headers['content-type']).startsWith('application/taxii+json'))
    return { failed: `content type ${String(headers['content-type'])} of a refusal` }
  if (typeof error?.['title'] !== 'string' || error['http_status'] !== String(status))
    return { failed: `the refusal is not a TAXII error: ${JSON.stringify(body)}` }
  if (status === 401 && headers['www-authenticate'] === undefined)
    return { failed: '401 without WWW-Authenticate' }
  return 'passed'
}

function headerFault(wanted: Record<string, unknown>, { headers }: Answer): Outcome {
  for (const name of ['X-TAXII-Date-Added-First', 'X-TAXII-Date-Added-Last']) {
    const [one, other] = [wanted[name], headers[name.toLowerCase()]].map(timeShape)
    if (one !== other) return { failed: `${name} ${String(other)}, wanted ${String(one)}` }
  }
  return 'passed'
}

/** Times of the recording itself are made up; those of the start content are fixed and must be equal. */
function timeShape(value: unknown): unknown {
  return typeof value === 'string' && value > '2026' ? 'made up' : value
}

/** Members in one order; what TAXII leaves to the server (words for people, its own ids and times) by type. */
function shapeOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shapeOf(item))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !OPTIONAL.has(key))
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, member]) => [key, shapeOf(member, key)]),
    )
  if (FREE.has(name)) return typeof value
  if (name === 'version' || name === 'date_added' || name === 'request_timestamp')
    return timeShape(value)
  if (name === 'id' && typeof value === 'string' && !value.includes('--')) return 'uuid'
  return value
}

const OPTIONAL = new Set(['description', 'contact', 'message', 'total_count', 'total_objects'])
const FREE = new Set(['next', 'title', 'default'])
