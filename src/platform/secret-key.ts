import { createHmac, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { platformError } from './errors.ts'

/** A key for tokens, as hex. `id` tells keys apart without telling the key: tokens of two keys never compare. */
export interface SecretKey {
  readonly hex: string
  readonly id: string
}

/** The name of the key's file in the data folder. */
export const KEY_FILE = 'secret.key'
const KEY_BYTES = 32
/** A shorter text could be guessed by trying. */
const SETTING_CHARS_MIN = 16

/**
 * The key that `WINDBREAK_SECRET_KEY` gives, else the one in the data folder's file, which is made at first use and only
 * its owner may read. Throws WB_PLATFORM_SECRET_KEY when the setting or the file holds no key.
 */
export async function openSecretKey(
  folder: string,
  setting: string | undefined = process.env['WINDBREAK_SECRET_KEY'],
): Promise<SecretKey> {
  if (setting !== undefined && setting !== '') {
    if (setting.length < SETTING_CHARS_MIN)
      throw platformError(
        'WB_PLATFORM_SECRET_KEY',
        `WINDBREAK_SECRET_KEY: found ${setting.length} characters, wanted at least ${SETTING_CHARS_MIN}`,
        { hint: 'give it a random text, such as the output of openssl rand -hex 32' },
      )
    return keyOf(Buffer.from(setting, 'utf8').toString('hex'))
  }
  const file = join(folder, KEY_FILE)
  const made = randomBytes(KEY_BYTES).toString('hex')
  try {
    await writeFile(file, `${made}\n`, { flag: 'wx', mode: 0o600 })
    return keyOf(made)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  }
  const kept = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(kept))
    throw platformError(
      'WB_PLATFORM_SECRET_KEY',
      'found no key in its file, wanted 64 hex digits',
      {
        hint: 'restore the file, or remove it: a new key is made, and tokens of the old one no longer compare',
        at: { file },
      },
    )
  return keyOf(kept)
}

function keyOf(hex: string): SecretKey {
  const id = createHmac('sha256', Buffer.from(hex, 'hex')).update('windbreak key id').digest('hex')
  return { hex, id: id.slice(0, 12) }
}
