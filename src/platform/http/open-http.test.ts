import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHttp } from './index.ts'

let server: Server
let port: number
let seen: string[]

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.headers.host} ${request.url}`)
    if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' }).end()
    else if (request.url === '/large') response.end('x'.repeat(5000))
    else if (request.url === '/silent') return
    else if (request.url === '/drip') response.write('a')
    else if (request.url === '/cut') request.socket.destroy()
    else response.writeHead(200, { 'retry-after': '3' }).end('fine')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
  seen = []
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Every form in which a request to inside may be dressed, with the word of the refusal. */
const REFUSED: ReadonlyArray<readonly [url: string, reason: string]> = [
  ['https://127.0.0.1/', 'loopback'],
  ['https://127.1/', 'loopback'],
  ['https://2130706433/', 'loopback'],
  ['https://0x7f000001/', 'loopback'],
  ['https://0177.0.0.1/', 'loopback'],
  ['https://127.0.0.1./', 'loopback'],
  ['https://[::1]/', 'loopback'],
  ['https://[::ffff:127.0.0.1]/', 'loopback'],
  ['https://[::ffff:7f00:1]/', 'loopback'],
  ['https://[::127.0.0.1]/', 'reserved'],
  ['https://[64:ff9b::7f00:1]/', 'rfc6052'],
  ['https://[2002:7f00:1::]/', '6to4'],
  ['https://0.0.0.0/', 'unspecified'],
  ['https://0/', 'unspecified'],
  ['https://[::]/', 'unspecified'],
  ['https://10.1.2.3/', 'private'],
  ['https://172.16.0.1/', 'private'],
  ['https://192.168.1.1/', 'private'],
  ['https://100.64.0.1/', 'carrierGradeNat'],
  ['https://169.254.169.254/latest/meta-data/', 'linkLocal'],
  ['https://[::ffff:169.254.169.254]/', 'linkLocal'],
  ['https://2852039166/', 'linkLocal'],
  ['https://[fe80::1]/', 'linkLocal'],
  ['https://[fec0::1]/', 'deprecatedSiteLocal'],
  ['https://[fd00::1]/', 'uniqueLocal'],
  ['https://[fd00:ec2::254]/', 'uniqueLocal'],
  ['https://198.18.0.1/', 'reserved'],
  ['https://203.0.113.1/', 'reserved'],
  ['https://[2001:db8::1]/', 'reserved'],
  ['https://224.0.0.1/', 'multicast'],
  ['https://255.255.255.255/', 'broadcast'],
  ['https://240.0.0.1/', 'reserved'],
  ['https://⑯⑨.254.169.254/', 'linkLocal'],
  ['http://public.example/', 'plain http'],
  ['https://public.example:22/', 'port 22'],
  ['https://user:word@public.example/', 'name or password'],
  ['file:///etc/passwd', 'scheme'],
  ['gopher://public.example/', 'scheme'],
  ['data:text/plain,x', 'scheme'],
  ['//public.example/', 'not a URL'],
  ['https://inside.example/', 'private'],
  ['https://mixed.example/', 'loopback'],
]

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['10.0.0.5'],
  'mixed.example': ['93.184.215.14', '127.0.0.1'],
}

describe('outgoing calls', () => {
  it.each(REFUSED)('refuses %s', async (url, reason) => {
    const http = openHttp({ resolve: async (host) => NAMES[host] ?? ['93.184.215.14'] })
    const sending = http.send({ method: 'GET', url })
    await expect(sending).rejects.toMatchObject({ code: 'WB_PLATFORM_HTTP_REFUSED' })
    await expect(http.send({ method: 'GET', url })).rejects.toThrow(reason)
  })

  it('calls a private host when it is named with its port, and no other port of it', async () => {
    const http = openHttp({ allow: [`127.0.0.1:${port}`] })
    const answer = await http.send({ method: 'GET', url: `http://127.0.0.1:${port}/a` })
    expect(answer).toMatchObject({ status: 200, body: 'fine' })
    expect(answer.headers['retry-after']).toBe('3')
    const other = http.send({ method: 'GET', url: 'http://127.0.0.1:1/' })
    await expect(other).rejects.toMatchObject({ code: 'WB_PLATFORM_HTTP_REFUSED' })
  })

  it('opens a block for https only, and never the place of cloud credentials', async () => {
    const http = openHttp({ allow: ['169.254.0.0/16', '169.254.169.254', '10.0.0.0/8'] })
    const inside = http.send({ method: 'GET', url: 'http://10.0.0.1/' })
    await expect(inside).rejects.toThrow('plain http')
    const metadata = http.send({ method: 'GET', url: 'http://169.254.169.254/' })
    await expect(metadata).rejects.toThrow('linkLocal')
  })

  it('resolves once and connects to the address that was judged', async () => {
    let asked = 0
    const answers = [['127.0.0.1'], ['192.0.2.1']]
    const http = openHttp({
      allow: [`rebind.example:${port}`],
      resolve: async () => answers[asked++] ?? [],
    })
    seen.length = 0
    const answer = await http.send({ method: 'GET', url: `http://rebind.example:${port}/b` })
    expect(answer.status).toBe(200)
    expect(asked).toBe(1)
    expect(seen).toEqual([`GET rebind.example:${port} /b`])
  })

  it('gives a redirect as an answer and does not follow it', async () => {
    const http = openHttp({ allow: [`127.0.0.1:${port}`] })
    seen.length = 0
    const answer = await http.send({ method: 'POST', url: `http://127.0.0.1:${port}/moved` })
    expect(answer.status).toBe(302)
    expect(seen).toHaveLength(1)
  })

  it('stops at a body that is too large', async () => {
    const http = openHttp({ allow: [`127.0.0.1:${port}`], bytesMax: 4999 })
    const sending = http.send({ method: 'GET', url: `http://127.0.0.1:${port}/large` })
    await expect(sending).rejects.toMatchObject({ code: 'WB_PLATFORM_HTTP_TOO_LARGE' })
  })

  it.each(['/silent', '/drip', '/cut'])(
    'gives up on %s, not knowing what was done',
    async (path) => {
      const http = openHttp({ allow: [`127.0.0.1:${port}`], timeoutMs: 200 })
      const sending = http.send({ method: 'GET', url: `http://127.0.0.1:${port}${path}` })
      await expect(sending).rejects.toMatchObject({ code: 'WB_PLATFORM_HTTP_FAILED' })
    },
  )

  it('gives up on a resolver that never answers', async () => {
    const http = openHttp({ timeoutMs: 50, resolve: () => new Promise(() => undefined) })
    const sending = http.send({ method: 'GET', url: 'https://slow.example/' })
    await expect(sending).rejects.toMatchObject({ code: 'WB_PLATFORM_HTTP_FAILED' })
  })

  it.each(['', 'http://x', 'a b', '10.0.0.0/99', 'host:999999x', 'a/b'])(
    'refuses the entry %j of the list',
    (entry) => {
      expect(() => openHttp({ allow: [entry] })).toThrow('wanted a host, host:port or block')
    },
  )
})
