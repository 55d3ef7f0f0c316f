import { WindbreakError } from '../core/index.ts'
import {
  normalizeAddress,
  normalizeDomain,
  normalizeEmail,
  normalizeFileName,
  normalizeHash,
  normalizeText,
  normalizeUrl,
  normalizeWallet,
  type Normalized,
  parseRange,
} from '../formats/observable/index.ts'
import {
  type Comparison,
  type ObjectPath,
  parsePattern,
  type Pattern,
  printPath,
} from '../formats/stix-pattern/index.ts'

/** How a stored value is compared: equal, address inside the range, or the engine's LIKE (backslash escapes). */
type ValueMatch = 'exact' | 'cidr' | 'like'

/** One value that an indicator is looked up by; `kind` is one of the events layer's observable kinds. */
interface IndicatorValue {
  readonly kind: string
  readonly match: ValueMatch
  readonly value: string
}

/** What became of a pattern: its values (any one of them matching is a match), or why there are none. */
export type Lowered =
  | {
      readonly status: 'evaluated'
      readonly values: readonly IndicatorValue[]
      readonly reason: string
    }
  | { readonly status: 'not-yet-evaluated' | 'rejected'; readonly reason: string }

/** Prefix lengths below these cover too much of the internet to say anything about one account. */
const RANGE_BITS_MIN = { v4: 8, v6: 16 } as const
const VALUES_MAX = 10_000

/** Thrown inside this file only: the pattern needs more than a lookup. */
class NeedsMore extends Error {}

/**
 * Lowers a pattern to the values it can be looked up by. Only what is exactly the same as the pattern
 * is given: AND, NOT, MATCHES, qualifiers and unusual paths leave the pattern not yet evaluated.
 */
export function lowerPattern(text: string, specVersion: string): Lowered {
  const pattern = parseEither(text, specVersion)
  if (pattern instanceof WindbreakError) {
    const reason = pattern.message.split('\n')[0] ?? ''
    return { status: 'rejected', reason: `the pattern does not parse: ${reason}` }
  }
  const found = new Map<string, IndicatorValue>()
  const wrong: string[] = []
  try {
    for (const comparison of observationsOf(pattern)) collect(comparison, found, wrong)
  } catch (error) {
    if (error instanceof NeedsMore) return { status: 'not-yet-evaluated', reason: error.message }
    throw error
  }
  const [firstWrong = 'the pattern names no value'] = wrong
  if (found.size === 0) return { status: 'rejected', reason: firstWrong }
  if (found.size > VALUES_MAX) {
    return { status: 'not-yet-evaluated', reason: `more than ${VALUES_MAX} values in one pattern` }
  }
  const reason = wrong.length === 0 ? '' : `${wrong.length} of its values left out: ${firstWrong}`
  return { status: 'evaluated', values: [...found.values()], reason }
}

/** Files mix the two grammars, so text that is not 2.1 may still be 2.0, unless it says otherwise. */
function parseEither(text: string, specVersion: string): Pattern | WindbreakError {
  const versions = specVersion === '2.1' ? (['2.1'] as const) : (['2.1', '2.0'] as const)
  let first: WindbreakError | undefined
  for (const version of versions) {
    try {
      return parsePattern(text, version)
    } catch (error) {
      if (!(error instanceof WindbreakError)) throw error
      first ??= error
    }
  }
  if (first === undefined) throw new Error('no version was tried')
  return first
}

function observationsOf(pattern: Pattern): Comparison[] {
  switch (pattern.kind) {
    case 'observation':
      return [pattern.comparison]
    case 'any':
      return pattern.operands.flatMap(observationsOf)
    case 'all':
      throw new NeedsMore('AND of observations')
    case 'followed-by':
      throw new NeedsMore('FOLLOWEDBY')
    case 'qualified':
      throw new NeedsMore(`qualifier ${pattern.qualifier.kind.toUpperCase()}`)
  }
}

function collect(
  comparison: Comparison,
  found: Map<string, IndicatorValue>,
  wrong: string[],
): void {
  switch (comparison.kind) {
    case 'any':
      for (const operand of comparison.operands) collect(operand, found, wrong)
      return
    case 'all':
      throw new NeedsMore('AND of comparisons')
    case 'exists':
      throw new NeedsMore('EXISTS')
    case 'in':
    case 'test': {
      const operator = comparison.kind === 'in' ? 'IN' : comparison.operator
      if (comparison.isNegated) throw new NeedsMore('NOT')
      if (!['=', 'IN', 'LIKE', 'ISSUBSET'].includes(operator)) {
        throw new NeedsMore(`operator ${operator}`)
      }
      const type = pathType(comparison.path)
      const literals = comparison.kind === 'in' ? comparison.values : [comparison.value]
      for (const literal of literals) {
        if (literal.kind !== 'string')
          throw new NeedsMore(`a value that is not text: ${literal.kind}`)
        const value = lowerValue(type, operator, literal.value)
        if (typeof value === 'string') wrong.push(value)
        else found.set(`${value.kind} ${value.match} ${value.value}`, value)
      }
    }
  }
}

