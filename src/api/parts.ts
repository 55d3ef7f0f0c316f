import type { Kysely } from 'kysely'
import type { ActionsDeps, ActionsTables, SignalKey } from '../actions/index.ts'
import type { AuditKey, CasesTables } from '../cases/index.ts'
import type { Clock, Http } from '../platform/index.ts'
import type { SharingTables } from '../sharing/index.ts'
import type { Attempts } from './login/attempts.ts'
import type { Provider } from './login/provider.ts'
import type { Metrics } from './metrics.ts'

/** The tables of every layer that is served. */
export type ServedTables = SharingTables & CasesTables & ActionsTables

/** What security events are signed with, and the door that pushes go out by. */
export interface Signals {
  readonly key: SignalKey
  readonly http: Http
}

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
  readonly actions: ActionsDeps
  /** What signs the audit log; undefined where nothing does. */
  readonly auditKey: AuditKey | undefined
  /** What sends security events; undefined where no key signs them. */
  readonly signals: Signals | undefined
  /** The OpenAPI description of the routes that are registered. */
  readonly describe: () => Record<string, unknown>
}
