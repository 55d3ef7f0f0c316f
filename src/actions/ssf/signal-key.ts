import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CryptoKey, JWK } from 'jose'
import { actionsError } from '../errors.ts'

/** What signs security events. Receivers fetch `jwk` and know it by its thumbprint (RFC 7638). */
export interface SignalKey {
  readonly privateKey: CryptoKey
  /** The public half, with `kid`, `alg` and `use`. */
  readonly jwk: JWK
}

const KEY_FILE = 'signals.key'
/** What the CAEP interoperability profile asks of transmitters. */
const ALGORITHM = 'RS256'
const BITS = 2048

/**
 * The key in the data folder's file, which is made at first use and only its owner may read. Throws
 * WB_ACTIONS_SIGNAL_KEY when the file holds no key.
 */
export async function openSignalKey(folder: string): Promise<SignalKey> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } = await import('jose')
  const file = join(folder, KEY_FILE)
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept === undefined) {
    const made = await generateKeyPair(ALGORITHM, { modulusLength: BITS, extractable: true })
    const text = `${JSON.stringify(await exportJWK(made.privateKey))}\n`
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    } catch (cause) {
      // Another process was first: its key is the one.
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    }
    return openSignalKey(folder)
  }
  try {
    const whole = JSON.parse(kept) as JWK
    const { kty, n, e } = whole
    const privateKey = (await importJWK(whole, ALGORITHM)) as CryptoKey
    const shown = { kty, n, e } as JWK
    const kid = await calculateJwkThumbprint(shown)
    return { privateKey, jwk: { ...shown, kid, alg: ALGORITHM, use: 'sig' } }
  } catch (cause) {
    throw actionsError('WB_ACTIONS_SIGNAL_KEY', 'found no key in its file, wanted a private JWK', {
      hint: 'restore the file, or remove it: receivers fetch the new key by themselves',
      at: { file },
      cause,
    })
  }
}
