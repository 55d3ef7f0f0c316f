import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiTestServer, startApiServer } from '../../test/fixtures/api-server.ts'
import { addRoot, addTestPerson, ask, logInAs } from '../../test/fixtures/people.ts'
import {
  appendAudit,
  type AuditKey,
  fileAnchor,
  leafHash,
  openAuditKey,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from '../cases/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'windbreak-proofs-'))
const anchor = join(folder, 'anchors')
const clock = () => '2026-01-05T08:12:00.000Z'
let server: ApiTestServer
let session: string
let key: AuditKey

beforeAll(async () => {
  key = await openAuditKey(folder)
  server = await startApiServer({ clock, auditKey: key, anchors: [fileAnchor(anchor)] })
  const root = await addRoot(server.records.db, clock)
  const person = await addTestPerson(server.records.db, clock, root, 'aud', ['auditor'])
  session = await logInAs(server.app, clock, person)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const as = (method: 'GET' | 'POST', path: string) =>
  ask(server.app, method, `/api/v1/audit${path}`, { session })
const bytesOf = (proof: unknown) => (proof as string[]).map((hex) => Buffer.from(hex, 'hex'))
const checkpointOf = (note: unknown) => {
  const checkpoint = verifyCheckpoint(String(note), key.verifier)
  if (checkpoint === undefined) throw new Error('the note does not verify')
  return checkpoint
}
const write = (n: number) =>
  appendAudit(server.records.db, { at: clock(), by: 'p', action: 'test.done', subject: `t:${n}` })

describe('proofs of the audit log', () => {
  it('lead from every entry to a signed root, and from one root to a later one', async () => {
    const first = await as('POST', '/checkpoints')
    expect(first.status).toBe(201)
    for (let n = 0; n < 9; n += 1) await write(n)
    const second = await as('POST', '/checkpoints')
    const [one, two] = [checkpointOf(first.body['note']), checkpointOf(second.body['note'])]
    expect(two.size).toBeGreaterThan(one.size)
    for (let seq = 0; seq < two.size; seq += 1) {
      const { status, body } = await as('GET', `/entries/${seq}/proof`)
      expect(status).toBe(200)
      const root = checkpointOf(body['checkpoint']).root
      const leaf = leafHash(String(body['entry']))
      const proof = bytesOf(body['proof'])
      expect(verifyInclusion(leaf, seq, two.size, proof, root)).toBe(true)
      const forged = leafHash(String(body['entry']).replace('"by":"', '"by":"x'))
      expect(verifyInclusion(forged, seq, two.size, proof, root)).toBe(false)
    }
    const grown = await as('GET', `/consistency?from=${one.size}&to=${two.size}`)
    const proof = bytesOf(grown.body['proof'])
    expect(verifyConsistency(one.size, two.size, proof, one.root, two.root)).toBe(true)
    expect(verifyConsistency(one.size, two.size, proof, two.root, one.root)).toBe(false)
  })

  it('are refused where no checkpoint is', async () => {
    await write(99)
    const { body } = await as('GET', '/checkpoints')
    const notes = body['notes'] as string[]
    expect(body['key']).toBe(key.verifier.text)
    const { size } = checkpointOf(notes.at(-1))
    expect((await as('GET', `/entries/${size}/proof`)).status).toBe(404)
    expect((await as('GET', `/consistency?from=${size - 1}&to=${size}`)).status).toBe(404)
  })

  it('have their checkpoints anchored outside the records', async () => {
    const { body } = await as('GET', '/checkpoints')
    const kept = readFileSync(anchor, 'utf8')
    for (const note of body['notes'] as string[]) expect(kept).toContain(note)
  })
})
