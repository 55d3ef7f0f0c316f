import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type PartnerAccess, pullCollection, pushObjects, type PulledPage } from '../index.ts'

type Handler = (request: IncomingMessage, response: ServerResponse, n: number) => void

let server: Server | undefined
let waits: number[] = []
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  waits = []
})

/** A partner's server of any behaviour; `n` counts requests from 0. Gives the address of its collection. */
async function partner(handler: Handler): Promise<string> {
  let n = 0
  server = createServer((request, response) => handler(request, response, n++))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/root/collections/c/`
}

const access: PartnerAccess = {
  fetch,
  credential: { kind: 'basic', name: 'u', secret: 's' },
  wait: async (milliseconds) => void waits.push(milliseconds),
  timeout: 300,
  bytesMax: 10_000,
}
const page = (objects: object[], more: object = {}) =>
  JSON.stringify({ more: false, objects, ...more })

async function pullAll(url: string): Promise<PulledPage[]> {
  const pages: PulledPage[] = []
  for await (const one of pullCollection(access, url, {})) pages.push(one)
  return pages
}

describe('a partner that answers slowly, wrongly, half, or for ever', () => {
  it.each<readonly [string, Handler]>([
    [
      'not at all at first',
      (_request, response, n) => (n === 0 ? response.destroy() : response.end(page([{}]))),
    ],
    [
      'too late at first',
      (_request, response, n) => (n === 0 ? undefined : response.end(page([{}]))),
    ],
    [
      'half at first',
      (_request, response, n) => {
        response.setHeader('content-length', page([{}]).length)
        if (n === 0) response.write(page([{}]).slice(0, 9), () => response.destroy())
        else response.end(page([{}]))
      },
    ],
    ['no JSON at first', (_request, response, n) => response.end(n === 0 ? '<html>' : page([{}]))],
    [
      '503 at first',
      (_request, response, n) => response.writeHead(n === 0 ? 503 : 200).end(page([{}])),
    ],
  ])('%s: it is asked again after a second', async (_name, handler) => {
    const pages = await pullAll(await partner(handler))
    expect(pages.flatMap(({ objects }) => objects)).toEqual([{}])
    expect(waits).toEqual([1000])
  })

  it('waits as long as Retry-After says, at most a minute', async () => {
    const answers = [{ 'retry-after': '7' }, { 'retry-after': '9999' }, { 'retry-after': 'soon' }]
    await pullAll(
      await partner((_request, response, n) => {
        const headers = answers[n]
        if (headers === undefined) response.end('{}')
        else response.writeHead(429, headers).end()
      }),
    )
    expect(waits).toEqual([7000, 60_000, 4000])
  })

  it.each<readonly [string, Handler, string]>([
    [
      '401',
      (_request, response) => response.writeHead(401).end('secret words'),
      'WB_SHARING_PARTNER_REFUSED',
    ],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      'WB_SHARING_PARTNER_REFUSED',
    ],
    [
      'too much',
      (_request, response) => response.end(page([{ x: 'y'.repeat(20_000) }])),
      'WB_SHARING_PARTNER_REFUSED',
    ],
    [
      'the same next for ever',
      (_request, response) => response.end(page([{}], { more: true, next: 'a' })),
      'WB_SHARING_PARTNER_REFUSED',
    ],
    [
      'empty pages for ever',
      (_request, response, n) => response.end(JSON.stringify({ more: true, next: String(n) })),
      'WB_SHARING_PARTNER_REFUSED',
    ],
    [
      '500 for ever',
      (_request, response) => response.writeHead(500).end('secret words'),
      'WB_SHARING_PARTNER_UNREACHABLE',
    ],
  ])('%s ends with an error that quotes nothing of it', async (_name, handler, code) => {
    const failure: unknown = await pullAll(await partner(handler)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code })
    expect(String(failure)).not.toContain('secret')
  })

  it('follows next with the same added_after, and moves it only when there is no next', async () => {
    const asked: string[] = []
    const added = { 'x-taxii-date-added-last': '2026-01-01T00:00:00.000002Z' }
    const url = await partner((request, response, n) => {
      asked.push(decodeURIComponent(request.url ?? '').split('all')[1] ?? '')
      response.writeHead(200, added)
      response.end(page([{ n }], n === 0 ? { more: true, next: 'a' } : { more: n === 1 }))
    })
    const pages = await pullAll(url)
    expect(asked).toEqual(['', '&next=a', '&added_after=2026-01-01T00:00:00.000002Z'])
    expect(pages.at(-1)?.place).toEqual({
      addedAfter: added['x-taxii-date-added-last'],
      seen: added['x-taxii-date-added-last'],
    })
  })

  it('sends in envelopes below the limit of the server and waits for what is pending', async () => {
    const sizes: number[] = []
    const url = await partner((request, response) => {
      if (request.url === '/root/') response.end('{"max_content_length":1000}')
      else if (request.method === 'GET')
        response.end('{"id":"1","status":"complete","success_count":1}')
      else {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          sizes.push(Buffer.concat(chunks).length)
          response.writeHead(202).end('{"id":"1","status":"pending","success_count":0}')
        })
      }
    })
    const objects = Array.from({ length: 10 }, (_, n) => ({ id: `x--${n}`, name: 'é'.repeat(150) }))
    const report = await pushObjects(access, url, objects)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    expect(sizes).toHaveLength(5)
    expect(report).toEqual({ sent: 10, taken: 5, failures: [] })
  })
})
