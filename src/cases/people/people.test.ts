import type { Kysely } from 'kysely'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Records } from '../../platform/index.ts'
import type { CasesTables } from '../tables.ts'
import {
  addFirstAdministrator,
  addPerson,
  checkPassword,
  disablePerson,
  findPerson,
  listPeople,
  setPassword,
  setRoles,
} from './accounts.ts'
import { addApiToken, readApiToken, revokeApiToken } from './api-tokens.ts'
import { addIdentity, findByIdentity } from './identities.ts'
import {
  demand,
  may,
  PERMISSIONS,
  type Person,
  refuseToxicPairs,
  type Role,
  ROLES,
  TOXIC_PAIRS,
} from './roles.ts'
import { endSession, endSessions, readSession, rotateSession, startSession } from './sessions.ts'
import { confirmTotp, offerTotp, useTotp } from './totp.ts'
import { openTestRecords } from '../../../test/fixtures/records.ts'

const PASSWORD = 'a sentence of many words'
let records: Records<CasesTables>
let db: Kysely<CasesTables>
let admin: Person
let now = Date.parse('2026-01-05T08:00:00Z')
const clock = () => new Date(now).toISOString()
const later = (ms: number) => void (now += ms)
let count = 0

beforeAll(async () => {
  records = await openTestRecords<CasesTables>()
  db = records.db
  const id = await addFirstAdministrator(db, clock, {
    login: 'Root',
    name: 'R',
    password: PASSWORD,
  })
  admin = { id, roles: ['administrator'] }
})
afterAll(() => records.close())

async function add(roles: readonly Role[]): Promise<Person & { login: string }> {
  const login = `person${(count += 1)}`
  const id = await addPerson(db, admin, clock, { login, name: 'P', roles, password: PASSWORD })
  return { id, roles, login }
}

describe('roles', () => {
  it('give what the table says, and an administrator no case and no content', () => {
    const rights = (role: Role) => PERMISSIONS.filter((one) => may({ id: 'p', roles: [role] }, one))
    for (const role of Object.keys(ROLES) as Role[])
      expect(rights(role).sort()).toEqual([...ROLES[role]].sort())
    expect(rights('administrator')).toEqual(['people.manage', 'settings.manage'])
    expect(rights('auditor')).toEqual(['audit.read'])
    expect(() => demand({ id: 'p', roles: ['auditor'] }, 'cases.read')).toThrow('cases.read')
  })

  it('never put a toxic pair into one person, alone or by two roles', () => {
    const roles = Object.keys(ROLES) as Role[]
    for (const one of roles) expect(() => refuseToxicPairs([one])).not.toThrow()
    const refused = roles
      .flatMap((one, index) => roles.slice(index + 1).map((other) => [one, other] as const))
      .filter((pair) => {
        const held = pair.flatMap((role) => ROLES[role])
        return TOXIC_PAIRS.some(([a, b]) => held.includes(a) && held.includes(b))
      })
    for (const pair of refused) expect(() => refuseToxicPairs(pair)).toThrow('together give')
    expect(refused).toContainEqual(['investigator', 'approver'])
    expect(refused).toContainEqual(['investigator', 'administrator'])
    expect(refused).toContainEqual(['disclosure-editor', 'disclosure-publisher'])
    expect(refused).not.toContainEqual(['triage', 'investigator'])
  })
})

