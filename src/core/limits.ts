/** A limit on everything that comes from outside. Each says why it is what it is. */

/** One JSON line or document of a usage log. Longer ones are set aside: no provider's request body is larger. */
export const LINE_BYTES_MAX: number = 32 * 1024 * 1024

/** Characters of one request's text (prompt, completion, arguments) that are searched for observables. */
export const TEXT_CHARS_MAX = 1_000_000

/** Observables kept of one event: a pasted list of indicators is a list, not use of each. */
export const OBSERVABLES_PER_EVENT_MAX = 200

/** Characters of one observable's value; longer ones are cut of meaning and never equal an indicator. */
export const OBSERVABLE_CHARS_MAX = 512

/** Events before this year, or more than a day after the run's clock, carry a broken clock. */
export const EVENT_YEAR_MIN = 2015

/** Accounts that may share a value and still be compared pair by pair: cost is linear in this number. */
export const LINK_HOLDERS_MAX = 100

/** Accounts that may share a value and still be tied to one suspect among them: a ring is hundreds, a crowd more. */
export const LINK_STAR_HOLDERS_MAX = 2000
