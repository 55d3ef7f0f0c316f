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
  holdersPower: 3.5,
  /** Confidence below which a source's doubt counts twice: on development worlds such indicators were pollution. */
  confidenceDoubted: 0.5,
  /** Evidence that raises the odds by less than this factor is not written: sums of nothing are nothing. */
  liftMin: 4,
  /** How far a registration or connection from an indicator speaks for the account itself. The strongest tie there is. */
  contactWeight: 0.6,
  /** How far a value in code, commands or tool calls speaks for the account: analysts run indicators too, and tools name services. */
  useWeight: 0.2,
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
   * Shape of actors' ranks: density a * r^(a-1), an AUC of 1 / (1 + a) = 0.71. Scaled by language, the account score
   * reached 0.61 to 0.82 on seven development worlds of two generators, 0.70 in the mean; unscaled 0.57 to 0.66.
   */
  shape: 0.4,
  /** No account gains more by its texts: security people ask the same. */
  bitsMax: 3,
  /** No account loses more by its texts: most of what operators ask is ordinary (public reports; crews of the hard worlds hide 9 in 10). */
  bitsMin: -1,
  /** Most that texts may add where the only evidence is an indicator in code: whoever studies it also asks like that. */
  studiousMax: 0.5,
  /** Accounts that the others are compared with: enough for ranks of one in a thousand, few enough to score in seconds. */
  sampleAccounts: 4000,
  /** Prompts scored of the sample in all: bounds the time where accounts are busy. */
  samplePromptsMax: 40_000,
  /** Sampled accounts of a country at which its own level counts half: languages share no scale in the model. */
  countryShrink: 20,
  /** Sampled prompts of a language at which its own scale counts half. */
  languageShrink: 50,
  /** Logits added to the width of a language's scale, so that a language whose prompts are all alike does not blow up differences. */
  scaleMin: 0.2,
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

/** The settings of evidence from behaviour. Ranks are among accounts of like volume, drawn toward those of the country. */
export const BEHAVIOUR_PARAMETERS = {
  /**
   * How actors' ranks spread: a share `part` of them has ranks of density shape * r^(shape - 1), the others any rank, so
   * that missing the trait says little for innocence. All are flatter than the ranks seen on development worlds
   * of both generators (docs/evaluation.md); `bitsMax` bounds what the rank alone may say.
   */
  features: {
    /** Many places for few requests: residential proxies give each request its own. Rank AUC 0.53 to 1.0. */
    places: { part: 0.35, shape: 0.06, bitsMax: 4 },
    /** From one place to another within minutes, which people and offices do not do. Rank AUC 0.49 to 0.80. */
    hops: { part: 0.3, shape: 0.1, bitsMax: 3 },
    /** A guest at other accounts' settled addresses: residential proxies lead through homes. Rank AUC 0.49 to 0.92. */
    strangers: { part: 0.3, shape: 0.1, bitsMax: 2.5 },
    /** Languages that the account's country hardly writes. Rank AUC 0.85 to 0.90; people who moved rank high too. */
    languages: { part: 0.7, shape: 0.25, bitsMax: 3.5 },
    /** Active hours of another country than its own. Rank AUC 0.52 to 0.78, so it weighs little. */
    hours: { part: 0.4, shape: 0.3, bitsMax: 2 },
    /** Made shortly before first use: accounts of operations are bought or made for it. Rank AUC 0.57 to 0.74. */
    young: { part: 0.5, shape: 0.5, bitsMax: 1.5 },
  },
  /** A second and third feature of one cause adds this share of its bits: a proxy shows in all three network features. */
  causeShare: 0.25,
  /** Behaviour says no more than this, for or against: it is nobody's identity, and each part of it has innocent reasons. */
  bitsMax: 5,
  /** Accounts in a rank's comparison below which it says nothing. */
  peersMin: 40,
  /** Accounts of a country at which the rank among them counts half: no country's people may stand out for living there. */
  countryShrink: 200,
  /** The same for languages: where a country writes several, its people's rarest word is rarer than elsewhere. */
  languageCountryShrink: 20,
  /** Requests read of one account, about; of a busy one some hours are chosen. A machine's hours are alike. */
  requestsRead: 2000,
  /** Seconds within which a change of place counts as a hop: half an hour is too short for a journey and common within a session. */
  hopSeconds: 1800,
  /** Pairs of requests without a hop that every account is given beforehand: one hop of one pair is chance. */
  hopPrior: 3,
  /** Holders above which an address is nobody's home. A household or a small office has up to five accounts. */
  strangersHoldersMax: 5,
  /** Accounts' worth of the language shares everywhere that each country's are drawn toward. */
  languageShrink: 3,
  /** Active hours, of everybody, that each country's profile is drawn toward. */
  hoursShrink: 50,
  /** Share of its usual active accounts below which a country has a public holiday; weekends of offices lie lower still. */
  holidayShare: 0.7,
  /** Standard deviations of a Poisson count by which they must be fewer: among 32 countries' days of a year chance gives less than one. */
  holidaySpread: 4,
  /** Countries, largest first, whose hours an account's are compared with: bounds the work for each account. */
  profilesMax: 32,
} as const

