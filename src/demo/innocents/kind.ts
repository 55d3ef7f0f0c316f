import type { Random } from '../../core/index.ts'
import type { Country } from '../countries.ts'
import type { Settings } from '../options.ts'
import type { Account } from '../person.ts'

/** What innocents may meet of the partner's intelligence: as a subject to quote, or by bad luck. */
export interface Surroundings {
  readonly settings: Settings
  /** Indicators that people who follow threat reports quote. */
  readonly quotable: readonly string[]
  /** Addresses that an indicator named before they went to somebody else. */
  readonly releasedAddresses: readonly string[]
  /** Countries where the actors' accounts say they are. */
  readonly twinCountries: readonly Country[]
}

/** Makes one member of a group what it is. `position` counts members from 0. */
type Shape = (account: Account, position: number, random: Random) => void

/** One group of innocents with what its members share. */
export interface Group {
  readonly country: Country | undefined
  readonly shape: Shape
}

/** A sort of innocent: how many of a thousand accounts are of it, in groups of what size. */
export interface Kind {
  readonly name: string
  readonly perThousand: number
  readonly size: readonly [least: number, most: number]
  begin(around: Surroundings, random: Random): Group
}
