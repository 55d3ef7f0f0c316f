/** Checks of what the specification recommends, by name, with the numbers that the OASIS validator gives them. */
export const CHECKS = {
  'custom-prefix': 101,
  'custom-prefix-lax': 102,
  'uuid-check': 103,
  'open-vocab-format': 111,
  'kill-chain-names': 121,
  'observable-object-keys': 141,
  'malware-analysis-product': 143,
  'windows-process-priority-format': 149,
  'hash-length': 150,
  'marking-definition-type': 201,
  'relationship-types': 202,
  'duplicate-ids': 203,
  'attack-motivation': 211,
  'attack-resource-level': 212,
  'identity-class': 213,
  'indicator-types': 214,
  'industry-sector': 215,
  'malware-types': 216,
  'report-types': 218,
  'threat-actor-types': 219,
  'threat-actor-roles': 220,
  'threat-actor-sophistication': 221,
  'tool-types': 222,
  region: 223,
  'grouping-context': 225,
  'implementation-languages': 226,
  'infrastructure-types': 227,
  'malware-capabilities': 228,
  'processor-architecture': 229,
  'malware-result': 231,
  'hash-algo': 241,
  'windows-pebinary-type': 243,
  'account-type': 244,
  'indicator-pattern-types': 245,
  protocols: 272,
  ipfix: 273,
  'http-request-headers': 274,
  'socket-options': 275,
  'pdf-doc-info': 276,
  countries: 277,
  'network-traffic-ports': 301,
  'extref-hashes': 302,
  'indicator-properties': 303,
  'deprecated-properties': 304,
  'extension-description': 305,
  'extension-properties': 306,
  'extensions-use': 401,
} as const

export type CheckName = keyof typeof CHECKS

/** Names and numbers that stand for many checks: the numbers between which these lie. */
const GROUPS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  'format-checks': [100, 199],
  '1': [100, 199],
  'approved-values': [200, 299],
  '2': [200, 299],
  'all-vocabs': [210, 249],
  '210': [210, 249],
  'all-external-sources': [270, 279],
  '270': [270, 279],
}

function names(list: readonly string[], check: CheckName): boolean {
  const number = CHECKS[check]
  return list.some((name) => {
    if (name === check || name === String(number)) return true
    const [low, high] = Object.hasOwn(GROUPS, name) ? (GROUPS[name] ?? [0, -1]) : [0, -1]
    return number >= low && number <= high
  })
}

/** Whether a check is made: only those enabled if any is, else all that are not disabled. */
export function isCheckOn(
  check: CheckName,
  enabled: readonly string[],
  disabled: readonly string[],
): boolean {
  return enabled.length > 0 ? names(enabled, check) : !names(disabled, check)
}

/** Whether a name or number stands for a check or a group of checks. */
export function isCheckName(name: string): boolean {
  const isNumber = Object.values(CHECKS).some((number) => String(number) === name)
  return Object.hasOwn(CHECKS, name) || Object.hasOwn(GROUPS, name) || isNumber
}
