import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import type { SecretKey } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import type { CasesDb } from '../tables.ts'

/**
 * Keeps texts under a key for each subject, so that destroying the key erases them wherever copies of the records lie. A
 * subject's key is wrapped by one that is derived from the secret key, which is not in the records.
 */
export interface Vault {
  /** The text as it may be kept. `subject` is whose key is taken, such as `case:ID`. */
  seal(db: CasesDb, subject: string, text: string, at: string): Promise<string>
  /** The text again; undefined when its key was destroyed. Throws WB_CASES_CONFLICT when it is not what was sealed. */
  open(db: CasesDb, sealed: string): Promise<string | undefined>
}

const MARK = 'wb1'
const IV_BYTES = 12
const TAG_BYTES = 16

export function isSealed(text: string): boolean {
  return text.startsWith(`${MARK}.`)
}

export function openVault(secret: SecretKey): Vault {
  const salt = Buffer.from('windbreak data keys')
  const wrapping = Buffer.from(
    hkdfSync('sha256', Buffer.from(secret.hex, 'hex'), salt, Buffer.from('wrap'), 32),
  )
  return {
    seal: async (db, subject, text, at) => {
      const made = { id: randomUUID(), key: randomBytes(32) }
      const wrapped = encrypt(wrapping, made.key, subject)
      const row = { id: made.id, subject, wrapped, created_at: at, destroyed_at: null }
      await db
        .insertInto('data_keys')
        .values(row)
        .onConflict((on) => on.column('subject').where('destroyed_at', 'is', null).doNothing())
        .execute()
      const kept = await db
        .selectFrom('data_keys')
        .where('subject', '=', subject)
        .where('destroyed_at', 'is', null)
        .select(['id', 'wrapped'])
        .executeTakeFirstOrThrow()
      const key = decrypt(wrapping, kept.wrapped ?? '', subject)
      return `${MARK}.${kept.id}.${encrypt(key, Buffer.from(text, 'utf8'), kept.id)}`
    },
    open: async (db, sealed) => {
      const [, id = '', body = ''] = sealed.split('.')
      const kept = await db
        .selectFrom('data_keys')
        .where('id', '=', id)
        .select(['subject', 'wrapped'])
        .executeTakeFirst()
      if (kept === undefined || kept.wrapped === null) return undefined
      const key = decrypt(wrapping, kept.wrapped, kept.subject)
      return decrypt(key, body, id).toString('utf8')
    },
  }
}

/** AES-256-GCM as base64url: IV, tag, ciphertext. `bound` is what it is for: elsewhere it does not open. */
function encrypt(key: Buffer, data: Buffer, bound: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound, 'utf8'))
  const text = Buffer.concat([cipher.update(data), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
}

function decrypt(key: Buffer, sealed: string, bound: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    cipher.setAAD(Buffer.from(bound, 'utf8'))
    cipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return Buffer.concat([cipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), cipher.final()])
  } catch {
    throw casesError(
      'WB_CASES_CONFLICT',
      'found a sealed text that this secret key does not open',
      {
        hint: 'restore the secret key that sealed it; if that is the one, the records were changed',
      },
    )
  }
}
