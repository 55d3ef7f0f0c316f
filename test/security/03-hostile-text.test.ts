import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/api/routes/index.ts'
import { openAuditKey, verifyExport } from '../../src/cases/index.ts'
import { printPdf } from '../../src/platform/index.ts'
import { writeFileSync } from 'node:fs'
import { type ApiTestServer, startApiServer } from '../fixtures/api-server.ts'
import { openTestCase } from '../fixtures/cases.ts'
import { addRoot, addTestPerson, ask, logInAs } from '../fixtures/people.ts'
import { NASTY } from '../fixtures/schema-arbitrary.ts'

/** Suites 3, 4 and half of 13: what accounts wrote is kept as it is and is never page, script, link or line of a log. */
const clock = () => '2026-01-05T08:12:00.000Z'
const HOSTILE: readonly string[] = [
  ...NASTY.filter((text) => !/\p{Surrogate}/u.test(text)),
  '<svg/onload=fetch("//evil.example")>',
  '[x](javascript:alert(1))',
  '![beacon](https://evil.example/p.png)',
  '</script><script>alert(1)</script>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  'background:url(https://evil.example)',
  'data:text/html,<script>alert(1)</script>',
  '\u0430dmin',
  '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\',
  '{"seq":0,"entry":"forged"}',
]
let folder: string
let server: ApiTestServer
let session: string
let auditor: string
let caseId: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-hostile-'))
  server = await startApiServer({ clock, auditKey: await openAuditKey(folder) })
  const { db } = server.records
  const root = await addRoot(db, clock)
  const ines = await addTestPerson(db, clock, root, 'ines', ['investigator'])
  session = await logInAs(server.app, clock, ines)
  const aud = await addTestPerson(db, clock, root, 'aud', ['auditor'])
  auditor = await logInAs(server.app, clock, aud)
  caseId = (await openTestCase(db, clock, ines)).id
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a hostile text', () => {
  it('comes back as it went in, as JSON and as nothing else', async () => {
    for (const text of HOSTILE) {
      const body = { visibility: 'internal', text: text.slice(0, 10_000) }
      const url = `/api/v1/cases/${caseId}`
      expect((await ask(server.app, 'POST', `${url}/notes`, { session, body })).status).toBe(201)
      const evidence = { why: 'as written', content: [text, { text }] }
      const frozen = await ask(server.app, 'POST', `${url}/evidence`, { session, body: evidence })
      const reason = { reason: 'active-case', reference: caseId }
      const read = await ask(
        server.app,
        'POST',
        `/api/v1/evidence/${String(frozen.body['id'])}/read`,
        {
          session,
          body: reason,
        },
      )
      expect(read.body['content']).toEqual(evidence.content)
      expect(read.headers['content-type']).toBe('application/json; charset=utf-8')
    }
    const timeline = await ask(server.app, 'GET', `/api/v1/cases/${caseId}/events`, { session })
    const events = timeline.body['items'] as { event: { kind: string; text?: string } }[]
    const notes = events
      .filter(({ event }) => event.kind === 'noted')
      .map(({ event }) => event.text)
    expect(notes).toEqual(HOSTILE.map((text) => text.slice(0, 10_000)))
  })

  it('of a reason makes no line of its own in the audit log, which still verifies', async () => {
    const body = { outcome: 'victim', reason: 'x\n{"seq":99}\r\n\u2028\u2029\u0085{"seq":100}' }
    const closed = await ask(server.app, 'POST', `/api/v1/cases/${caseId}/close`, { session, body })
    expect(closed.status).toBe(200)
    const answer = await server.app.inject({
      url: '/api/v1/audit/export',
      headers: { cookie: `__Host-windbreak=${auditor}` },
    })
    const { count } = await server.records.db
      .selectFrom('audit_log')
      .select((of) => of.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const lines = answer.body.trimEnd().split('\n')
    const head = JSON.parse(lines[0] ?? '') as { entries: number; checkpoints: number }
    expect(head.entries).toBe(count)
    expect(lines).toHaveLength(1 + head.checkpoints + head.entries)
    const file = join(folder, 'audit.jsonl')
    writeFileSync(file, answer.body)
    expect((await verifyExport(file)).fault).toBeUndefined()
  })

  it('does nothing in a printed document', async () => {
    const pdf = await printPdf({
      title: '/JavaScript (app.alert(1))',
      subtitle: HOSTILE[8] ?? '',
      language: 'en',
      date: clock(),
      blocks: HOSTILE.map((text) => ({ kind: 'paragraph', text: text.slice(0, 300) })),
    })
    const source = Buffer.from(pdf).toString('latin1')
    for (const action of [
      '/JS',
      '/URI',
      '/Launch',
      '/OpenAction',
      '/AA',
      '/SubmitForm',
      '/EmbeddedFile',
    ])
      expect(source).not.toContain(`${action} `)
  })
})

const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /default-src 'none';.*frame-ancestors 'none'.*require-trusted-types-for/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cache-control': /no-store/,
}

describe('every answer', () => {
  it('is of a kind that no browser runs, and carries the headers that keep it so', async () => {
    const wrong: string[] = []
    for (const { method, path } of ROUTES)
      for (const login of [undefined, session])
        for (const url of [path.replace(/:\w+/g, caseId), `${path}/<script>`]) {
          if (method === 'DELETE') continue
          const { status, headers } = await ask(server.app, method as 'GET', url, {
            session: login,
          })
          const type = (headers['content-type'] as string | undefined) ?? 'application/json'
          if (
            !/^(?:application\/(?:problem\+)?json|application\/jsonl|text\/plain)(?:;|$)/.test(type)
          )
            wrong.push(`${method} ${url} ${status}: ${type}`)
          for (const [name, wanted] of Object.entries(HEADERS))
            if (!wanted.test(String(headers[name])))
              wrong.push(`${method} ${url} ${status}: ${name}`)
        }
    for (const url of ['/taxii2/', '/nowhere', '/%ff', '/api/v1/openapi.json'])
      for (const name of Object.keys(HEADERS)) {
        const { headers } = await server.app.inject({ url })
        if (!HEADERS[name]?.test(String(headers[name]))) wrong.push(`${url}: ${name}`)
      }
    expect(wrong).toEqual([])
  })

  it('lets no page of another origin read it', async () => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' }
      const answer = await server.app.inject({ method, url: '/api/v1/openapi.json', headers })
      const names = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))
      expect(names).toEqual([])
    }
  })
})
