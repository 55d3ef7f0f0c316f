/**
 * From where on sharing looks like that of a known sort of innocent group. They name what is seen and change no number, so that they
 * were chosen for what an analyst would call by the name, not fitted.
 */
export const GROUP_PARAMETERS = {
  /** Accounts that meet a common main address up to which it is a home. Larger households with an account each are rare. */
  householdMax: 6,
  /**
   * Accounts that meet a common main address from which it is a campus rather than an office. Offices of the generator of test worlds
   * have 3 to 45, its campuses 40 to 260.
   */
  campusMin: 40,
  /**
   * Holders of a common name, at one place or workplace, from which it is a template handed out to a class. The smallest class of the
   * generator of test worlds has ten.
   */
  classMin: 8,
  /**
   * Accounts on one card from which names beside it are clients' work. Public reports count two to ten accounts for a crew; with 4 it named
   * only crews on five development worlds.
   */
  agencyMin: 11,
  /** Accounts on one card from which it is resold. The smallest reseller of the generator of test worlds has fifteen. */
  resellerMin: 15,
  /**
   * Holders of a name, in several countries and with nothing else in common, from which it came with a text that goes round. Public reports
   * count two to ten accounts for a crew.
   */
  viralMin: 20,
  /** Gaps between requests from which an account's cadence can be told. With fewer, half of them agree by chance too often. */
  gapsMin: 20,
  /** Share of gaps within a tenth of their median from which a machine keeps the time. People's pauses scatter over orders of magnitude. */
  regularMin: 0.5,
} as const
