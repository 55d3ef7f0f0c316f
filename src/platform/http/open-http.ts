import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { WindbreakError } from '../../core/index.ts'
import { platformError } from '../errors.ts'
import { addressFault } from './addresses.ts'
import { type AllowList, isAllowedAddress, isNamed, parseAllowList, portOf } from './allow-list.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Header names are lower case; a header that came several times is joined with a comma. */
export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The one way in which the program calls other machines. */
export interface Http {
  send(request: HttpRequest): Promise<HttpResponse>
}

export interface HttpSettings {
  /** Private hosts, plain HTTP and other ports are called only when named here (see AllowList). */
  readonly allow?: readonly string[]
  /** The whole call, from look-up to last byte. Webhook receivers are told to answer within 15 to 30 s. */
  readonly timeoutMs?: number
  /** Bytes of the answer's body. */
  readonly bytesMax?: number
  /** All addresses of a name; the system's resolver unless a test gives another. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

const TIMEOUT_MS = 20_000
const BYTES_MAX = 1024 * 1024

/**
 * Opens the guarded door outwards. A name is resolved once; if any of its addresses is not public (or allowed) nothing
 * is sent; the connection goes to the address that was judged, so a name that changes its mind between look-up and
 * connect gains nothing. Redirects are answers, never followed; the body is capped and never decompressed.
 *
 * `send` throws WB_PLATFORM_HTTP_REFUSED (nothing was sent), WB_PLATFORM_HTTP_TOO_LARGE and WB_PLATFORM_HTTP_FAILED (it is
 * unknown whether the other side acted).
 */
export function openHttp(settings: HttpSettings = {}): Http {
  const allow = parseAllowList(settings.allow ?? [])
  const resolve = settings.resolve ?? resolveAll
  const timeoutMs = settings.timeoutMs ?? TIMEOUT_MS
  const bytesMax = settings.bytesMax ?? BYTES_MAX
  return {
    send: async (asked) => {
      const url = judgeUrl(asked.url, allow)
      const signal = AbortSignal.timeout(timeoutMs)
      const address = await judgeHost(url, allow, resolve, signal)
      return call(asked, { url, address, signal, bytesMax })
    },
  }
}

function judgeUrl(text: string, allow: AllowList): URL {
  if (!URL.canParse(text)) throw refused('the address is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`found the scheme ${url.protocol.slice(0, 20)}, wanted https`)
  if (url.username !== '' || url.password !== '')
    throw refused('found a name or password in the URL, wanted it in a header')
  if (isNamed(allow, url)) return url
  if (url.protocol === 'http:') throw refused('found plain http, wanted https')
  if (portOf(url) !== 443) throw refused(`found the port ${portOf(url)}, wanted 443`)
  return url
}

async function judgeHost(
  url: URL,
  allow: AllowList,
  resolve: (host: string) => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) === 0 ? await resolveInTime(host, resolve, signal) : [host]
  const [first] = addresses
  if (first === undefined) throw failed('the name of the host has no address')
  for (const address of addresses) {
    const fault = addressFault(address)
    if (fault === undefined) continue
    if (!fault.never && (isNamed(allow, url) || isAllowedAddress(allow, address))) continue
    throw refused(`the host is in the range ${fault.range}, wanted a public address`)
  }
  return first
}

async function resolveInTime(
  host: string,
  resolve: (host: string) => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('late')), { once: true })
  })
  try {
    return await Promise.race([resolve(host), late])
  } catch (cause) {
    throw failed('the name of the host could not be resolved', cause)
  }
}

async function resolveAll(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

interface Call {
  readonly url: URL
  readonly address: string
  readonly signal: AbortSignal
  readonly bytesMax: number
}

async function call(asked: HttpRequest, { url, address, signal, bytesMax }: Call) {
  const { Agent, request } = await import('undici')
  const agent = new Agent({ connect: { lookup: pinned(address) }, pipelining: 0 })
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: asked.method,
      headers: { ...asked.headers, 'accept-encoding': 'identity' },
      signal,
      ...(asked.body === undefined ? {} : { body: asked.body }),
    })
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw tooLarge(bytesMax)
      chunks.push(chunk)
    }
    const headers = Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ])
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
    }
  } catch (cause) {
    if (cause instanceof WindbreakError) throw cause
    throw failed(signal.aborted ? 'no whole answer came in time' : 'the call broke off', cause)
  } finally {
    await agent.destroy()
  }
}

type Lookup = (
  host: string,
  options: { readonly all?: boolean | undefined },
  done: (
    error: null,
    address: string | { address: string; family: number }[],
    family?: number,
  ) => void,
) => void

/** Gives the judged address whatever is asked, in both shapes in which Node asks. */
function pinned(address: string): Lookup {
  const family = isIP(address)
  return (_host, options, done) => {
    if (options.all === true) done(null, [{ address, family }])
    else done(null, address, family)
  }
}

function refused(message: string): Error {
  return platformError('WB_PLATFORM_HTTP_REFUSED', `outgoing call: ${message}; nothing was sent`, {
    hint: 'name the host, with its port, in the list of allowed hosts if it is meant to be called',
  })
}

function tooLarge(bytesMax: number): Error {
  return platformError(
    'WB_PLATFORM_HTTP_TOO_LARGE',
    `outgoing call: found an answer over ${bytesMax} bytes`,
    { hint: 'check that the URL is that of the interface and not of a page or a file' },
  )
}

function failed(message: string, cause?: unknown): Error {
  const { code } = (cause ?? {}) as { readonly code?: unknown }
  const why = typeof code === 'string' ? ` (${code})` : ''
  return platformError('WB_PLATFORM_HTTP_FAILED', `outgoing call: ${message}${why}`, {
    hint: 'check that the other side runs and is reachable; what it may have done is read back',
    cause,
  })
}
