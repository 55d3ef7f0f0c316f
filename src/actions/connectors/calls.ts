import { createHash } from 'node:crypto'
import { WindbreakError } from '../../core/index.ts'
import type { Http, HttpRequest, HttpResponse } from '../../platform/index.ts'
import type { Evidence, Outcome, Preview, Reading } from './connector.ts'

/** Thrown inside a connector to end an operation at an answer that does not let it go on; `settle` makes it an outcome. */
class BrokenOff extends Error {
  readonly state: Outcome['state']
  readonly retryAfterMs: number | undefined

  constructor(state: Outcome['state'], retryAfterMs?: number) {
    super(state)
    this.state = state
    this.retryAfterMs = retryAfterMs
  }
}

/** Waiting longer than this is another plan. */
const RETRY_AFTER_MS_MAX = 24 * 3600 * 1000

/** The calls of one operation: sends them, keeps what they were and the hash of what came back. */
export class Calls {
  readonly #http: Http
  readonly #hash = createHash('sha256')
  readonly #calls: string[] = []
  readonly #notes: string[] = []
  readonly #server: string

  constructor(http: Http, server: string) {
    this.#http = http
    this.#server = server
  }

  /** Notes a fact for the people who read the record. */
  note(text: string): void {
    this.#notes.push(text)
  }

  /** Sends one call; `label` stands in the evidence instead of the URL, which may hold an account's id. */
  async send(label: string, request: HttpRequest): Promise<HttpResponse> {
    try {
      const response = await this.#http.send(request)
      this.#calls.push(`${label}: ${response.status}`)
      this.#hash.update(`${response.status} ${response.body.length} ${response.body}`)
      return response
    } catch (cause) {
      if (!(cause instanceof WindbreakError)) throw cause
      this.#calls.push(`${label}: ${cause.code}`)
      throw new BrokenOff(cause.code === 'WB_PLATFORM_HTTP_REFUSED' ? 'refused' : 'unknown')
    }
  }

  /** Sends one call and ends the operation unless the answer's status is a success or one of `also`. */
  async expect(
    label: string,
    request: HttpRequest,
    also: readonly number[] = [],
  ): Promise<HttpResponse> {
    const response = await this.send(label, request)
    const { status } = response
    if ((status >= 200 && status < 300) || also.includes(status)) return response
    if ([408, 425, 429, 500, 502, 503, 504].includes(status))
      throw new BrokenOff(status === 429 || status === 503 ? 'retry' : 'unknown', waitOf(response))
    throw new BrokenOff('refused')
  }

  /** As `expect`, and leaves the answer out of the hash: a token in it would make every hash another. */
  async expectQuietly(label: string, request: HttpRequest): Promise<HttpResponse> {
    const quiet = new Calls(this.#http, this.#server)
    try {
      return await quiet.expect(label, request)
    } finally {
      this.#calls.push(...quiet.#calls)
    }
  }

  get #evidence(): { readonly evidence: Evidence; readonly rawHash: string } {
    const evidence = { server: this.#server, calls: [...this.#calls], notes: [...this.#notes] }
    return { evidence, rawHash: this.#hash.copy().digest('hex') }
  }

  /** Runs what changes something and makes an outcome of how it ended. */
  async settle(run: () => Promise<void>): Promise<Outcome> {
    try {
      await run()
      return { state: 'applied', ...this.#evidence }
    } catch (cause) {
      if (!(cause instanceof BrokenOff)) throw cause
      const wait = cause.retryAfterMs === undefined ? {} : { retryAfterMs: cause.retryAfterMs }
      return { state: cause.state, ...this.#evidence, ...wait }
    }
  }

  /** Runs what only looks. What cannot be seen is `unknown`, never a guess. */
  async look<State extends string>(
    run: () => Promise<State>,
  ): Promise<Pick<Reading, 'evidence' | 'rawHash'> & { readonly state: State | 'unknown' }> {
    try {
      return { state: await run(), ...this.#evidence }
    } catch (cause) {
      if (!(cause instanceof BrokenOff)) throw cause
      return { state: 'unknown', ...this.#evidence }
    }
  }

  /** Ends the operation: trying again will not help. */
  refuse(): never {
    throw new BrokenOff('refused')
  }

  /** Ends the operation: nothing was done, and a later attempt may do it. */
  retry(): never {
    throw new BrokenOff('retry')
  }
}

/** `Retry-After` in seconds; a date there is left to the back-off, since the two clocks need not agree. */
function waitOf(response: HttpResponse): number | undefined {
  const text = response.headers['retry-after'] ?? ''
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text) * 1000, RETRY_AFTER_MS_MAX) : undefined
}

/** A JSON object of an answer; `{}` when it is none, so that reading a field of it finds nothing. */
export function objectOf(response: HttpResponse): Record<string, unknown> {
  try {
    return asObject(JSON.parse(response.body))
  } catch {
    return {}
  }
}

export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

export function unsupported(server: string): Preview {
  return {
    state: 'unsupported',
    evidence: { server, calls: [], notes: [] },
    rawHash: createHash('sha256').digest('hex'),
    memory: {},
  }
}
