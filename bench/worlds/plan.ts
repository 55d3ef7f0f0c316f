import type { Chance } from './chance.ts'
import type { Names, Tactic } from './phrasebook.ts'

export const DAY_MS: number = 24 * 3600 * 1000

/** Where an account's sessions come from on a share of its days. */
interface Place {
  readonly share: number
  readonly addresses: readonly string[]
  /** Only these days of the world; all days if left out. */
  readonly days?: readonly number[]
}

/** One request that a story asks for, beside the account's own ordinary ones. */
export interface Scripted {
  readonly day: number
  readonly text: string
  readonly address?: string
  readonly agent?: string
  /** A command that the model is shown to run for the account. */
  readonly tool?: string
  /** Indicator values that stand in code or commands here; for the truth alone. */
  readonly uses?: readonly string[]
}

/** How an account behaves. Rates are shares of its requests. */
export interface Habits {
  requests: number
  perSession: number
  firstDay: number
  lastDay: number
  readonly utcOffset: number
  readonly fromHour: number
  readonly toHour: number
  readonly weekend: number
  isAutomated: boolean
  homes: string[]
  leaseDays: number
  places: Place[]
  /** Gives a fresh address for each request. */
  rotates: (() => string) | null
  agents: string[]
  languages: string[]
  tactics: number
  tacticKinds: readonly Tactic[]
  defence: number
  coding: number
  names: Names
  ownRate: number
  scripted: Scripted[]
  source: 'gateway' | 'traces' | 'both'
}

/** One account of the world: its row in the directory, its truth, and its habits. */
export interface Plan {
  readonly id: string
  kind: string
  truth: 'actor' | 'benign' | 'victim'
  actor: string | null
  team: string | null
  country: string
  phoneCountry: string | null
  createdAt: number
  email: string
  organization: string | null
  tier: 'free' | 'paid' | 'enterprise'
  payment: string | null
  signupIp: string
  signupAgent: string
  status: 'active' | 'suspended' | 'terminated'
  tags: string[]
  readonly habits: Habits
}

/** An indicator of the world's intel, in the form that the truth needs. */
export interface IntelValue {
  readonly kind: 'ip' | 'range' | 'domain' | 'url' | 'hash' | 'email'
  readonly value: string
  readonly validFrom: number
  readonly validUntil: number | null
  readonly revoked: boolean
  readonly confidence: number
  readonly actor: string | null
}

/** Whether an indicator counts at an instant (epoch ms). */
export function isValidAt(indicator: IntelValue, at: number): boolean {
  return (
    !indicator.revoked &&
    indicator.validFrom <= at &&
    (indicator.validUntil === null || at < indicator.validUntil)
  )
}

/** The address of an account on a day, decided once for a session. */
export function addressOn(habits: Habits, day: number, chance: Chance): string {
  if (habits.rotates !== null) return habits.rotates()
  let left = chance.next()
  for (const place of habits.places) {
    if (place.days !== undefined && !place.days.includes(day)) continue
    left -= place.share
    if (left < 0) return chance.pick(place.addresses)
  }
  return habits.homes[Math.floor(day / habits.leaseDays) % habits.homes.length] as string
}
