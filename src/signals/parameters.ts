/**
 * The settings of evidence from indicators. Each has a sentence of meaning and one of evidence;
 * docs/evaluation.md says on which worlds they were chosen.
 */
export const INDICATOR_PARAMETERS = {
  /**
   * Prior probability that an account, of which nothing else is known, is run by a threat actor.
   * Public disruptions name tens of accounts among millions; small exercises hold 1 in 500. A value between.
   */
  prior: 0.0005,
  /**
   * Accounts one operation is expected to run behind one indicator; beyond it the credit is divided.
   * The trial found that 3 kept shared exits and popular services below real hits.
   */
  holdersExpected: 3,
  /**
   * How fast the credit falls beyond that: above 1, since a value that many hold was probably never the
   * actor's own. On development worlds about three in four holders of a value with up to three holders were
   * the actor's, one in five with four to six, hardly any with more.
   */
  holdersPower: 2.5,
  /** Confidence below which a source's doubt counts twice: on development worlds such indicators were pollution. */
  confidenceDoubted: 0.5,
  /** Evidence that raises the odds by less than this factor is not written: sums of nothing are nothing. */
  liftMin: 4,
  /** How far a registration or connection from an indicator speaks for the account itself. The strongest tie there is. */
  contactWeight: 0.85,
  /** How far a value in code, commands or tool calls speaks for the account: analysts run indicators too, and tools name services. */
  useWeight: 0.35,
  /** Weight of a match before `valid_from`: the value may have changed hands. STIX leaves it to the consumer. */
  earlyWeight: 0.3,
  /** Weight of a match on a value that a warning list names (public resolver, VPN, cloud range). */
  warningWeight: 0.1,
  /** Each further indicator of one account counts this share of the one before: partners copy each other. */
  repeatDiscount: 0.5,
  /** No single indicator says more than this: feeds are wrong more often than they state. */
  probabilityMax: 0.97,
  /** Days after which an indicator of a kind says half as much. Addresses change hands soonest. */
  halfLifeDays: { ip: 365, domain: 540, url: 365, other: 1460 },
} as const

/** The settings of evidence from texts. */
export const TEXT_PARAMETERS = {
  /**
   * Shape of actors' ranks: density a * r^(a-1), an AUC of 1 / (1 + a) = 0.77. On development worlds of two
   * generators the account score reached 0.68 to 0.83.
   */
  shape: 0.3,
  /** No account gains or loses more by its texts: security people ask the same. */
  bitsMax: 3,
  /** Most that texts may add where the only evidence is an indicator in code: whoever studies it also asks like that. */
  studiousMax: 0.5,
  /** Accounts that the others are compared with: enough for ranks of one in a thousand, few enough to score in seconds. */
  sampleAccounts: 4000,
  /** Prompts scored of the sample in all: bounds the time where accounts are busy. */
  samplePromptsMax: 40_000,
  /** Sampled accounts of a country at which its own level counts half: languages share no scale in the model. */
  countryShrink: 20,
  /** A stratum with fewer sampled accounts says nothing. */
  sampleMin: 40,
  /** Prompts scored of one account: a machine's thousands are one template. */
  promptsMax: 200,
} as const

/** The settings of evidence from the account directory. */
export const TAG_PARAMETERS = {
  /**
   * Bits of a tag that says authorised red team: the operator vouches for the account, and may be deceived.
   * Chosen so that one strong indicator still leads to review.
   */
  authorisedBits: -4,
} as const

/** The settings of evidence from rules. */
export const RULE_PARAMETERS = {
  /**
   * Share of actors' accounts that a rule about their conduct is taken to match: most match none. A rule that a
   * larger share of all accounts match says nothing for.
   */
  hitRate: 0.2,
  /** No rule says more than this: ordinary people trip rules about content. As large as what texts may add. */
  ruleMax: 3,
  /** Nor do all rules of an account together: they read the same texts, as does the text model. */
  allMax: 4,
  /** Most that rules may add where the only evidence is an indicator in code: whoever studies it also asks like that. */
  studiousMax: 0.5,
  /** Each further rule of an account counts this share of the one before: rules of a pack overlap. */
  furtherShare: 0.5,
  /** Evidence below this is not written: sums of nothing are nothing. */
  bitsMin: 0.1,
  /** How far each level of a rule counts: its author's own doubt. */
  levels: { critical: 1, high: 1, medium: 0.7, low: 0.4, informational: 0 },
} as const
