import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import {
  addRoot,
  addTestPerson,
  ask,
  logInAs,
  type TestPerson,
} from '../../test/fixtures/people.ts'
import { openAuditKey, permissionsOf, type Role, ROLES } from '../cases/index.ts'
import type { Access } from './access.ts'
import { ROUTES } from './routes/index.ts'

/**
 * Who may ask what, written a second time by hand: a route that is missing here, or whose access changes, fails. Everything
 * below is made from this and from the table of roles.
 */
const EXPECTED: Readonly<Record<string, Access>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'public',
  'GET /api/v1/openapi.json': 'public',
  'POST /api/v1/session': 'public',
  'GET /api/v1/session': 'session',
  'DELETE /api/v1/session': 'session',
  'GET /api/v1/login/provider': 'public',
  'GET /api/v1/login/provider/callback': 'public',
  'POST /api/v1/session/passkey/offer': 'public',
  'POST /api/v1/session/passkey': 'public',
  'POST /api/v1/passkeys/offer': 'session',
  'POST /api/v1/passkeys': 'session',
  'GET /api/v1/passkeys': 'session',
  'DELETE /api/v1/passkeys/:id': 'session',
  'POST /api/v1/totp/offer': 'session',
  'POST /api/v1/totp': 'session',
  'POST /api/v1/password': 'session',
  'POST /api/v1/tokens': 'session',
  'DELETE /api/v1/tokens/:id': 'session',
  'GET /api/v1/people': 'people.manage',
  'POST /api/v1/people': 'people.manage',
  'PUT /api/v1/people/:id/roles': 'people.manage',
  'POST /api/v1/people/:id/disable': 'people.manage',
  'POST /api/v1/people/:id/identities': 'people.manage',
  'POST /api/v1/leads': 'cases.triage',
  'GET /api/v1/cases': 'cases.read',
  'GET /api/v1/cases/:id': 'cases.read',
  'GET /api/v1/cases/:id/events': 'cases.read',
  'POST /api/v1/cases/:id/assign': 'cases.triage',
  'POST /api/v1/cases/:id/release': 'cases.triage',
  'POST /api/v1/cases/:id/queue': 'cases.triage',
  'POST /api/v1/cases/:id/notes': 'cases.note',
  'POST /api/v1/cases/:id/tasks': 'cases.work',
  'POST /api/v1/cases/:id/tasks/:task/done': 'cases.work',
  'POST /api/v1/cases/:id/subjects': 'cases.work',
  'POST /api/v1/cases/:id/subjects/remove': 'cases.work',
  'PUT /api/v1/cases/:id/matrix': 'cases.work',
  'POST /api/v1/cases/:id/hold': 'cases.hold',
  'POST /api/v1/cases/:id/hold/lift': 'cases.hold',
  'POST /api/v1/cases/:id/merge': 'cases.work',
  'POST /api/v1/cases/:id/split': 'cases.work',
  'POST /api/v1/cases/:id/reopen': 'cases.triage',
  'POST /api/v1/cases/:id/reviews': 'cases.review',
  'GET /api/v1/cases/:id/blind': 'cases.review',
  'POST /api/v1/cases/:id/reviews/:review': 'cases.review',
  'POST /api/v1/cases/:id/evidence': 'cases.work',
  'POST /api/v1/evidence/:id/read': 'content.redacted',
  'POST /api/v1/content/grants': 'content.redacted',
  'GET /api/v1/content/grants': 'content.redacted',
  'POST /api/v1/content/grants/:id/read': 'content.redacted',
  'GET /api/v1/privacy/access': 'privacy.oversee',
  'POST /api/v1/privacy/grants/:id/revoke': 'privacy.oversee',
  'POST /api/v1/privacy/grants/:id/review': 'privacy.oversee',
  'GET /api/v1/retention': 'privacy.oversee',
  'POST /api/v1/retention': 'privacy.oversee',
  'GET /api/v1/retention/certificates': 'privacy.oversee',
  'POST /api/v1/cases/:id/decisions': 'decisions.make',
  'POST /api/v1/cases/:id/close': 'cases.triage',
  'POST /api/v1/plans': 'plans.propose',
  'GET /api/v1/plans/:id': 'plans.read',
  'GET /api/v1/plans/:id/preview': 'plans.read',
  'POST /api/v1/plans/:id/propose': 'plans.propose',
  'POST /api/v1/plans/:id/approve': 'plans.approve',
  'POST /api/v1/plans/:id/start': 'plans.execute',
  'POST /api/v1/plans/:id/stop': 'plans.execute',
  'POST /api/v1/plans/:id/resume': 'plans.execute',
  'POST /api/v1/plans/:id/reverse': 'plans.execute',
  'POST /api/v1/actions/:id/appeal-token': 'plans.execute',
  'POST /api/v1/actions/:id/statement': 'plans.read',
  'POST /api/v1/appeals': 'public',
  'POST /api/v1/appeals/:id/decide': 'appeals.decide',
  'GET /api/v1/audit/export': 'audit.read',
  'GET /.well-known/ssf-configuration': 'public',
  'GET /ssf/jwks.json': 'public',
  'POST /api/v1/ssf/receivers': 'settings.manage',
  // The token of a receiver, or of a transmitter, is asked for by the route itself.
  'POST /ssf/streams': 'public',
  'PATCH /ssf/streams': 'public',
  'GET /ssf/streams': 'public',
  'DELETE /ssf/streams': 'public',
  'GET /ssf/status': 'public',
  'POST /ssf/status': 'public',
  'POST /ssf/verify': 'public',
  'POST /ssf/poll': 'public',
  'POST /api/v1/ssf/transmitters': 'settings.manage',
  'POST /ssf/events': 'public',
  'GET /api/v1/ssf/received': 'cases.triage',
  'GET /api/v1/audit/checkpoints': 'audit.read',
  'POST /api/v1/audit/checkpoints': 'audit.read',
  'GET /api/v1/audit/entries/:seq/proof': 'audit.read',
  'GET /api/v1/audit/consistency': 'audit.read',
}
const NOBODY = '3b241101-e2bb-4255-8caf-4136c566a962'
const ROLE_NAMES = Object.keys(ROLES) as Role[]
const clock = () => '2026-01-05T08:12:00.000Z'
const sessions = new Map<Role, string>()
let keyFolder: string
let server: ApiTestServer

