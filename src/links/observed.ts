import { LINK_FAMILIES, type LinkFamily } from './parameters.ts'

/** Families as numbers in the engine, by their place in `LINK_FAMILIES` from 1 on. */
export function familyCode(family: LinkFamily): number {
  return LINK_FAMILIES.indexOf(family) + 1
}

/** The family with such a number. */
export function familyOf(code: number): LinkFamily {
  const family = LINK_FAMILIES[code - 1]
  if (family === undefined) throw new RangeError(`no link family has the number ${code}`)
  return family
}

const [PAY, NET, DEVICE, MAIL, NAME] = (['pay', 'net', 'device', 'mail', 'name'] as const).map(
  familyCode,
)

/** An account by number: a hash of its id, so that it is the same in every run and whatever was read first. */
export const ACCT = 'sipHash64(account_id)'

/** The family of an observable of a kind; every kind that links and is none of these is a name. */
const FAMILY = `toUInt8(multiIf(kind = 'payment', ${PAY}, kind = 'ip', ${NET}, kind = 'user_agent', ${DEVICE},
    kind = 'email_pattern', ${MAIL}, ${NAME}))`

/**
 * What a value of a kind is called by. A token is that name, and for an address also the day. `broad` is the nested
 * level above a token, whose holders tell what kind of sharing to expect: of an address on a day the address, of a
 * client's build the client. A rare day of a carrier's gateway and a rare version of a common program are shared by
 * chance far more often than a rare address or a rare program.
 */
export const VALUE_KEY = 'sipHash64(toUInt8(kind), value)'
const BROADER = `sipHash64('broader', replaceRegexpAll(value, '[0-9]+', '0'))`

const LINKING = `kind IN ('payment', 'ip', 'user_agent', 'email_pattern', 'file', 'identifier', 'path', 'wallet',
      'hash', 'domain', 'url', 'email')
    AND (kind IN ('payment', 'email_pattern', 'file', 'identifier', 'path') OR relation IN ('use', 'contact', 'signup'))
    AND NOT (kind = 'email' AND relation = 'signup')`

/**
 * Rows of account and token (family, sort, broad, token, acct, came, value) of the observables for which `where` holds. A
 * quoted address, domain, e-mail or hash never links. `sort` is the kind's number; `came` marks addresses that traffic came from.
 */
export function observedPairs(where: string): string {
  return `SELECT ${FAMILY} AS family, toUInt8(kind) AS sort,
    multiIf(kind = 'ip', ${VALUE_KEY}, kind = 'user_agent', ${BROADER}, 0) AS broad,
    if(kind = 'ip', sipHash64(${VALUE_KEY}, day), ${VALUE_KEY}) AS token, ${ACCT} AS acct,
    kind = 'ip' AND relation = 'contact' AS came, value
  FROM observables WHERE ${LINKING} AND (${where})`
}
