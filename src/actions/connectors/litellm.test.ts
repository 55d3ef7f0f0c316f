import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type LitellmShapedServer,
  startLitellmShapedServer,
} from '../../../test/fixtures/litellm-shaped-server.ts'
import { openHttp } from '../../platform/index.ts'
import type { Connector, Operation, Parameters, Target } from './connector.ts'
import { litellmConnector } from './litellm.ts'

let server: LitellmShapedServer
let connector: Connector

beforeEach(async () => {
  server = await startLitellmShapedServer()
  const http = openHttp({ allow: [server.host] })
  connector = litellmConnector(http, { name: 'proxy', baseUrl: server.url, adminKey: 'admin-key' })
})
afterEach(() => server.close())

const operation = (
  action: Operation['action'],
  id: string,
  kind: Target['kind'] = 'account',
  parameters: Parameters = {},
): Operation => ({ action, target: { kind, id }, parameters })

describe('a server that behaves as LiteLLM was recorded to', () => {
  it('has every key of an account blocked over all pages, and only those given back that we blocked', async () => {
    for (let n = 0; n < 230; n += 1) server.addKey(`k${n}`, 'acct_7', { blocked: n === 5 })
    server.addKey('other', 'acct_8')
    const suspend = operation('suspend', 'acct_7')
    const { state, memory } = await connector.preview(suspend)
    expect(state).toBe('would-change')
    expect(await connector.apply(suspend, 'a', memory)).toMatchObject({ state: 'applied' })
    const blocked = [...server.keys.values()].filter((row) => row.blocked)
    expect(blocked).toHaveLength(230)
    expect(server.keys.get('other')?.blocked).toBe(false)
    expect(await connector.read(suspend, memory)).toMatchObject({ state: 'in-effect' })
    server.addKey('later', 'acct_7')
    expect(await connector.read(suspend, memory)).toMatchObject({ state: 'not-in-effect' })
    await connector.revert(suspend, 'b', memory)
    const still = [...server.keys.values()].filter((row) => row.blocked).map((row) => row.token)
    expect(still).toEqual(['k5'])
  })

  it('says in effect from the table while a pod still serves from its cache', async () => {
    server.addKey('k', 'acct_7')
    const suspend = operation('suspend', 'acct_7')
    await connector.apply(suspend, 'a', {})
    expect(await connector.read(suspend, {})).toMatchObject({ state: 'in-effect' })
    expect(server.serves('k')).toBe(true)
    server.expireCache()
    expect(server.serves('k')).toBe(false)
  })

  it('sets limits and models, and puts back those that each key had', async () => {
    server.addKey('a', 'acct_7', { rpm_limit: 60, models: ['small'] })
    server.addKey('b', 'acct_7')
    const limit = operation('rate-limit', 'acct_7', 'account', { rpm: 5, tpm: 1000 })
    const models = operation('restrict-models', 'acct_7', 'account', { models: ['tiny'] })
    for (const asked of [limit, models]) {
      const { memory } = await connector.preview(asked)
      await connector.apply(asked, 'k', memory)
      expect(await connector.read(asked, memory)).toMatchObject({ state: 'in-effect' })
      await connector.revert(asked, 'l', memory)
    }
    expect(server.keys.get('a')).toMatchObject({
      rpm_limit: 60,
      tpm_limit: null,
      models: ['small'],
    })
    expect(server.keys.get('b')).toMatchObject({ rpm_limit: null, tpm_limit: null, models: [] })
  })

  it('takes the block of a customer back by making it anew, with what it had', async () => {
    server.customers.set('c', {
      user_id: 'c',
      alias: 'See',
      budget_id: 'b1',
      spend: 4,
      blocked: false,
    })
    const suspend = operation('suspend', 'c', 'end-user')
    const { memory } = await connector.preview(suspend)
    await connector.apply(suspend, 'a', memory)
    expect(await connector.read(suspend, memory)).toMatchObject({ state: 'in-effect' })
    const outcome = await connector.revert(suspend, 'b', memory)
    expect(outcome.evidence.notes.join()).toContain('spend history')
    expect(server.customers.get('c')).toMatchObject({
      alias: 'See',
      budget_id: 'b1',
      blocked: false,
    })
    expect(await connector.read(suspend, memory)).toMatchObject({ state: 'not-in-effect' })
  })

  it('makes a customer anew after an attempt that was cut off between deleting and making', async () => {
    server.customers.set('c', { user_id: 'c', alias: 'See', blocked: false })
    const suspend = operation('suspend', 'c', 'end-user')
    const { memory } = await connector.preview(suspend)
    await connector.apply(suspend, 'a', memory)
    server.customers.delete('c')
    await connector.revert(suspend, 'b', memory)
    expect(server.customers.get('c')).toMatchObject({ alias: 'See', blocked: false })
  })

  it('blocks a team as a whole and refuses to confuse it with an account', async () => {
    server.teams.set('t', { blocked: false })
    const suspend = operation('suspend-organization', 't', 'organization')
    await connector.apply(suspend, 'a', {})
    expect(await connector.read(suspend, {})).toMatchObject({ state: 'in-effect' })
    await connector.revert(suspend, 'b', { already: false })
    expect(server.teams.get('t')?.blocked).toBe(false)
    const wrong = operation('suspend', 't', 'organization')
    expect(await connector.apply(wrong, 'c', {})).toMatchObject({ state: 'refused' })
  })

  it('says that an account without keys is not there, instead of calling nothing a success', async () => {
    expect(await connector.preview(operation('suspend', 'nobody'))).toMatchObject({
      state: 'absent',
    })
    expect(await connector.read(operation('suspend', 'nobody'), {})).toMatchObject({
      state: 'unknown',
    })
  })
})
