import { envelope } from './envelope.ts'
import { litellm } from './litellm.ts'
import { otlpLogs } from './otlp-logs.ts'
import { otlpTraces } from './otlp-traces.ts'
import type { Reader } from './reader.ts'

/** The formats, in the order in which they are tried. */
export const READERS: readonly Reader[] = [otlpTraces, otlpLogs, litellm, envelope]

export { RAW_COLUMNS, NOT_AN_OBJECT, NOT_JSON } from './reader.ts'
export type { Reader } from './reader.ts'
