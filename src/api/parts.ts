import type { Kysely } from 'kysely'
import type { CasesTables } from '../cases/index.ts'
import type { Clock } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import type { Attempts } from './login/attempts.ts'
import type { Provider } from './login/provider.ts'
import type { Metrics } from './metrics.ts'

/** The tables of every layer that is served. */
export type ServedTables = SharingTables & CasesTables

/** What routes work with. */
export interface ApiParts {
  readonly db: Kysely<ServedTables>
  readonly clock: Clock
  readonly metrics: Metrics
  readonly attempts: Attempts
  /** The provider that people may log in through; undefined when there is none. */
  readonly provider: Provider | undefined
  /** Where people reach the server; undefined: whatever the browser asked for, on this machine. */
  readonly origin: string | undefined
  /** The OpenAPI description of the routes that are registered. */
  readonly describe: () => Record<string, unknown>
}
