import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeServer } from '../../src/api/index.ts'
import { ROUTES } from '../../src/api/routes/index.ts'
import {
  addApiToken,
  openAuditKey,
  type Permission,
  permissionsOf,
  type Role,
  ROLES,
  startSession,
} from '../../src/cases/index.ts'
import { type ApiTestServer, startApiServer } from '../fixtures/api-server.ts'
import { decideTestCase } from '../fixtures/cases.ts'
import { addRoot, addTestPerson, ask, type TestPerson } from '../fixtures/people.ts'
import {
  breaking,
  fitting,
  NASTY,
  plain,
  type Schema,
  withText,
} from '../fixtures/schema-arbitrary.ts'

/** Requests made from the server's own description: never an answer of 500, never one that the description does not have. */
const RUNS = 20
let now = Date.parse('2026-01-05T08:12:00.000Z')
/** Goes on, so that the sessions of one person have an order, of which the last five go on. */
const clock = () => new Date((now += 10)).toISOString()
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly parameters?: readonly {
    readonly in: string
    readonly name: string
    readonly schema: Schema
  }[]
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >
}
const ajv = new Ajv2020({ strict: false, validateFormats: false })
const description = (await describeServer()) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const people = new Map<Role, TestPerson>()
const tokens = new Map<Role, string>()
/** Ids that exist, by what stands before them in an address. */
const ids: Record<string, string> = {}
/** The statuses that each route gave: a test that a guard keeps from its route would prove nothing. */
const reached = new Map<unknown, Set<number>>()
let keyFolder: string
let server: ApiTestServer

beforeAll(async () => {
  keyFolder = mkdtempSync(join(tmpdir(), 'windbreak-fuzz-'))
  server = await startApiServer({ clock, auditKey: await openAuditKey(keyFolder) })
  const { db } = server.records
  const root = await addRoot(db, clock)
  for (const role of Object.keys(ROLES) as Role[])
    people.set(role, await addTestPerson(db, clock, root, role, [role]))
  // Roles of this one are taken and given by the requests; nobody else is named in an address.
  ids['people'] = (await addTestPerson(db, clock, root, 'spare', [])).id
  const investigator = people.get('investigator') as TestPerson
  const grounds = await decideTestCase(db, clock, investigator)
  ids['cases'] = grounds.caseId
  ids['evidence'] = grounds.evidence
  for (const [role, { id, roles }] of people) {
    const scopes = [...permissionsOf(roles)]
    const asked = { name: role, scopes, days: 1 }
    tokens.set(role, (await addApiToken(db, { id, roles }, clock, asked)).secret)
  }
  await startTestPlan(grounds.decision)
})
afterAll(async () => {
  await server.close()
  rmSync(keyFolder, { recursive: true, force: true })
})

/** A plan under way, so that addresses of plans and of actions lead somewhere. */
async function startTestPlan(decision: string): Promise<void> {
  const post = async (role: Role, path: string, body?: unknown) => {
    const token = tokens.get(role) ?? ''
    const answer = await ask(server.app, 'POST', `/api/v1/plans${path}`, { token, body })
    expect(answer.body['detail']).toBeUndefined()
    return answer.body
  }
  const plan = await post('investigator', '', {
    action: 'warn',
    parameters: { notice: 'Please read the terms.' },
    targets: [{ kind: 'account', id: 'acct_1', protected: false }],
    evidence: [ids['evidence']],
    decision,
    connector: 'none',
    notBefore: '',
  })
  ids['plans'] = String(plan['id'])
  await post('investigator', `/${ids['plans']}/propose`)
  await post('approver', `/${ids['plans']}/approve`, { hash: plan['hash'], role: 'approver' })
  await post('approver', `/${ids['plans']}/start`)
  const { db } = server.records
  const action = await db.selectFrom('plan_actions').select('id').executeTakeFirstOrThrow()
  ids['actions'] = action.id
}

const operationOf = (path: string, method: string): Operation => {
  const found = description.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  if (found === undefined) throw new Error(`${method} ${path} is not described`)
  return found
}

async function loginFor(access: string): Promise<{ session?: string; token?: string }> {
  if (access === 'public') return {}
  if (access === 'session') {
    const id = people.get('triage')?.id ?? ''
    return { session: (await startSession(server.records.db, id, clock)).secret }
  }
  const roles = Object.keys(ROLES) as Role[]
  const role = roles.find((one) => permissionsOf([one]).has(access as Permission))
  return { token: tokens.get(role ?? 'triage') ?? '' }
}

/** The status of an answer, and what about it is not as described. */
async function send(
  route: (typeof ROUTES)[number],
  { id, query, body }: Sent,
): Promise<{ readonly status: number; readonly faults: readonly string[] }> {
  const { method, path, access } = route
  const url = path.replace(/:\w+/g, encodeURIComponent(id)) + (query === '' ? '' : `?${query}`)
  const answer = await ask(server.app, method as 'POST', url, {
    ...(await loginFor(access)),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_TYPE }),
  })
  const { status } = answer
  reached.set(route, (reached.get(route) ?? new Set()).add(status))
  const faults = server.reported.splice(0)
  if (status === 500) faults.push('an answer of 500')
  const { responses } = operationOf(path, method)
  const type = String(answer.headers['content-type']).split(';')[0] ?? ''
  if (!type.endsWith('json')) return { status, faults }
  const schema = (responses[status] ?? responses['default'])?.content?.[type]?.schema
  if (schema === undefined) faults.push(`${status} as ${type} is not described`)
  else if (!ajv.validate(schema, answer.body)) faults.push(`${status}: ${ajv.errorsText()}`)
  return { status, faults }
}

