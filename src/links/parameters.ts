/** What ties accounts: each family is one cause of sharing, so its evidence is counted once. */
export const LINK_FAMILIES = ['pay', 'net', 'device', 'mail', 'name'] as const
export type LinkFamily = (typeof LINK_FAMILIES)[number]

/**
 * The settings of link evidence. Each has a sentence of meaning and one of evidence;
 * docs/evaluation.md says on which worlds they were chosen.
 */
export const LINK_PARAMETERS = {
  /**
   * Probability that two accounts of one operator share a value of the family at all.
   * Start values of the research's prototype, rounded down for compartmented crews.
   */
  share: { pay: 0.4, net: 0.4, device: 0.4, mail: 0.3, name: 0.4 },
  /**
   * Whether tied accounts teach shares too, beside labels. Off: on two mild development worlds it moved 16 of 115 leads, by 0.035 at most,
   * and no figure; hard worlds, where crews share less and it would take the most, are not measured.
   */
  learnFromTied: false as boolean,
  /**
   * Accounts that a start value of `share` counts as when shares are refitted from an operator's own data. With the dozen tied
   * accounts of a small operator they move by a quarter at most.
   */
  learnPrior: 60,
  /** How often its start a refitted share may be at most, or a part of it at least. The bits of a value move by one at most. */
  learnMax: 2,
  /** No share is refitted above this. A guess: not sharing a family may never rule an operator out. */
  learnShareMax: 0.9,
  /**
   * Probability of one operator, by the other families, from which a pair tells how often a family is shared. Below even odds most
   * pairs are strangers.
   */
  learnLinkMin: 0.5,
  /**
   * How an operator's shared values spread over holder counts, by the upper end of the bin: crews of two to
   * eight dominate public reports; `share` sums to one. `groupMax` scales the probability of one operator
   * down where the narrowest shared value has that many holders: a group that nobody recorded is likelier.
   */
  holderBins: [
    { upTo: 2, share: 0.35, groupMax: 1 },
    { upTo: 4, share: 0.35, groupMax: 1 },
    { upTo: 8, share: 0.2, groupMax: 0.9 },
    { upTo: 20, share: 0.08, groupMax: 0.4 },
    { upTo: 100, share: 0.02, groupMax: 0.1 },
  ],
  /**
   * The same for a value that more accounts hold, which links them only where far more of them carry evidence than of others do. It
   * leads to review and never to accusation: no world with a ring was there to learn from.
   */
  ringMax: 0.3,
  /** Suspects who must hold a value of hundreds before it is asked about. Fewer meet in a crowd by chance. */
  starSuspectsMin: 5,
  /** Bits by which such a value must exceed chance. One of a million crowds does by 20 bits, and the search is corrected for besides. */
  starBitsMin: 20,
  /** Families that may tie a ring. Addresses are left out: all behind one meet what it meets; and shapes of e-mail addresses are many's. */
  starFamilies: ['pay', 'device', 'name'] as readonly LinkFamily[],
  /** Families that add to others and never stand for one: e-mail patterns come with every bulk sign-up. */
  supplements: ['mail'] as readonly LinkFamily[],
  /** Bits that a supplement may add. */
  supplementMax: 4,
  /** Bits from which the second family counts as a full one. */
  secondFamilyBits: 8,
  /** Other accounts an operator is expected to run. Public reports count two to ten for a crew. */
  fellows: 3,
  /** A second and later value of one family adds this many bits at most each, and `moreMax` in all: they often come from one text. */
  moreEach: 1.5,
  moreMax: 5,
  /** No family alone says more than this: a cause that was not thought of stays possible. */
  familyMax: 18,
  /**
   * Highest probability of one operator that a family may give alone: a card is one payer's; own file names are a team's;
   * a rare client may be a rare build; an address is anybody's. Of accounts tied to a development world's crews by
   * one family alone, all of 24 with a card were the crew's, 3 in 4 with a name, 1 in 3 with a client, 8 of 560 with an address.
   */
  aloneMax: { pay: 0.9, name: 0.75, device: 0.4, net: 0.03, mail: 0 },
  /** How far a family beside the best one raises that limit: addresses half, e-mail patterns not at all. */
  standing: { pay: 1, name: 1, device: 1, net: 0.5, mail: 0 },
  /**
   * Share of the way to `manyFamiliesMax` that a family may go alone where two members of a crew hold the very
   * value, or where both sides carry evidence of their own: in 32 development worlds 75 of 77 such groups were crews.
   */
  backedShare: 0.5,
  /**
   * Bits in all from which a family may. Of pairs of suspects that share a client alone, on 20 development worlds 44 of 68 with more were
   * crews', none of 28 with 6 to 13: a rare version of a common program is shared by chance. By names alone 1 of 34 with 4 to 8, 14 of 25
   * with 8 to 12.
   */
  backedBitsMin: { pay: 0, net: 0, device: 13, mail: 0, name: 8 },
  /** Highest probability that several families may give. */
  manyFamiliesMax: 0.97,
  /** Highest probability where a workplace, course or common site explains the sharing. */
  explainedMax: 0.15,
  /** Families whose values belong to one holder by their nature, so that the null run does not bound them. */
  exclusive: ['pay'] as readonly LinkFamily[],
  /**
   * Pairs whose bits stay this far below even odds of one operator are not read: at most one in a thousand of them is one. Among
   * 100,000 accounts the null run read more pairs than fit into a text without it.
   */
  pairSlackBits: 10,
  /** Expected share of coincidences among the links that e-BH selects. Such links are marked, not the only ones used. */
  discoveryAlpha: 0.05,
  /** Shuffles of the null run at most: a false rate is known to one part in as many. */
  nullShuffles: 10,
  /** Shuffles at least: with fewer, one odd draw moves a rate by more than a third. */
  nullShufflesMin: 3,
  /**
   * Shuffled accounts in all at which no more shuffles are made. At 100,000 accounts and
   * 1,010 suspects four shuffles tied the same 63 accounts at even odds or better as ten did.
   */
  nullAccounts: 4000,
  /**
   * Pairs of account and value of a stratum from which the null run draws at most. A suspect has some twenty values and ten shuffles, so
   * that it hardly draws one twice.
   */
  poolSize: 20_000,
  /**
   * Generations of kept pairs after which everything is read again into one: each is a part that every look-up opens. Two months of
   * days; at a million accounts reading again takes eight seconds of two cores.
   */
  generationsMax: 60,
  /**
   * Share of new observations, of those kept, from which everything is read again: what is new is compared with what is kept in
   * memory, and that has to stay small. At a million accounts it is six million pairs, half a gigabyte.
   */
  readAgainShare: 0.3,
  /**
   * Pairs of account and value from which the rates of coincidence are kept from run to run. Smaller graphs are counted anew on every run,
   * in two seconds of processor time or less.
   */
  ratesKeptFrom: 1_000_000,
  /**
   * Bits by which the size of the graph, or how often a family has accounts meet, may move before the rates are counted again. A price
   * is wrong by about as much at most; a link of even odds moves by four in a hundred.
   */
  refitBits: 0.25,
  /** Added to both counts before they are compared. What is counted a few hundred times moves by less than `refitBits` by chance. */
  refitLittle: 500,
  /**
   * Clients that up to two to this power use are one stratum of the null run. In a hard development world all 31 pairs of account and
   * client of which up to eight used the client were four crews', so that drawing among these alone called 19 of 20 of their links chance.
   */
  rareCrowd: 6,
  /** Values with up to so many holders count as meetings of an account by coincidence: larger crowds are priced by their holders. */
  nearHoldersMax: 4,
  /** Highest probability where a common main address explains shared addresses, and other things are shared beside. */
  siteMax: 0.5,
  /** An address is somebody's site when it carries this share of the account's active days. */
  siteShare: 0.6,
  /** Accounts with one main address from which it counts as an office, campus or household. */
  siteAccounts: 4,
  /** Share of the population above which a mail domain is a public provider and explains nothing. */
  publicMailShare: 0.004,
  /** Holders above which a mail domain is a public provider however large the population is. */
  publicMailHolders: 400,
} as const
