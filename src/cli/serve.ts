import { once } from 'node:events'
import type { ServedTables } from '../api/index.ts'
import { openSignalKey } from '../actions/index.ts'
import { openAuditKey, retentionPolicy } from '../cases/index.ts'
import { parseListen, readSettings, type Records, type Settings } from '../platform/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { openAllRecords } from './open-all-records.ts'
import { readOptions, textOption } from './options.ts'
import { openService } from './serve-worker.ts'

const USAGE = `windbreak serve: the HTTP server, API and TAXII, and the worker that carries approved plans out.

usage: windbreak serve [--data DIR] [--listen HOST:PORT] [--config PATH] [--no-worker]

  --data DIR          the folder of the records (default WINDBREAK_DATA; not needed with DATABASE_URL)
  --listen HOST:PORT  where to listen (default WINDBREAK_LISTEN, else 127.0.0.1:8787)
  --config PATH       a file of settings (default windbreak.toml in the current folder, if it is there)
  --no-worker         answer only; another process on the same Postgres server does the work
`

export const serve: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      {
        data: { type: 'string' },
        listen: { type: 'string' },
        config: { type: 'string' },
        'no-worker': { type: 'boolean' },
      },
      USAGE,
    )
    const settings = await readSettings(
      process.env,
      textOption(options, 'config') ?? 'windbreak.toml',
    )
    const listen = textOption(options, 'listen')
    const address = listen === undefined ? settings.listen : parseListen(listen)
    const data = textOption(options, 'data') ?? settings.data
    // Loaded now, so that commands that serve nothing do not pay for it at their start.
    const { createServer } = await import('../api/index.ts')
    const records = await openServed(settings, data)
    const stop = new AbortController()
    try {
      const auditKey = data === undefined ? undefined : await openAuditKey(data)
      const { clock, err: report } = terminal
      const signalKey = data === undefined ? undefined : await openSignalKey(data)
      const given = { settings, data, records, clock, report, auditKey, signalKey }
      const service = await openService(given)
      const app = await createServer({
        db: records.db,
        clock: terminal.clock,
        title: 'Windbreak',
        origin: settings.origin,
        oidc: settings.oidc,
        report: terminal.err,
        withEvents: service.withEvents,
        connectors: service.connectors,
        auditKey,
        anchors: service.anchors,
        vault: service.vault,
        retention: retentionPolicy(settings.retention),
        signals: signalKey === undefined ? undefined : { key: signalKey, http: service.http },
      })
      terminal.out(`listening on ${await app.listen(address)}\n`)
      const working = options['no-worker'] === true ? undefined : service.run(stop.signal)
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), working].filter(isSet))
      stop.abort()
      await app.close()
      await working
      await service.close()
    } finally {
      await records.close()
    }
    return 0
  },
}

function isSet<Value>(value: Value | undefined): value is Value {
  return value !== undefined
}

/** Opens the records of all layers that are served, in their newest shape. */
async function openServed(
  { databaseUrl }: Settings,
  data: string | undefined,
): Promise<Records<ServedTables>> {
  if (data === undefined && databaseUrl === undefined)
    throw cliError(
      'WB_CLI_BAD_OPTION',
      'found no --data, WINDBREAK_DATA or DATABASE_URL, wanted one of them',
      { hint: USAGE },
    )
  return openAllRecords<ServedTables>({ databaseUrl, data })
}
