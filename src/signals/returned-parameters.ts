/** The settings of evidence from accounts that were closed, each with its meaning and its evidence. */
export const RETURNED_PARAMETERS = {
  /**
   * Bits of a family in which an account shares a token with a closed one: a guess. Accounts are closed for many reasons,
   * and a household shares a card.
   */
  familyBits: { pay: 1.5, mail: 1.5, address: 1, device: 0.5 },
  /** Most bits in all: below what may start a crew (`suspectBitsMin`), and far below a lead, so never ground by itself. */
  bitsMax: 2.5,
  /** Accounts beyond which a token says less, in proportion: as of indicators, three stand for one operator's. */
  holdersExpected: 3,
  /** Accounts beyond which a token says nothing: an office, an exit or a browser build. */
  holdersMax: 20,
  /** Days for which a token is kept after its account was closed: a year, as long as public reports see operators return. */
  keptDays: 365,
} as const
