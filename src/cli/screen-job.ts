import { type Cluster, deriveFindings, type Lead } from '../attribution/index.ts'
import {
  createEventTables,
  ingestUsage,
  loadAccountDirectory,
  loadAccountObservables,
} from '../events/index.ts'
import { importIntel } from '../intel/index.ts'
import { deriveTokens } from '../links/index.ts'
import type { Clock, Engine, Progress } from '../platform/index.ts'
import {
  createSignalTables,
  derivePopulation,
  findIndicatorHits,
  INDICATOR_PARAMETERS,
  newestEvent,
  weighIndicatorHits,
} from '../signals/index.ts'

/** What the main job takes. Paths are files or folders; `asOf` defaults to the newest event. */
export interface ScreenInput {
  readonly usage: readonly string[]
  readonly accounts: readonly string[]
  readonly intel: readonly string[]
  readonly asOf?: string
}

export interface Rejection {
  readonly file: string
  readonly line: number | null
  readonly reason: string
}

/** What the main job counted; `summary.json` is this as JSON. */
export interface ScreenSummary {
  readonly version: string
  readonly asOf: string
  readonly prior: number
  readonly counts: Readonly<Record<string, number>>
  readonly files: readonly {
    file: string
    format: string
    events: number
    rejected: number
    bytes: number
    note: string
  }[]
  readonly indicators: Readonly<Record<string, number>>
  readonly rejectedReasons: Readonly<Record<string, number>>
  readonly stages: readonly { stage: string; seconds: number }[]
}

export interface ScreenResult {
  readonly leads: readonly Lead[]
  readonly clusters: readonly Cluster[]
  readonly rejected: readonly Rejection[]
  readonly summary: ScreenSummary
}