interface Sent {
  readonly id: string
  readonly query: string
  readonly body: unknown
}
const JSON_TYPE = { 'content-type': 'application/json' }

function queryOf(operation: Operation, known: readonly string[]): fc.Arbitrary<string> {
  const asked = (operation.parameters ?? []).filter((one) => one.in === 'query')
  const cursor = fc.jsonValue({ maxDepth: 1 }).map((value) => cursorOf(value))
  const one = (name: string, schema: Schema) =>
    fc
      .oneof(fitting(schema, known), name === 'after' ? cursor : fc.constant('x'))
      .map(
        (value) => `${name}=${encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '?'))}`,
      )
  const all = fc.tuple(
    ...asked.map(({ name, schema }) => fc.option(one(name, schema), { nil: '' })),
  )
  return all.map((parts) => parts.filter((part) => part !== '').join('&'))
}

const cursorOf = (value: unknown): string =>
  Buffer.from(JSON.stringify(['not a time', value])).toString('base64url')

function sentTo(route: (typeof ROUTES)[number], bodyOf: (schema: Schema) => fc.Arbitrary<unknown>) {
  const operation = operationOf(route.path, route.method)
  const kind = /^\/api\/v1\/([a-z]+)\/:id/.exec(route.path)?.[1] ?? ''
  const known = Object.values(ids)
  const id = fc.oneof(
    { weight: 3, arbitrary: fc.constant(ids[kind] ?? known[0] ?? '') },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 1, arbitrary: fc.constantFrom('7', '\0', '..', '%', 'a'.repeat(300)) },
  )
  const schema = operation.requestBody?.content['application/json']?.schema
  const body = schema === undefined ? fc.constant(undefined) : bodyOf(schema)
  return fc.record({ id, query: queryOf(operation, known), body })
}

const rows = ROUTES.map((route) => [route.method, route.path, route] as const)

describe('requests made from the description', () => {
  const withBody = rows.filter(
    ([method, path]) => operationOf(path, method).requestBody !== undefined,
  )
  it.each(rows)('that mostly fit get an answer as described: %s %s', async (_m, _p, route) => {
    await fc.assert(
      fc.asyncProperty(
        sentTo(route, (schema) => fitting(schema, Object.values(ids))),
        async (sent) => {
          expect((await send(route, sent)).faults).toEqual([])
        },
      ),
      { numRuns: RUNS },
    )
  })

  it.each(withBody)('with every text made hostile, one at a time: %s %s', async (_m, _p, route) => {
    const schema = operationOf(route.path, route.method).requestBody?.content['application/json']
    const kind = /^\/api\/v1\/([a-z]+)\/:id/.exec(route.path)?.[1] ?? ''
    const whole = plain(schema?.schema ?? {}, ids['evidence'] ?? '')
    const faults: string[] = []
    for (const text of NASTY)
      for (const body of withText(schema?.schema ?? {}, whole, text))
        faults.push(...(await send(route, { id: ids[kind] ?? '', query: '', body })).faults)
    expect(faults).toEqual([])
  })

  it.each(withBody)('that do not fit are refused: %s %s', async (_m, _p, route) => {
    const known = Object.values(ids)
    const broken = (schema: Schema): fc.Arbitrary<unknown> => {
      const accepts = ajv.compile(schema)
      return breaking(schema, known, (value) => accepts(value))
    }
    await fc.assert(
      fc.asyncProperty(sentTo(route, broken), async (sent) => {
        const { status, faults } = await send(route, sent)
        expect(faults).toEqual([])
        expect(status).toBeGreaterThanOrEqual(400)
      }),
      { numRuns: RUNS },
    )
  })

  it('reached what they asked for, every route', () => {
    const behind = ROUTES.filter(({ access }) => access !== 'public').filter((route) =>
      [...(reached.get(route) ?? [])].every((status) => [400, 401, 403, 429].includes(status)),
    )
    // They ask for a secret or a hash that is not drawn: a password, a code, what an authenticator made, a plan's hash, checkpoints.
    expect(behind.map(({ path }) => path)).toEqual([
      '/api/v1/passkeys',
      '/api/v1/totp',
      '/api/v1/password',
      '/api/v1/plans/:id/approve',
      '/api/v1/audit/consistency',
    ])
  })

  it('have no reference in their description that leads nowhere', () => {
    const refs = JSON.stringify(description).match(/"\$ref":"[^"]+"/g) ?? []
    const components = (description as { components?: { schemas?: object } }).components?.schemas
    const missing = refs.filter(
      (ref) => !((/schemas\/(\w+)/.exec(ref)?.[1] ?? '') in (components ?? {})),
    )
    expect(missing).toEqual([])
  })
})
