import type { Kysely } from 'kysely'
import type { ActionsDeps, ActionsTables, Connector, SignalKey } from '../actions/index.ts'
import type { Anchor, AuditKey, CasesTables, RetentionPolicy, Vault } from '../cases/index.ts'
import type { Clock, Engine, Http } from '../platform/index.ts'
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

/** Runs work on the event store, which is lent for that long. */
export type WithEvents = <Result>(work: (engine: Engine) => Promise<Result>) => Promise<Result>

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
  /** The event store; throws an `unavailable` problem where there is none. */
  readonly withEvents: WithEvents
  /** Ways into the service, by name; none where the server was given none. */
  readonly connectors: Readonly<Record<string, Connector>>
  /** What signs the audit log; undefined where nothing does. */
  readonly auditKey: AuditKey | undefined
  /** What sends security events; undefined where no key signs them. */
  readonly signals: Signals | undefined
  /** Seals frozen evidence; undefined where there is no secret key. */
  readonly vault: Vault | undefined
  readonly retention: RetentionPolicy
  /** Whether there is an event store. */
  readonly hasEvents: boolean
  /** Where checkpoints are kept outside. */
  readonly anchors: readonly Anchor[]
  /** The OpenAPI description of the routes that are registered. */
  readonly describe: () => Record<string, unknown>
}
