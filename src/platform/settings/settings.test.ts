import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings, SETTINGS } from '../index.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'windbreak-settings-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, 'windbreak.toml')
  await writeFile(path, text)
  return path
}

describe('settings', () => {
  it('have defaults without environment and file', async () => {
    const settings = await readSettings({}, join(folder, 'none.toml'))
    expect(settings).toMatchObject({ listen: { host: '127.0.0.1', port: 8787 }, oidc: undefined })
  })

  it('come from the environment first, then from the file; empty is none', async () => {
    const path = await file('WINDBREAK_DATA = "below"\nWINDBREAK_LISTEN = "[::1]:9000"\n')
    const settings = await readSettings({ WINDBREAK_DATA: 'above', WINDBREAK_LISTEN: '' }, path)
    expect(settings).toMatchObject({ data: 'above', listen: { host: '::1', port: 9000 } })
  })

  it.each([
    ['WINDBREAK_LISTEN', '8787', 'HOST:PORT'],
    ['WINDBREAK_LISTEN', '127.0.0.1:99999', 'HOST:PORT'],
    ['WINDBREAK_ORIGIN', 'https://windbreak.example/console', 'without a path'],
    ['DATABASE_URL', 'mysql://127.0.0.1/x', 'postgres'],
    ['CLICKHOUSE_URL', 'localhost', 'http'],
    ['WINDBREAK_SECRET_KEY', 'short', '16 characters'],
    ['OIDC_ISSUER', 'http://provider.example', 'https'],
  ])('%s=%s is refused with what is accepted', async (name, value, accepted) => {
    await expect(readSettings({ [name]: value })).rejects.toMatchObject({
      code: 'WB_PLATFORM_SETTING',
      exitCode: 3,
      message: expect.stringMatching(new RegExp(`^${name}: found .*wanted .*${accepted}`)),
    })
  })

  it('of a provider go together', async () => {
    const environment = { OIDC_ISSUER: 'https://provider.example', OIDC_CLIENT_ID: 'windbreak' }
    await expect(readSettings(environment)).rejects.toThrow('OIDC_CLIENT_SECRET: found nothing')
    const whole = await readSettings({ ...environment, OIDC_CLIENT_SECRET: 's' })
    expect(whole.oidc?.clientId).toBe('windbreak')
  })

  it.each([
    ['no TOML', 'WINDBREAK_SECRET_KEY = hunter2hunter2hunter2', 'not TOML'],
    ['another name', 'WINDBREAK_LISTNE = "127.0.0.1:1"', 'WINDBREAK_LISTNE'],
    ['another type', 'WINDBREAK_LISTEN = 8787', 'wanted HOST:PORT'],
  ])('in a file with %s are refused with the place', async (_what, text, message) => {
    const path = await file(text)
    const reading = readSettings({}, path)
    await expect(reading).rejects.toMatchObject({ code: 'WB_PLATFORM_SETTING', at: { file: path } })
    await expect(reading).rejects.toThrow(message)
  })

  it('of connectors take their secrets from the environment and from files, and print them nowhere', async () => {
    await writeFile(join(folder, 'scim.token'), 'hunter2 of the file\n')
    const path = await file(`
[connectors.directory]
type = "scim"
url = "https://idp.example/scim/v2"
token = { file = "scim.token" }
[connectors.service]
type = "webhook"
url = "https://service.example/hook"
keys = [{ env = "HOOK_KEY" }]
actions = ["terminate"]
targets = ["account"]
`)
    const { connectors, http, leaks } = await readSettings({ HOOK_KEY: 'hunter2 of the env' }, path)
    const { directory, service } = connectors
    expect(directory?.type === 'scim' && directory.token.reveal()).toBe('hunter2 of the file')
    expect(service?.type === 'webhook' && service.keys[0]?.reveal()).toBe('hunter2 of the env')
    expect(`${JSON.stringify(connectors)} ${inspect(connectors, { depth: 9 })}`).not.toMatch(
      /hunter2/,
    )
    expect([http.allow, leaks.graceMinutes]).toEqual([[], 60])
  })

  it.each([
    ['a secret in the file itself', 'token = "hunter2"', 'connectors.a.token: wanted a secret as'],
    [
      'a variable that is not there',
      'token = { env = "NONE" }',
      'connectors.a.token: found nothing',
    ],
    ['a file that is not there', 'token = { file = "none" }', 'connectors.a.token: found nothing'],
    ['a key that is none', 'token = { env = "T" }\nspeed = 3', 'connectors.a: Unrecognized key'],
    ['another type', 'type = "ldap"', 'connectors.a'],
  ])('with %s are refused by their place', async (_what, line, message) => {
    const type = line.startsWith('type') ? '' : 'type = "scim"\n'
    const text = `[connectors.a]\n${type}url = "https://idp.example/scim"\n${line}\n`
    const reading = readSettings({ T: 'hunter2' }, await file(text))
    await expect(reading).rejects.toMatchObject({ code: 'WB_PLATFORM_SETTING', exitCode: 3 })
    await expect(reading).rejects.toThrow(message)
    await expect(reading).rejects.toThrow(/^(?!.*hunter2)/s)
  })

  it('are all told of in the reference, and no others', async () => {
    const page = await readFile('docs/reference/settings.md', 'utf8')
    const rows = page.split('\n').filter((line) => line.startsWith('| `'))
    const told = rows.flatMap((row) => (row.split('|')[1] ?? '').match(/[A-Z_]{3,}/g) ?? [])
    expect(told.sort()).toEqual(Object.keys(SETTINGS).sort())
  })

  it('that are secret stand in no error', async () => {
    const path = await file('WINDBREAK_SECRET_KEY = hunter2hunter2hunter2')
    for (const reading of [
      readSettings({ WINDBREAK_SECRET_KEY: 'hunter2' }),
      readSettings({ DATABASE_URL: 'hunter2://a:hunter2@127.0.0.1' }),
      readSettings({}, path),
    ])
      await expect(reading).rejects.toThrow(/^(?!.*hunter2)/s)
  })
})
