import { afterEach, describe, expect, it } from 'vitest'
import { type ScimServer, startScimServer } from '../../../test/fixtures/scim-server.ts'
import { openHttp } from '../../platform/index.ts'
import type { Connector, Operation } from './connector.ts'
import { scimConnector } from './scim.ts'

let server: ScimServer | undefined
afterEach(() => server?.close())

async function start(patch: boolean, token = 'scim-token'): Promise<[ScimServer, Connector]> {
  server = await startScimServer({ patch })
  server.users.set('1', { id: '1', userName: 'acct_7', displayName: 'Seven', active: true })
  server.users.set('2', { id: '2', userName: 'acct_8', active: true })
  server.users.set('3', { id: '3', userName: 'acct_9', active: false })
  const http = openHttp({ allow: [server.host] })
  const settings = { name: 'directory', baseUrl: server.url, token, lookup: 'userName' } as const
  return [server, scimConnector(http, settings)]
}

const suspend = (id: string): Operation => ({
  action: 'suspend',
  target: { kind: 'account', id },
  parameters: {},
})

describe('a SCIM 2.0 server', () => {
  it.each([true, false])(
    'is told to stop one account and to give it back, PATCH %s',
    async (patch) => {
      const [{ users, requests }, connector] = await start(patch)
      const preview = await connector.preview(suspend('acct_7'))
      expect(preview).toMatchObject({ state: 'would-change', memory: { already: false } })
      expect(users.get('1')?.['active']).toBe(true)
      expect(await connector.apply(suspend('acct_7'), 'k1', {})).toMatchObject({ state: 'applied' })
      expect(users.get('1')).toMatchObject({ active: false, displayName: 'Seven' })
      expect(users.get('2')?.['active']).toBe(true)
      expect(requests.some((line) => line.startsWith(patch ? 'PATCH' : 'PUT'))).toBe(true)
      expect(await connector.read(suspend('acct_7'), {})).toMatchObject({ state: 'in-effect' })
      await connector.revert(suspend('acct_7'), 'k2', preview.memory)
      expect(users.get('1')).toMatchObject({ active: true, displayName: 'Seven' })
      expect(await connector.read(suspend('acct_7'), {})).toMatchObject({ state: 'not-in-effect' })
    },
  )

  it('does nothing to an account that was stopped by somebody else, nor gives it back', async () => {
    const [{ users }, connector] = await start(true)
    const { state, memory } = await connector.preview(suspend('acct_9'))
    expect(state).toBe('already')
    await connector.revert(suspend('acct_9'), 'k', memory)
    expect(users.get('3')?.['active']).toBe(false)
  })

  it('finds no account by a name that tries to be a filter', async () => {
    const [{ users }, connector] = await start(true)
    const hostile = suspend('x" or userName pr or userName eq "y\\')
    const { state } = await connector.preview(hostile)
    expect(['absent', 'unknown']).toContain(state)
    expect(await connector.apply(hostile, 'k', {})).toMatchObject({ state: 'refused' })
    expect([...users.values()].map((user) => user['active'])).toEqual([true, true, false])
  })

  it('is refused with a wrong token, and for what SCIM cannot do', async () => {
    const [, connector] = await start(true, 'wrong')
    expect(await connector.apply(suspend('acct_7'), 'k', {})).toMatchObject({ state: 'refused' })
    const warn = { ...suspend('acct_7'), action: 'warn' } as const
    expect(await connector.preview(warn)).toMatchObject({ state: 'unsupported' })
  })
})
