import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../../test/fixtures/api-server.ts'
import { addRoot, type TestPerson } from '../../../test/fixtures/people.ts'
import { addIdentity, addPerson } from '../../cases/index.ts'

/** A real OpenID provider: whoever is `subject` is logged in there without being asked. */
let provider: Server
let issuer: string
let server: ApiTestServer
let ours: string
let root: TestPerson
let subject = 'ann-at-provider'
const clock = () => '2026-01-05T08:12:00.000Z'
const START = '/api/v1/login/provider'

beforeAll(async () => {
  provider = createServer()
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  server = await startApiServer({
    clock,
    oidc: { issuer, clientId: 'windbreak', clientSecret: 'a secret of the client' },
  })
  ours = await server.app.listen({ host: '127.0.0.1', port: 0 })
  provider.on('request', startProvider().callback())
  root = await addRoot(server.records.db, clock)
  const { db } = server.records
  const ann = await addPerson(db, root, clock, { login: 'ann', name: 'A', roles: ['triage'] })
  await addIdentity(db, root, clock, ann, { issuer, subject: 'ann-at-provider' })
})
afterAll(async () => {
  await server.close()
  provider.closeAllConnections()
  await new Promise((resolve) => provider.close(resolve))
})

function startProvider(): Provider {
  const found = new Provider(issuer, {
    clients: [
      {
        client_id: 'windbreak',
        client_secret: 'a secret of the client',
        redirect_uris: [`${ours}${START}/callback`],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['a key of the test'] },
    findAccount: async (_context, id) => ({
      accountId: id,
      // An address that is another person's login here: it must open nothing.
      claims: async () => ({ sub: id, email: 'root', email_verified: true }),
    }),
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
  })
  found.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next()
    const { prompt, params, session, grantId } = await found.interactionDetails(
      context.req,
      context.res,
    )
    if (prompt.name === 'login') {
      const login = { accountId: subject }
      return found.interactionFinished(context.req, context.res, { login })
    }
    const accountId = session?.accountId ?? ''
    const grant =
      (grantId === undefined ? undefined : await found.Grant.find(grantId)) ??
      new found.Grant({ accountId, clientId: String(params['client_id']) })
    grant.addOIDCScope('openid')
    const consent = { grantId: await grant.save() }
    return found.interactionFinished(context.req, context.res, { consent })
  })
  return found
}

/** A browser as far as this needs one: keeps cookies by host, follows redirects until `stop` or the end. */
class Browser {
  readonly #cookies = new Map<string, string>()

  async go(
    from: string,
    stop: (url: string) => boolean = () => false,
  ): Promise<{ url: string; status: number }> {
    let url = from
    for (let hops = 0; hops < 12; hops += 1) {
      if (stop(url)) return { url, status: 0 }
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: this.#sent(url) } })
      for (const line of answer.headers.getSetCookie()) this.#keep(url, line)
      const next = answer.headers.get('location')
      if (next === null || answer.status < 300 || answer.status > 399)
        return { url, status: answer.status }
      url = new URL(next, url).href
    }
    throw new Error('redirected in a circle')
  }

  #sent(url: string): string {
    const host = `${new URL(url).host} `
    return [...this.#cookies]
      .filter(([key]) => key.startsWith(host))
      .map(([key, value]) => `${key.slice(host.length)}=${value}`)
      .join('; ')
  }

  #keep(url: string, line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') this.#cookies.delete(`${new URL(url).host} ${name}`)
    else this.#cookies.set(`${new URL(url).host} ${name}`, value)
  }

  async isLoggedIn(): Promise<boolean> {
    const url = `${ours}/api/v1/session`
    return (await fetch(url, { headers: { cookie: this.#sent(url) } })).ok
  }
}

const isCallback = (url: string): boolean => url.startsWith(`${ours}${START}/callback`)

describe('a login at a provider', () => {
  it('lets in the person whose issuer and subject were tied', async () => {
    subject = 'ann-at-provider'
    const browser = new Browser()
    const { url } = await browser.go(`${ours}${START}`, (at) => at === `${ours}/`)
    expect(url).toBe(`${ours}/`)
    expect(await browser.isLoggedIn()).toBe(true)
  })

  it("lets in nobody by an e-mail address that is somebody's login", async () => {
    subject = 'root'
    const browser = new Browser()
    expect((await browser.go(`${ours}${START}`)).status).toBe(401)
    expect(await browser.isLoggedIn()).toBe(false)
  })

  it('is for the browser that began it: an answer that is sent to another opens nothing', async () => {
    subject = 'ann-at-provider'
    const { url } = await new Browser().go(`${ours}${START}`, isCallback)
    const victim = new Browser()
    expect((await victim.go(url)).status).toBe(401)
    await victim.go(`${ours}${START}`, isCallback)
    expect((await victim.go(url)).status).toBe(401)
    expect(await victim.isLoggedIn()).toBe(false)
  })

  it('is good once, and its answer cannot be changed', async () => {
    const browser = new Browser()
    const { url } = await browser.go(`${ours}${START}`, isCallback)
    for (const change of ['state', 'code', 'iss']) {
      const changed = new URL(url)
      changed.searchParams.set(change, 'https://evil.example')
      expect((await browser.go(changed.href)).status).toBe(401)
    }
    const fresh = new Browser()
    const { url: good } = await fresh.go(`${ours}${START}`, isCallback)
    await fresh.go(good, (at) => at === `${ours}/`)
    expect(await fresh.isLoggedIn()).toBe(true)
    expect((await fresh.go(good)).status).toBe(401)
  })

  it('that was refused there lets nobody in', async () => {
    const browser = new Browser()
    const { url } = await browser.go(`${ours}${START}`, isCallback)
    const state = new URL(url).searchParams.get('state') ?? ''
    const refused = `${ours}${START}/callback?error=access_denied&state=${state}`
    expect((await browser.go(refused)).status).toBe(401)
  })

  it('is no way where no provider is set up, and says so where it does not answer', async () => {
    const none = await startApiServer({ clock })
    expect((await none.app.inject({ url: START })).statusCode).toBe(404)
    await none.close()
    const gone = { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y' }
    const away = await startApiServer({ clock, oidc: gone })
    expect((await away.app.inject({ url: START })).statusCode).toBe(503)
    await away.close()
  })
})
