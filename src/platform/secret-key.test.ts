import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEY_FILE, openSecretKey } from './secret-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windbreak-key-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('openSecretKey', () => {
  it('makes a key at first use that only its owner may read, and gives it again', async () => {
    const made = await openSecretKey(folder, '')
    expect(made.hex).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(join(folder, KEY_FILE)).mode & 0o077).toBe(0)
    expect(await openSecretKey(folder, '')).toEqual(made)
  })

  it('prefers the setting, whose id does not tell it, and leaves no file then', async () => {
    const given = await openSecretKey(folder, 'a long enough text')
    expect(Buffer.from(given.hex, 'hex').toString()).toBe('a long enough text')
    expect(given.hex).not.toContain(given.id)
    expect(() => readFileSync(join(folder, KEY_FILE))).toThrow('ENOENT')
  })

  it('refuses a short setting and a file that holds no key', async () => {
    await expect(openSecretKey(folder, 'short')).rejects.toThrow('found 5 characters')
    writeFileSync(join(folder, KEY_FILE), 'nothing')
    await expect(openSecretKey(folder, '')).rejects.toThrow('found no key in its file')
  })
})
