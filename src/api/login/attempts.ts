import type { Clock } from '../../platform/index.ts'
import { Problem } from '../problem.ts'

/** Wrong logins are counted for this long. */
const WINDOW_MS = 15 * 60_000
/** Wrong logins with one name: a person mistypes a few times; 6 digits withstand this for a lifetime. */
const PER_LOGIN_MAX = 10
/** And from one address, behind which many people may sit. */
const PER_ADDRESS_MAX = 100
/** Names that are remembered: beyond, the oldest are forgotten, so that memory has an end. */
const KEYS_MAX = 100_000

export interface Attempts {
  /** Throws a `too-many` problem before a password is looked at, and counts this attempt as wrong until `forgive`. */
  begin(login: string, address: string): void
  /** The login was right: what was counted for its name is forgotten. */
  forgive(login: string): void
}

/** Counts in this process; several processes let in as many times more. */
export function countAttempts(clock: Clock): Attempts {
  const kept = new Map<string, number[]>()
  const recent = (key: string, now: number): number[] =>
    (kept.get(key) ?? []).filter((at) => at > now - WINDOW_MS)
  return {
    begin: (login, address) => {
      const now = Date.parse(clock())
      const limits = [
        [`login ${login.toLowerCase()}`, PER_LOGIN_MAX],
        [`address ${address}`, PER_ADDRESS_MAX],
      ] as const
      for (const [key, max] of limits)
        if (recent(key, now).length >= max)
          throw new Problem('too-many', 'wait a quarter of an hour, or ask an administrator')
      for (const [key] of limits) {
        const times = [...recent(key, now), now]
        kept.delete(key)
        kept.set(key, times)
      }
      for (const key of kept.keys()) {
        if (kept.size <= KEYS_MAX) break
        kept.delete(key)
      }
    },
    forgive: (login) => void kept.delete(`login ${login.toLowerCase()}`),
  }
}
