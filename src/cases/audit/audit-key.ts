import { type KeyObject, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { casesError } from '../errors.ts'
import { privateKeyOf, type VerifierKey, verifierOf } from './note.ts'

/** What signs checkpoints. `origin` names the log in them, and the key in its signatures. */
export interface AuditKey {
  readonly origin: string
  readonly privateKey: KeyObject
  readonly verifier: VerifierKey
}

const AUDIT_KEY_FILE = 'audit.key'
/** A log is called by a name of its own, so that a checkpoint of one is never taken for one of another. */
const ORIGIN = 'windbreak-audit-'

/**
 * The key in the data folder's file, which is made at first use and only its owner may read. Whoever holds it can sign,
 * so an anchor outside is what shows a log that was written anew. Throws WB_CASES_AUDIT_KEY when the file holds no key.
 */
export async function openAuditKey(folder: string): Promise<AuditKey> {
  const file = join(folder, AUDIT_KEY_FILE)
  const made = `${ORIGIN}${randomBytes(6).toString('hex')} ${randomBytes(32).toString('hex')}\n`
  try {
    await writeFile(file, made, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
  const text = await readFile(file, 'utf8')
  const [, origin, seed] = /^([a-z0-9.-]+) ([0-9a-f]{64})\n$/.exec(text) ?? []
  if (origin === undefined || seed === undefined)
    throw casesError(
      'WB_CASES_AUDIT_KEY',
      'found no key in its file, wanted a name and 64 hex digits',
      {
        hint: 'restore the file; a new key cannot continue the old checkpoints',
        at: { file },
      },
    )
  const privateKey = privateKeyOf(Buffer.from(seed, 'hex'))
  return { origin, privateKey, verifier: verifierOf(origin, privateKey) }
}
