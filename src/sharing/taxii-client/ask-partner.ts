import { sharingError } from '../errors.ts'
import type { Credential } from '../partners.ts'

/** What the client needs of the world; all of it passed in, so that tests hold the time. */
export interface PartnerAccess {
  readonly fetch: typeof fetch
  readonly credential: Credential | undefined
  readonly wait: (milliseconds: number) => Promise<void>
  /** Milliseconds within which a whole answer must have come. */
  readonly timeout: number
  /** What is spoken: TAXII unless given. */
  readonly mediaType?: string
  /** Bytes of one answer at most. */
  readonly bytesMax: number
}

export interface PartnerAnswer {
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
  /** The answer as it was received. */
  readonly text: string
}

const TAXII = 'application/taxii+json;version=2.1'
const ATTEMPTS = 6
const FIRST_WAIT = 1000
const LONGEST_WAIT = 60_000
const TRY_LATER = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * Asks a partner's TAXII server. What may pass (no connection, a slow or half answer, 429, 5xx) is tried again, later
 * each time, or when Retry-After says. Redirects are not followed: they would carry the credential elsewhere. Throws
 * WB_SHARING_PARTNER_UNREACHABLE (exit 4) or WB_SHARING_PARTNER_REFUSED (exit 2), without anything the partner wrote.
 */
export async function askPartner(
  access: PartnerAccess,
  url: string,
  payload?: string,
): Promise<PartnerAnswer> {
  let reason = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await askOnce(access, url, payload)
    if ('body' in outcome) return outcome
    reason = outcome.reason
    if (!outcome.mayPass)
      throw sharingError('WB_SHARING_PARTNER_REFUSED', `${originOf(url)}: ${reason}`, {
        hint: 'check the address of the collection, the user and what you were granted',
      })
    const grown = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt)
    if (attempt + 1 < ATTEMPTS)
      await access.wait(Math.min(LONGEST_WAIT, outcome.retryAfter ?? grown))
  }
  throw sharingError(
    'WB_SHARING_PARTNER_UNREACHABLE',
    `${originOf(url)}: ${reason}, ${ATTEMPTS} times`,
    { hint: 'run again later: it goes on where it stopped' },
  )
}

type Outcome =
  | PartnerAnswer
  | { readonly reason: string; readonly mayPass: boolean; readonly retryAfter?: number | undefined }

async function askOnce(access: PartnerAccess, url: string, payload?: string): Promise<Outcome> {
  try {
    const response = await access.fetch(url, {
      method: payload === undefined ? 'GET' : 'POST',
      headers: headersOf(access, payload !== undefined),
      redirect: 'manual',
      signal: AbortSignal.timeout(access.timeout),
      ...(payload === undefined ? {} : { body: payload }),
    })
    if (!response.ok) {
      await response.body?.cancel()
      const retryAfter = secondsOf(response.headers.get('retry-after'))
      const mayPass = TRY_LATER.has(response.status)
      return { reason: `answered ${response.status}`, mayPass, retryAfter }
    }
    const text = await readText(response, access.bytesMax)
    if (text === undefined)
      return { reason: `answered more than ${access.bytesMax} bytes`, mayPass: false }
    return parse(response.headers, text)
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError'
    if (isLate) return { reason: `no whole answer in ${access.timeout} ms`, mayPass: true }
    const code = codeOf(cause)
    const reason = code === '' ? 'no connection' : `no connection (${code})`
    // A certificate that is not trusted, or a version that is not spoken, stays so.
    return { reason, mayPass: !/CERT|SSL|TLS|SIGNATURE/.test(code) }
  }
}

/** The code of what broke a connection, by Node and by TLS; '' where there is none. */
function codeOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause
  const { code } = (inner ?? {}) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
}

function parse(headers: Headers, text: string): Outcome {
  try {
    const body = JSON.parse(text) as unknown
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return { headers, text, body: body as Record<string, unknown> }
  } catch {
    // Cut off or not JSON at all: the next try tells.
  }
  return { reason: 'answered something that is not a JSON object', mayPass: true }
}

/** The whole body as text; undefined when it is longer than allowed, and then no more of it is read. */
async function readText(response: Response, bytesMax: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).byteLength
    if (bytes > bytesMax) return undefined
    parts.push(part as Uint8Array)
  }
  return Buffer.concat(parts).toString('utf8')
}

function headersOf(
  { credential, mediaType = TAXII }: PartnerAccess,
  hasBody: boolean,
): Record<string, string> {
  const accept = mediaType
  const type = hasBody ? { 'content-type': mediaType } : {}
  if (credential === undefined) return { accept, ...type }
  const { kind, name, secret } = credential
  const basic = () => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
  return { accept, ...type, authorization: kind === 'basic' ? basic() : `Bearer ${secret}` }
}

function secondsOf(text: string | null): number | undefined {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined
}

/** An address may hold ids and filters; where it goes is all that an error needs. */
function originOf(url: string): string {
  return new URL(url).origin
}
