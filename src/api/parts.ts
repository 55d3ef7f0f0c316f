import type { Kysely } from 'kysely'
import type { Clock } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import type { Metrics } from './metrics.ts'

/** What routes work with. */
export interface ApiParts {
  readonly db: Kysely<SharingTables>
  readonly clock: Clock
  readonly metrics: Metrics
  /** The OpenAPI description of the routes that are registered. */
  readonly describe: () => Record<string, unknown>
}
