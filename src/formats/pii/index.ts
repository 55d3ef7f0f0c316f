export { findPii, Redactor } from './redact.ts'
export type { Redacted } from './redact.ts'
export { PII_KINDS } from './span.ts'
export type { PiiKind, PiiSpan } from './span.ts'