/**
 * The settings of what the order tells in which suspects do things. A course, a new job or a new interest look the same, and development
 * worlds have no order to learn from: all of it is told and weighs nothing.
 */
export const ORDER_PARAMETERS = {
  /** Seconds of silence that part sessions: the half hour that is usual for visits, and that hops are read within. */
  sessionGapSeconds: 1800,
  /** Sessions below which there is no own past to speak of: no order of three reaches an e-value of 3. */
  sessionsMin: 4,
  /** Sessions read of one account: bounds the work, which grows with their square. */
  sessionsMax: 300,
  /** Exponents of the bets on low ranks: several, since nobody knows how steep a change is; each is fair by itself. */
  bets: [0.2, 0.4, 0.6, 0.8],
  /** E-value from which a rise over sessions is told: on ten worlds it exceeded 6 for 3 of 123 actor accounts and 3 of 54 innocents. */
  sessionsToldMin: 3,
  /** Telling prompts below which their order is not weighed: the normal curve is no fair approximation for fewer. */
  stagedPromptsMin: 5,
  /** Chance of a random order from which a trend of stages is told: there 15 actor accounts and 6 innocents had stages to compare. */
  stagesToldMax: 0.1,
  /** Suspects' worth of no trend that the usual trend is drawn toward: a handful says little about what is usual. */
  peersShrink: 20,
  /** Days of other models before a move is one: newcomers try everything in their first week. */
  pivotHistoryDays: 7,
  /** Requests since the move below which it is a trial and no move. */
  pivotRequestsMin: 3,
  /** Days before and after a move in which others' moves count: releases reach people over some days. */
  pivotDaysAround: 1,
  /** Share of movers in those days above which a move is not told: there 6 of 281 actor accounts and 4 of 186 innocents moved. */
  pivotToldMax: 0.3,
} as const

/**
 * The settings of stolen keys. Chosen on 27 development worlds of two generators, where 696 of 776 listed actor accounts have one
 * hand only, 97% of the others less than 3 bits for two, and half of 100 victims 10 bits or more.
 */
export const STOLEN_KEY_PARAMETERS = {
  /**
   * Bits beforehand that an account with two separate uses was stolen and not made by the operation: 1 in 12. Public reports tell
   * of both. At 1 in 7, ten of 122 actor accounts of hard worlds fell below 0.9, at 1 in 12 three; at 1 in 17 victims were accused.
   */
  priorBits: -3.5,
  /** Own requests below which there is no use to part from the foreign one: a single request is anybody's. */
  ownRequestsMin: 2,
  /** Foreign requests from which a second hand is spoken of: one or two are a journey. */
  foreignRequestsMin: 3,
  /** Requests of a side that count as independent: those of one session come from one place in one language. */
  independentMax: 10,
  /** Most that places say for two hands: some people use a proxy with one client and not with another. */
  placesBitsMax: 6,
  /** Most that languages say for two hands: a team may divide its clients by what they translate. */
  languagesBitsMax: 5,
  /** Most that days say for two hands: anybody may change the client for a week. */
  daysBitsMax: 2,
  /** Most that places or languages say for one hand: a thief may hide as the owner does. */
  againstMax: 3,
  /** Days within which a foreign use is a burst: public reports of stolen keys tell of use within days. */
  burstDaysMax: 7,
  /** Bits against, where the account shares its card, e-mail pattern or sign-up with the operation: thieves share none of these. */
  ownerBits: 8,
  /** Separate uses compared in every division; the smallest are taken together beyond: bounds the work to 254 divisions. */
  groupsMax: 8,
  /** Places read of one client: enough to see whether two clients met. */
  placesRead: 2000,
} as const