describe('people', () => {
  it('log in by password, whatever the case of the login; not when disabled', async () => {
    const person = await add(['triage'])
    expect((await checkPassword(db, person.login.toUpperCase(), PASSWORD))?.id).toBe(person.id)
    expect(await checkPassword(db, person.login, `${PASSWORD}!`)).toBeUndefined()
    expect(await checkPassword(db, 'nobody', 'a password of nobody')).toBeUndefined()
    const row = await db
      .selectFrom('people')
      .selectAll()
      .where('id', '=', person.id)
      .executeTakeFirst()
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await setPassword(db, person, clock, person.id, 'another sentence of words')
    expect(await checkPassword(db, person.login, PASSWORD)).toBeUndefined()
    await disablePerson(db, admin, clock, person.id)
    expect(await checkPassword(db, person.login, 'another sentence of words')).toBeUndefined()
  })

  it('are added once a login, by who may, with roles that go together; the first only when alone', async () => {
    const person = await add(['triage'])
    const asked = { login: person.login, name: 'P', roles: ['triage'] } as const
    const code = (code: string) => ({ code })
    await expect(addPerson(db, admin, clock, asked)).rejects.toMatchObject(
      code('WB_CASES_CONFLICT'),
    )
    await expect(addPerson(db, person, clock, asked)).rejects.toMatchObject(
      code('WB_CASES_FORBIDDEN'),
    )
    await expect(
      addPerson(db, admin, clock, { ...asked, login: 'x', roles: ['investigator', 'approver'] }),
    ).rejects.toMatchObject(code('WB_CASES_TOXIC_PAIR'))
    await expect(
      addPerson(db, admin, clock, { ...asked, login: 'y', password: 'short' }),
    ).rejects.toMatchObject(code('WB_CASES_BAD_INPUT'))
    await expect(
      addFirstAdministrator(db, clock, { login: 'second', name: 'S' }),
    ).rejects.toMatchObject(code('WB_CASES_CONFLICT'))
    expect((await listPeople(db)).map(({ login }) => login)).not.toContain('second')
  })

  it('change in rights at once, never by themselves, and it is recorded', async () => {
    const person = await add(['triage'])
    const { secret } = await startSession(db, person.id, clock)
    await setRoles(db, admin, clock, person.id, ['approver'])
    expect(await readSession(db, clock, secret)).toBeUndefined()
    expect((await findPerson(db, person.id))?.roles).toEqual(['approver'])
    await expect(setRoles(db, admin, clock, admin.id, ['auditor'])).rejects.toMatchObject({
      code: 'WB_CASES_FORBIDDEN',
    })
    const actions = await db
      .selectFrom('audit_log')
      .select('action')
      .where('subject', '=', `person:${person.id}`)
      .orderBy('seq')
      .execute()
    expect(actions.map(({ action }) => action)).toEqual(['person.added', 'person.roles-set'])
  })

  it('come through a provider by issuer and subject, not by one of them', async () => {
    const person = await add(['triage'])
    const identity = { issuer: 'https://id.example', subject: 's1' }
    await addIdentity(db, admin, clock, person.id, identity)
    expect((await findByIdentity(db, 'https://id.example', 's1'))?.id).toBe(person.id)
    expect(await findByIdentity(db, 'https://other.example', 's1')).toBeUndefined()
    await expect(addIdentity(db, admin, clock, admin.id, identity)).rejects.toMatchObject({
      code: 'WB_CASES_CONFLICT',
    })
  })
})

describe('codes of an authenticator', () => {
  it('are good once, one step early or late', async () => {
    const person = await add(['triage'])
    const { secret, uri } = offerTotp(person.login)
    expect(uri).toContain('otpauth://totp/')
    const code = (offset = 0) => new TOTP({ secret }).generate({ timestamp: now + offset })
    await expect(confirmTotp(db, person, clock, secret, 'abc')).rejects.toMatchObject({
      code: 'WB_CASES_BAD_INPUT',
    })
    await confirmTotp(db, person, clock, secret, code())
    expect(await useTotp(db, person.id, clock, code())).toBe(false)
    later(60_000)
    expect(await useTotp(db, person.id, clock, code(-90_000))).toBe(false)
    const tries = await Promise.all([1, 2, 3].map(() => useTotp(db, person.id, clock, code())))
    expect(tries.filter(Boolean)).toHaveLength(1)
    expect(await useTotp(db, admin.id, clock, code())).toBe(false)
  })
})

