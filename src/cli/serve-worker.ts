import { randomUUID } from 'node:crypto'
import {
  type ActionsDb,
  type Connector,
  openConnectors,
  openHealthGate,
  releaseLeases,
  runWorker,
  SAFEGUARDS,
  sendEvent,
  type SignalKey,
  webhookNotices,
} from '../actions/index.ts'
import {
  type Anchor,
  anchorAudit,
  type AuditKey,
  fileAnchor,
  findPerson,
  jsonHash,
  openVault,
  type Vault,
  webhookAnchor,
} from '../cases/index.ts'
import { seededRandom } from '../core/index.ts'
import {
  countUseSince,
  createEventTables,
  describeAccounts,
  type AccountFacts,
} from '../events/index.ts'
import {
  type Clock,
  type Engine,
  type EngineLoan,
  type Http,
  lendEngine,
  openHttp,
  openSecretKey,
  type Records,
  type Settings,
} from '../platform/index.ts'

/** What the server works with beside its records: ways into the service, the event store, the worker. */
export interface Service {
  /** The one way out, with the hosts that the settings allow. */
  readonly http: Http
  readonly connectors: Readonly<Record<string, Connector>>
  /** Runs work on the event store; undefined without a data folder. */
  readonly withEvents:
    | (<Result>(work: (engine: Engine) => Promise<Result>) => Promise<Result>)
    | undefined
  /** Seals frozen evidence; undefined without a secret key. */
  readonly vault: Vault | undefined
  /** Where checkpoints are kept outside. */
  readonly anchors: readonly Anchor[]
  /** Begins to work; ends when `signal` says so. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

interface Given {
  readonly settings: Settings
  readonly data: string | undefined
  readonly records: Records<ActionsDb>
  readonly clock: Clock
  readonly report: (line: string) => void
  readonly auditKey: AuditKey | undefined
  readonly signalKey: SignalKey | undefined
}

/** Opens what the settings name. Nothing is called before `run`. */
export async function openService(given: Given): Promise<Service> {
  const { settings, data, records, clock, report, auditKey, signalKey } = given
  const http = openHttp({ allow: settings.http.allow })
  const { origin } = settings
  const transmitter =
    signalKey === undefined || origin === undefined
      ? undefined
      : { db: records.db, clock, key: signalKey, issuer: origin }
  const connectors = openConnectors(http, clock, settings.connectors, transmitter)
  const loan = data === undefined ? undefined : lendEngine(data)
  const withEvents = loan === undefined ? undefined : eventsOf(loan)
  const health = openHealthGate(http, clock, settings.health?.url)
  const key =
    data === undefined && settings.secretKey === undefined
      ? undefined
      : await openSecretKey(data ?? '', settings.secretKey)
  const deps = {
    db: records.db,
    clock,
    random: seededRandom(randomUUID()),
    safeguards: SAFEGUARDS,
    findPerson: async (id: string, trx: typeof records.db) => {
      const person = await findPerson(trx, id)
      return person?.disabledAt === null ? person : undefined
    },
    health: () => health.answer(),
  }
  const name = `worker-${randomUUID().slice(0, 8)}`
  const { notices } = settings
  const anchors = anchorsOf(http, clock, settings)
  return {
    http,
    connectors,
    anchors,
    vault: key === undefined ? undefined : openVault(key),
    withEvents,
    run: async (signal) => {
      // One process holds embedded records: whoever claimed something there before is gone.
      if (records.engine === 'pglite') await releaseLeases(deps)
      const parts = {
        worker: { deps, connectors, name, at: () => undefined },
        followUps: {
          deps,
          key,
          notices:
            notices === undefined
              ? undefined
              : webhookNotices(http, clock, {
                  url: notices.url,
                  keys: notices.keys.map((secret) => secret.reveal()),
                  appealUrl: notices.appealUrl,
                }),
          traitsOf:
            withEvents === undefined
              ? undefined
              : async (account: string) => {
                  const [facts] = await withEvents((engine) =>
                    describeAccounts(engine, [account], clock()),
                  )
                  return facts === undefined ? undefined : traitsOf(facts)
                },
        },
        eventsSince:
          withEvents === undefined
            ? undefined
            : (asked: Parameters<typeof countUseSince>[1]) =>
                withEvents((engine) => countUseSince(engine, asked)),
        leaks: settings.leaks,
        anchor:
          auditKey === undefined || anchors.length === 0
            ? undefined
            : {
                everyMinutes: settings.anchors.everyMinutes,
                run: async () => {
                  await anchorAudit(records.db, clock, auditKey, anchors)
                },
              },
        askHealth: () => health.ask(),
        report,
      }
      await runWorker(parts, signal)
    },
    close: async () => loan?.close(),
  }
}

/** The id is that of the note, so that a receiver that has it already takes it once. */
function anchorsOf(http: Http, clock: Clock, { anchors }: Settings): Anchor[] {
  const webhooks = anchors.webhooks.map(({ url, keys: secrets }) => {
    const keys = secrets.map((secret) => secret.reveal())
    return webhookAnchor((message) => {
      const id = `msg_${jsonHash(message.data.note).slice(0, 32)}`
      return sendEvent(http, clock, { url, keys }, { id, ...message })
    })
  })
  return [...anchors.files.map((file) => fileAnchor(file)), ...webhooks]
}

function eventsOf(loan: EngineLoan): NonNullable<Service['withEvents']> {
  return (work) =>
    loan.use(async (engine) => {
      await createEventTables(engine)
      return work(engine)
    })
}

/** A sign-up address counts with its day, since addresses change hands. */
function traitsOf(facts: AccountFacts) {
  const { email, paymentFingerprint, signupUserAgent, signupIp, createdAt } = facts
  return {
    mail: email,
    pay: paymentFingerprint,
    device: signupUserAgent,
    address: signupIp === '' || createdAt === null ? '' : `${signupIp} ${createdAt.slice(0, 10)}`,
  }
}
