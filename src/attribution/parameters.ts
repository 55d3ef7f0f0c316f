/** The settings of leads, each with its meaning and its evidence (docs/evaluation.md). */
export const LEAD_PARAMETERS = {
  /** Only accounts at or above this probability are written: CONTRACTS.md 2. */
  probabilityMin: 0.05,
  /** Nothing is more probable than this: some part of every explanation may be wrong. */
  probabilityMax: 0.995,
  /**
   * Calibration of log odds, fitted on the leads of eight development worlds of two generators (t1 to t3 mild and hard, t1, t2 of
   * the demo): 1.10 and 1.15 pooled. The offset is taken lower: worlds without any actor ask for a negative one.
   */
  calibrationSlope: 1.1,
  calibrationOffset: 0.6,
  /** How far log odds above even count where no indicator stands behind a lead or its crew: habits have innocent reasons. */
  habitsSlope: 0.35,
  /** Evidence of one operator's accounts: each further value counts this share of the one before; crews' evidence is dependent. */
  jointDiscount: 0.5,
  /** Bits for each further account of a crew that meets another indicated value: chance groups seldom meet two. */
  corroborationDistinct: 5,
  /** Bits for each further account of a crew that meets the same value: an office behind it would do so too. */
  corroborationSame: 2,
  /** No crew gains more by this: families and small teams behind one indicated address are tied as well. */
  corroborationMax: 8,
  /** A crew's mean text evidence counts at most this many times: members of any group ask alike. */
  crewTextsMax: 1.2,
  /** Behaviour of each further member of a crew counts this share of the one before. */
  behaviourDiscount: 0.3,
  /** No crew gains or loses more by its members' behaviour. */
  crewBehaviourMax: 6,
  /** Behaviour, in bits, from which an account may start a crew without any indicator, and the most such accounts, strangest first. */
  riskBitsMin: 4,
  riskyMax: 400,
  /** Own evidence, in bits, from which an account may start a crew: about a tenfold rise of the odds. */
  suspectBitsMin: 3,
  /** Accounts that may start crews, strongest first: bounds the cost of linking. */
  suspectsMax: 5000,
  /**
   * Least probability of one operator at which an account's texts are read at all: below it, even the strongest
   * texts could not make it a lead, so its prompts are nobody's business.
   */
  textLinkMin: 0.01,
  /** Least probability of one operator for membership in a printed cluster, by what is shared or by all that is known of the account. */
  memberLinkMin: 0.5,
  /** Probability of a stolen key from which it is told and taken off a lead's: most actor accounts with several clients lie below. */
  stolenToldMin: 0.02,
  /**
   * Least probability of one named actor at which crews that share nothing are printed as one cluster. Of pairs of accounts so named on
   * seven development worlds 211 were of one team, 7 of two, and 3 had an innocent.
   */
  sameActorMin: 0.5,
  /** Probability of each of two accounts from which it is asked whether they are of one operation: more likely an actor's than not. */
  fellowMin: 0.5,
  /**
   * Bits of shared values from which two such accounts are of one operation. On 31 development worlds of both generators 1,100 pairs
   * that shared as much were of one team, none of two, and some 40 had an innocent; with fewer bits 10 were of one and 11 of two.
   */
  fellowBitsMin: 12,
  /**
   * Errors come in groups that share a wrong explanation; the promise allows for this many accounts
   * wrong together where independent errors would count one (research: trial, lesson 6).
   */
  groupAllowance: 1.5,
  /**
   * Share of runs in which no more leads are false than `expectedFalse` says, as for a Poisson count: the sum alone was exceeded
   * at some rank in 16 of 34 development worlds, this in 2, both by a victim of a stolen key among the first.
   */
  promiseLevel: 0.95,
} as const
