import { parseInstant } from '../core/index.ts'
import { demoError } from './errors.ts'

/** How hard the actors try: `hard` is slow, pays apart, leaves through other exits and rewrites its prompts. */
export type Difficulty = 'mild' | 'hard'

/** What to make. Everything but the folder and the seed has a default. */
export interface WorldOptions {
  /** The folder to write to; it is made if it is missing. */
  readonly out: string
  /** The same seed and options give byte-identical files. */
  readonly seed: string | number
  /** Innocent accounts, stolen keys among them (default 20,000). */
  readonly accounts?: number
  readonly days?: number
  /** Accounts that actors run, on top of the innocent ones (default 40). */
  readonly actorAccounts?: number
  /** First day, e.g. `2026-01-05`. */
  readonly start?: string
  /** Mean number of requests of an innocent account (default 8). */
  readonly requestsPerAccount?: number
  readonly difficulty?: Difficulty
  /** Called now and then with the accounts written and the accounts in all. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What was written. Paths are relative to `out`. */
export interface WorldSummary {
  readonly seed: string
  readonly accounts: number
  readonly actorAccounts: number
  readonly victimAccounts: number
  readonly indicatedAccounts: number
  readonly requests: number
  readonly bytes: number
  readonly usageFiles: readonly string[]
  readonly kinds: Readonly<Record<string, number>>
}

/** Options after checking, with every default filled in. */
export interface Settings {
  readonly out: string
  readonly seed: string
  readonly accounts: number
  readonly days: number
  readonly actorAccounts: number
  readonly startMs: number
  readonly requestsPerAccount: number
  readonly difficulty: Difficulty
}

/** Checks options and fills in defaults. Errors: WB_DEMO_BAD_OPTION. */
export function settle(options: WorldOptions): Settings {
  const { accounts = 20_000, days = 30, actorAccounts = 40, start = '2026-01-05' } = options
  const { requestsPerAccount = 8, difficulty = 'mild' } = options
  const instant = parseInstant(start)
  if (instant === undefined)
    throw demoError('WB_DEMO_BAD_OPTION', `start is ${start}, wanted a date such as 2026-01-05`)
  wholeNumber('accounts', accounts, 100, 100_000_000)
  wholeNumber('days', days, 2, 366)
  wholeNumber('actorAccounts', actorAccounts, 0, 10_000)
  if (!(requestsPerAccount >= 1 && requestsPerAccount <= 1000))
    throw demoError(
      'WB_DEMO_BAD_OPTION',
      `requestsPerAccount is ${requestsPerAccount}, wanted 1 to 1,000`,
    )
  const startMs = Math.floor(Date.parse(instant) / 86_400_000) * 86_400_000
  const seed = String(options.seed)
  return {
    out: options.out,
    seed,
    accounts,
    days,
    actorAccounts,
    startMs,
    requestsPerAccount,
    difficulty,
  }
}

function wholeNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw demoError(
    'WB_DEMO_BAD_OPTION',
    `${name} is ${value}, wanted a whole number from ${least} to ${most}`,
  )
}
