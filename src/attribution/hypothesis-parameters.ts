/** The settings of hypotheses about who stands behind accounts, each with its meaning and its evidence. */
export const HYPOTHESIS_PARAMETERS = {
  /**
   * Prior bits in favour of an actor that the intelligence does not know, against each actor whose infrastructure was
   * met: a guess, kept from the research's prototype; one good indicator (8 bits or more) outweighs it.
   */
  unknownBits: 3,
  /** Bits against an actor whose infrastructure nobody met: habits are shared by many, so they seldom make a name. */
  unmetBits: -4,
  /** Bits of a criminal group against an unknown state-affiliated actor: a guess; the intelligence given is of the latter. */
  criminalBits: -2,
  /** Bits of a false flag against the actor whose infrastructure was met: planting costs an operation, and public cases are few. */
  falseFlagBits: -5,
  /** Bits of a researcher or red team against any other innocent: about one in four of those who meet indicators in our worlds. */
  researcherBits: -2,
  /** Bits for a researcher where an indicated value stands in its code: sandbox runners were most innocents of that kind in our worlds. */
  researcherUseBits: 4,
  /** Most that infrastructure says: it is shared and planted. */
  infrastructureMax: 10,
  /** Most that techniques say, for or against: labels are noisy. The right actor's kit stood between -3 and 1 bits, uncapped. */
  capabilityMax: 1.5,
  /** Most that topics say: everybody reads of them in the news. */
  victimMax: 2,
  /** Most that hours and languages say for an actor: easy to choose. Research puts them at 4 to 6 bits at most, and never alone. */
  adversaryMax: 4,
  /** Most that hours and languages say against: another clock is chosen on purpose. Two of 16 crews of development worlds did not fit. */
  adversaryLeast: -2,
  /** Of these, hours: offsets of neighbouring countries look alike. */
  hoursMax: 2,
  /** Further values of one actor's infrastructure count this share of the one before: partners copy each other. */
  repeatShare: 0.5,
  /** Indicators without an actor speak for an unknown one with this share of their bits: those who know name. */
  namelessShare: 0.25,
  /**
   * Highest probability of a name, given an operation, by the number of vertices that speak for it:
   * likely with one, very likely with two, almost certain with three (research: two vertices for "likely" were asked of reports).
   */
  byVertices: [0.3, 0.79, 0.94, 0.98],
  /** A vertex speaks for an actor from these bits on: less is noise. */
  vertexBitsMin: 0.5,
  /** A name, given an operation, is printed at this probability or more, else "unknown". */
  nameMin: 0.55,
  /** And when it leads the next name by these bits: research asked for three. */
  marginBits: 2,
  /** And unless the other vertices together say this much against: then it does not look like that actor. */
  noveltyBits: -3,
  /**
   * And when the account is that actor's with at least this probability in all: on four development worlds, names below
   * it were of innocents three times as often as right.
   */
  nameInAllMin: 0.2,
  /** The same for one account with values in code only: whoever studies an actor has them. Of 20 names on innocents 7 were such. */
  nameStudiedMin: 0.5,
  /** Probability that an actor's account writes in its home's script at all: half of their prompts are English in reports. */
  homeScriptShare: 0.6,
  /** Probability that an actor's account speaks of a thing the actor is after. */
  targetShare: 0.3,
  /** How much of an actor's asking falls on the techniques it is known for: a third, since most of a crew's prompts are cover. */
  kitShare: 0.3,
  /** Prompts, and active hours, that count as independent at most: habits repeat. */
  labelledMax: 3,
  hourDaysMax: 16,
  /** Active hours below which hours say nothing. */
  hourDaysMin: 8,
  /** Named actors that are listed at most, and the probability below which they are folded into "unknown". */
  namedMax: 5,
  listedMin: 0.01,
} as const
