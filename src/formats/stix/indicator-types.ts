/** Indicator types (2.0: labels) that say a value is not hostile by itself. Compared in lower case. */
export const CONTEXT_TYPES: readonly string[] = [
  'benign',
  'anonymization',
  'whitelist',
  'whitelisted',
  'allowlist',
  'allowlisted',
  'known-good',
  'false-positive',
]

/** Types that say it is; with one of these an indicator counts even if a context type stands beside it. */
export const HARMFUL_TYPES: readonly string[] = ['malicious-activity', 'compromised', 'attribution']
