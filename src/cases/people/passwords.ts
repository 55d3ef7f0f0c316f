import { casesError } from '../errors.ts'

/** OWASP's second recommendation for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const CHARS_MIN = 12
/** A longer one only makes the hash work. */
const CHARS_MAX = 1_024

/** A hash of nobody's password, of the same cost: made once, compared with when a login is unknown. */
let decoy: Promise<string> | undefined

/** Argon2id as a PHC string. Throws WB_CASES_BAD_INPUT for fewer than 12 or more than 1,024 characters. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < CHARS_MIN || password.length > CHARS_MAX)
    throw casesError(
      'WB_CASES_BAD_INPUT',
      `found a password of ${password.length} characters, wanted ${CHARS_MIN} to ${CHARS_MAX}`,
      { hint: 'a sentence is easier to keep than signs' },
    )
  const { hash } = await import('@node-rs/argon2')
  return hash(password, COST)
}

/** Whether a password belongs to a hash; takes as long without one. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2')
  decoy ??= hashPassword('a password of nobody')
  const isRight = await verify(kept ?? (await decoy), password.slice(0, CHARS_MAX + 1))
  return isRight && kept !== null
}