describe('sessions', () => {
  it('end at logout, at rest, at their end, and when all are ended', async () => {
    const person = await add(['triage'])
    const start = () => startSession(db, person.id, clock)
    const one = await start()
    expect((await readSession(db, clock, one.secret))?.id).toBe(person.id)
    await endSession(db, clock, one.secret)
    expect(await readSession(db, clock, one.secret)).toBeUndefined()
    const idle = await start()
    later(31 * 60_000)
    expect(await readSession(db, clock, idle.secret)).toBeUndefined()
    const long = await start()
    for (let index = 0; index < 28; index += 1) {
      later(25 * 60_000)
      expect(await readSession(db, clock, long.secret)).toBeDefined()
    }
    later(25 * 60_000)
    expect(await readSession(db, clock, long.secret)).toBeUndefined()
    const two = await start()
    expect(await endSessions(db, clock, person.id)).toBeGreaterThan(0)
    expect(await readSession(db, clock, two.secret)).toBeUndefined()
  })

  it('get a new secret at login and on change, keep none in the records, and are five at most', async () => {
    const person = await add(['triage'])
    const planted = await startSession(db, person.id, clock)
    const login = await startSession(db, person.id, clock, planted.secret)
    expect(await readSession(db, clock, planted.secret)).toBeUndefined()
    const rotated = await rotateSession(db, clock, login.secret)
    expect(await readSession(db, clock, login.secret)).toBeUndefined()
    expect((await readSession(db, clock, rotated?.secret ?? ''))?.id).toBe(person.id)
    expect(await rotateSession(db, clock, login.secret)).toBeUndefined()
    const rows = await db.selectFrom('person_sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(rotated?.secret)
    for (let index = 0; index < 5; index += 1) {
      later(1000)
      await startSession(db, person.id, clock)
    }
    expect(await readSession(db, clock, rotated?.secret ?? '')).toBeUndefined()
  })
})

describe('tokens', () => {
  it('may a part of what their holder may, now', async () => {
    const person = await add(['triage', 'investigator'])
    const asked = { name: 'ci', scopes: ['cases.read', 'plans.propose'], days: 10 } as const
    const { id, secret } = await addApiToken(db, person, clock, asked)
    expect((await readApiToken(db, clock, secret))?.scopes).toEqual(['cases.read', 'plans.propose'])
    await setRoles(db, admin, clock, person.id, ['triage'])
    expect((await readApiToken(db, clock, secret))?.scopes).toEqual(['cases.read'])
    const other = await add(['triage'])
    await expect(revokeApiToken(db, other, clock, id)).rejects.toMatchObject({
      code: 'WB_CASES_NOT_FOUND',
    })
    await revokeApiToken(db, person, clock, id)
    expect(await readApiToken(db, clock, secret)).toBeUndefined()
    expect(await readApiToken(db, clock, 'wbt_other')).toBeUndefined()
  })

  it('end, and are not made for more than the holder may', async () => {
    const person = await add(['triage'])
    const asked = { name: 'ci', scopes: ['cases.read'], days: 1 } as const
    const { secret } = await addApiToken(db, person, clock, asked)
    later(86_400_000)
    expect(await readApiToken(db, clock, secret)).toBeUndefined()
    for (const [change, code] of [
      [{ scopes: ['people.manage'] }, 'WB_CASES_FORBIDDEN'],
      [{ scopes: [] }, 'WB_CASES_BAD_INPUT'],
      [{ days: 400 }, 'WB_CASES_BAD_INPUT'],
    ] as const)
      await expect(addApiToken(db, person, clock, { ...asked, ...change })).rejects.toMatchObject({
        code,
      })
    const { secret: last } = await addApiToken(db, person, clock, asked)
    await disablePerson(db, admin, clock, person.id)
    expect(await readApiToken(db, clock, last)).toBeUndefined()
  })
})
