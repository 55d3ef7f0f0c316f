/** The STIX pattern that says the same as a MISP attribute, with the language it is written in. */
export interface AttributePattern {
  readonly pattern: string
  readonly patternType: string
}

const PATHS: Readonly<Record<string, string>> = {
  domain: 'domain-name:value',
  hostname: 'domain-name:value',
  url: 'url:value',
  link: 'url:value',
  email: 'email-addr:value',
  'email-src': 'email-addr:value',
  'email-dst': 'email-addr:value',
  'email-reply-to': 'email-addr:value',
  'whois-registrant-email': 'email-addr:value',
  md5: 'file:hashes.MD5',
  sha1: "file:hashes.'SHA-1'",
  sha224: "file:hashes.'SHA-224'",
  sha256: "file:hashes.'SHA-256'",
  sha384: "file:hashes.'SHA-384'",
  sha512: "file:hashes.'SHA-512'",
  filename: 'file:name',
  btc: 'cryptocurrency-wallet:value',
  xmr: 'cryptocurrency-wallet:value',
  dash: 'cryptocurrency-wallet:value',
  'user-agent': "network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'",
  'github-username': 'user-account:account_login',
  'jabber-id': 'user-account:account_login',
  'x509-fingerprint-md5': 'x509-certificate:hashes.MD5',
  'x509-fingerprint-sha1': "x509-certificate:hashes.'SHA-1'",
  'x509-fingerprint-sha256': "x509-certificate:hashes.'SHA-256'",
}

/** Which halves of a two-part attribute are looked up; a port or a file name alone says too little. */
const PARTS: Readonly<Record<string, ReadonlyArray<readonly [part: 0 | 1, type: string]>>> = {
  'ip-src|port': [[0, 'ip-src']],
  'ip-dst|port': [[0, 'ip-dst']],
  'hostname|port': [[0, 'hostname']],
  'domain|ip': [
    [0, 'domain'],
    [1, 'ip-dst'],
  ],
  'malware-sample': [[1, 'md5']],
}

/** Rules in their own languages. */
const LANGUAGES: Readonly<Record<string, string>> = {
  'stix2-pattern': 'stix',
  yara: 'yara',
  sigma: 'sigma',
  snort: 'snort',
  suricata: 'suricata',
  nova: 'nova',
}

/** Types that several kinds of value share a path with, so that the path alone does not name them. */
const AMBIGUOUS = ['cryptocurrency-wallet:value', 'user-account:account_login']

/** The MISP type whose value a pattern path tests; undefined where none says the same. */
export function typeOfPath(path: string): string | undefined {
  if (path === 'ipv4-addr:value' || path === 'ipv6-addr:value') return 'ip-dst'
  if (AMBIGUOUS.includes(path)) return undefined
  return Object.entries(PATHS).find(([, known]) => known === path)?.[0]
}

/** The MISP type of a rule in a language of its own; undefined if MISP has none. */
export function typeOfLanguage(language: string): string | undefined {
  if (language.startsWith('misp:')) return language.slice('misp:'.length)
  return Object.entries(LANGUAGES).find(
    ([type, known]) => known === language && type !== 'nova',
  )?.[0]
}

/** Total: a type without a counterpart keeps its value under the language `misp:<type>`. */
export function attributePattern(type: string, value: string): AttributePattern {
  const language = LANGUAGES[type]
  if (language !== undefined) return { pattern: value, patternType: language }
  const halves = value.split('|')
  const parts = type.startsWith('filename|')
    ? ([[1, type.slice('filename|'.length)]] as const)
    : (PARTS[type] ?? ([[0, type]] as const))
  const tests: string[] = []
  for (const [part, partType] of parts) {
    const path = pathOf(partType, halves[part] ?? '')
    if (path === undefined) return { pattern: value, patternType: `misp:${type}` }
    const text = type.includes('|') || type === 'malware-sample' ? (halves[part] ?? '') : value
    tests.push(`${path} = '${text.trim().replace(/['\\]/g, '\\$&')}'`)
  }
  return { pattern: `[${tests.join(' OR ')}]`, patternType: 'stix' }
}

function pathOf(type: string, value: string): string | undefined {
  if (type === 'ip-src' || type === 'ip-dst') {
    return value.includes(':') ? 'ipv6-addr:value' : 'ipv4-addr:value'
  }
  return PATHS[type]
}
