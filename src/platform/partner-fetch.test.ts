import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createProxy } from 'node:http'
import { createServer, type Server } from 'node:https'
import { type AddressInfo, connect, type Server as NetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPartnerFetch, type PartnerLink } from './partner-fetch.ts'

const folder = mkdtempSync(join(tmpdir(), 'windbreak-tls-'))
let pem: { cert: string; key: string } | undefined
try {
  const files = ['-keyout', join(folder, 'key'), '-out', join(folder, 'cert')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...files, ...subject], { stdio: 'ignore' })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  pem = { cert: read('cert'), key: read('key') }
} catch {
  pem = undefined
}

async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

// Skipped where there is no openssl to make a certificate with.
describe.skipIf(pem === undefined)('openPartnerFetch', () => {
  const { cert, key } = pem ?? { cert: '', key: '' }
  let server: Server
  let url = ''
  const tunnels: string[] = []
  let proxyUrl = ''
  const proxy = createProxy()
  beforeAll(async () => {
    const settings = { cert, key, ca: cert, requestCert: true, rejectUnauthorized: false }
    server = createServer({ ...settings, maxVersion: 'TLSv1.2' }, ({ socket }, response) =>
      response.end((socket as TLSSocket).authorized ? 'known' : 'unknown'),
    )
    url = `https://127.0.0.1:${await listen(server)}/`
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '')
      const [host = '', port = ''] = (request.url ?? '').split(':')
      const inner = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        inner.pipe(socket).pipe(inner)
      })
      inner.on('error', () => socket.destroy())
      socket.on('error', () => inner.destroy())
    })
    proxyUrl = `http://127.0.0.1:${await listen(proxy)}`
  })
  afterAll(() => {
    for (const one of [server, proxy]) {
      one.closeAllConnections()
      one.close()
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (link: PartnerLink): Promise<string> => {
    const response = await (await openPartnerFetch(link))(url)
    return response.text()
  }

  it('trusts the authorities given, and no other', async () => {
    expect(await ask({ ca: cert })).toBe('unknown')
    await expect(ask({})).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  })

  it('shows a certificate of ours', async () => {
    expect(await ask({ ca: cert, cert, key })).toBe('known')
  })

  it('speaks no version below the one given', async () => {
    await expect(ask({ ca: cert, tlsMin: 'TLSv1.3' })).rejects.toThrow('fetch failed')
  })

  it('goes through a tunnel of the proxy, which sees the address alone', async () => {
    expect(await ask({ ca: cert, proxy: proxyUrl })).toBe('unknown')
    expect(tunnels).toEqual([new URL(url).host])
  })
})
