import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbeddedEngine } from './index.ts'

let engine: Engine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-test-'))
  engine = await openEmbeddedEngine(folder)
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a second connection', () => {
  it('sees the same store, and the first one works on when it is closed', async () => {
    const second = engine.beside()
    await second.run('CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n')
    await second.run('INSERT INTO seen VALUES (7)')
    expect(await engine.rows('SELECT n FROM seen')).toEqual([{ n: 7 }])
    await second.close()
    expect(await engine.rows('SELECT count() AS n FROM seen')).toEqual([{ n: 1 }])
  })

  it('answers while the first one is busy', async () => {
    const second = engine.beside()
    const ends: string[] = []
    const long = engine.rows('SELECT sleepEachRow(1) FROM numbers(2)').then(() => ends.push('long'))
    await second.rows('SELECT 1').then(() => ends.push('short'))
    await long
    await second.close()
    expect(ends).toEqual(['short', 'long'])
  })
})