beforeAll(async () => {
  keyFolder = mkdtempSync(join(tmpdir(), 'windbreak-rights-'))
  server = await startApiServer({ clock, auditKey: await openAuditKey(keyFolder) })
  const root = await addRoot(server.records.db, clock)
  for (const role of ROLE_NAMES) {
    const person: TestPerson = await addTestPerson(server.records.db, clock, root, role, [role])
    sessions.set(role, await logInAs(server.app, clock, person))
  }
})
afterAll(async () => {
  await server.close()
  rmSync(keyFolder, { recursive: true, force: true })
})

const guarded = ROUTES.filter(({ access }) => access !== 'public')
/** Ends the session that it is asked with, so it is asked by nobody's. */
const asked = guarded.filter(({ method, path }) => `${method} ${path}` !== 'DELETE /api/v1/session')
const urlOf = (path: string): string => path.replace(/:\w+/g, NOBODY)

describe('rights', () => {
  it('are written down here for every route', () => {
    const found = Object.fromEntries(ROUTES.map((r) => [`${r.method} ${r.path}`, r.access]))
    expect(found).toEqual(EXPECTED)
  })

  it.each(guarded.map((route) => [route.method, route.path] as const))(
    "of %s %s are nobody's without a login, whatever is sent",
    async (method, path) => {
      for (const headers of [
        {},
        { cookie: '__Host-windbreak=' },
        { cookie: `__Host-windbreak=${'a'.repeat(43)}` },
        { authorization: 'Bearer wbt_nothing' },
        { authorization: 'Basic cm9vdDpyb290' },
      ])
        for (const body of [undefined, { login: 'x' }]) {
          const answer = await ask(server.app, method as 'GET', urlOf(path), { headers, body })
          expect(answer.status).toBe(401)
        }
    },
  )

  const rows = ROLE_NAMES.flatMap((role) => asked.map((route) => [role, route] as const))
  it.each(rows.map(([role, route]) => [role, route.method, route.path, route] as const))(
    'of %s: %s %s',
    async (role, method, path, route) => {
      const isAllowed =
        route.access === 'session' || permissionsOf([role]).has(route.access as never)
      const session = sessions.get(role)
      // A body that no schema takes shows the guard to be before it and lets nothing be done.
      const body = method === 'GET' ? undefined : { nothing: true }
      const answer = await ask(server.app, method as 'GET', urlOf(path), { session, body })
      expect(answer.status === 403, `${answer.status}`).toBe(!isAllowed)
      expect(answer.status).toBeLessThan(500)
    },
  )

  it('of a token are those of its scopes, though its person has more', async () => {
    const session = sessions.get('administrator')
    const body = { name: 't', scopes: ['settings.manage'], days: 1 }
    const made = await ask(server.app, 'POST', '/api/v1/tokens', { session, body })
    const token = String(made.body['secret'])
    for (const { method, path, access } of asked) {
      const answer = await ask(server.app, method as 'GET', urlOf(path), { token })
      expect(answer.status === 403, `${method} ${path}`).toBe(access !== 'settings.manage')
    }
  })

  it('of a token of another are no ones to end it', async () => {
    const session = sessions.get('investigator')
    const body = { name: 't', scopes: ['cases.read'], days: 1 }
    const made = await ask(server.app, 'POST', '/api/v1/tokens', { session, body })
    const url = `/api/v1/tokens/${String(made.body['id'])}`
    const other = await ask(server.app, 'DELETE', url, { session: sessions.get('auditor') })
    expect(other.status).toBe(404)
    expect((await ask(server.app, 'DELETE', url, { session })).status).toBe(200)
  })

  it('cannot be given by oneself, nor two together that hide a wrong', async () => {
    const session = sessions.get('administrator')
    const people = await ask(server.app, 'GET', '/api/v1/people', { session })
    const items = people.body['items'] as { id: string; login: string }[]
    const idOf = (login: string) => items.find((item) => item.login === login)?.id ?? ''
    const set = (login: string, roles: Role[]) =>
      ask(server.app, 'PUT', `/api/v1/people/${idOf(login)}/roles`, { session, body: { roles } })
    expect((await set('administrator', ['administrator', 'triage'])).status).toBe(403)
    const toxic = await set('triage', ['investigator', 'approver'])
    expect([toxic.status, toxic.body['code']]).toEqual([422, 'WB_CASES_TOXIC_PAIR'])
  })
})