type PathType =
  | 'address'
  | 'host'
  | 'domain'
  | 'url'
  | 'email'
  | 'file'
  | 'hash'
  | 'account'
  | 'payment'
  | 'wallet'
  | 'user_agent'

const PATH_TYPES: Readonly<Record<string, PathType>> = {
  'ipv4-addr:value': 'address',
  'ipv6-addr:value': 'address',
  'network-traffic:src_ref.value': 'host',
  'network-traffic:dst_ref.value': 'host',
  'domain-name:value': 'domain',
  'url:value': 'url',
  'email-addr:value': 'email',
  'email-message:from_ref.value': 'email',
  'email-message:sender_ref.value': 'email',
  'file:name': 'file',
  'user-account:user_id': 'account',
  'user-account:account_login': 'account',
  'cryptocurrency-wallet:value': 'wallet',
  'cryptocurrency-wallet:address': 'wallet',
  'x-cryptocurrency-wallet:value': 'wallet',
  'x-cryptocurrency-wallet:address': 'wallet',
  'software:x_user_agent': 'user_agent',
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'": 'user_agent',
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'[0]": 'user_agent',
  "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'[*]": 'user_agent',
}

function pathType(path: ObjectPath): PathType {
  const printed = printPath(path)
  const known = PATH_TYPES[printed]
  if (known !== undefined) return known
  if (/^(?:file|x509-certificate|artifact):hashes\./.test(printed) && path.steps.length === 2) {
    return 'hash'
  }
  if (/^user-account:x_\w+$/.test(printed))
    return printed.includes('payment') ? 'payment' : 'account'
  throw new NeedsMore(`path ${printed.slice(0, 80)}`)
}

/** One value, or why it cannot match anything. */
function lowerValue(type: PathType, operator: string, text: string): IndicatorValue | string {
  if (operator === 'ISSUBSET' || ((type === 'address' || type === 'host') && text.includes('/'))) {
    if (type !== 'address' && type !== 'host') throw new NeedsMore(`ISSUBSET on a ${type}`)
    return lowerRange(text)
  }
  if (operator === 'LIKE' && /[%_]/.test(text)) return lowerLike(type, text)
  return lowerExact(type, text)
}

function lowerRange(text: string): IndicatorValue | string {
  const range = text.includes('/') ? parseRange(text) : undefined
  if (range === undefined) {
    const address = text.includes('/') ? undefined : normalizeAddress(text)
    if (address?.ok !== true) return 'a value that cannot match: not an address or a range'
    return { kind: 'ip', match: 'exact', value: address.value }
  }
  if (range.bits === (range.isV4 ? 32 : 128)) {
    return { kind: 'ip', match: 'exact', value: range.value }
  }
  if (range.bits < (range.isV4 ? RANGE_BITS_MIN.v4 : RANGE_BITS_MIN.v6)) {
    return `a range too wide to say anything: /${range.bits}`
  }
  return { kind: 'ip', match: 'cidr', value: `${range.value}/${range.bits}` }
}

const NORMALIZERS: Readonly<Record<PathType, readonly [string, (text: string) => Normalized]>> = {
  address: ['ip', normalizeAddress],
  host: ['domain', normalizeDomain],
  domain: ['domain', normalizeDomain],
  url: ['url', normalizeUrl],
  email: ['email', normalizeEmail],
  file: ['file', normalizeFileName],
  hash: ['hash', normalizeHash],
  account: ['identifier', normalizeText],
  payment: ['payment', normalizeText],
  wallet: ['wallet', normalizeWallet],
  user_agent: ['user_agent', normalizeText],
}

function lowerExact(type: PathType, text: string): IndicatorValue | string {
  if (type === 'domain' || type === 'host') {
    const address = normalizeAddress(text)
    if (address.ok) return { kind: 'ip', match: 'exact', value: address.value }
  }
  if (type === 'account' && text.includes('@')) {
    const email = normalizeEmail(text)
    if (email.ok) return { kind: 'email', match: 'exact', value: email.value }
  }
  const [kind, normalize] = NORMALIZERS[type]
  const result = normalize(text)
  if (!result.ok) return `a value that cannot match: ${result.reason}`
  return { kind, match: 'exact', value: result.value }
}

/** STIX LIKE has no escape; the engine's has the backslash. */
function lowerLike(type: PathType, text: string): IndicatorValue | string {
  if (text.replace(/[%_]/g, '').trim().length < 3) {
    return 'a LIKE with fewer than three fixed characters, which says nothing'
  }
  const [kind] = NORMALIZERS[type]
  const isCased = ['identifier', 'payment', 'wallet', 'user_agent', 'url'].includes(kind)
  const value = text.normalize('NFC').replaceAll('\\', '\\\\')
  return { kind, match: 'like', value: isCased ? value : value.toLowerCase() }
}
