import { once } from 'node:events'
import { createServer } from '../api/index.ts'
import type { Command } from './command.ts'
import { cliError } from './errors.ts'
import { openSharing } from './open-sharing.ts'
import { readOptions, textOption } from './options.ts'

const USAGE = `windbreak serve: the HTTP server that partners fetch intelligence from.

usage: windbreak serve --data DIR [--listen HOST:PORT]

  --data DIR          the folder of the records (not needed when DATABASE_URL names a Postgres server)
  --listen HOST:PORT  where to listen (default 127.0.0.1:8787, or WINDBREAK_LISTEN)
`

const DEFAULT_LISTEN = '127.0.0.1:8787'

export const serve: Command = {
  name: 'serve',
  summary: 'the HTTP server that partners fetch intelligence from',
  usage: USAGE,
  run: async (args, terminal) => {
    const options = readOptions(
      args,
      { data: { type: 'string' }, listen: { type: 'string' } },
      USAGE,
    )
    const { host, port } = readListen(
      textOption(options, 'listen') ?? process.env['WINDBREAK_LISTEN'] ?? DEFAULT_LISTEN,
    )
    const records = await openSharing(options, USAGE)
    try {
      const app = await createServer({ db: records.db, clock: terminal.clock, title: 'Windbreak' })
      terminal.out(`listening on ${await app.listen({ host, port })}\n`)
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
      await app.close()
    } finally {
      await records.close()
    }
    return 0
  },
}

function readListen(text: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535)
    throw cliError(
      'WB_CLI_BAD_LISTEN',
      `--listen or WINDBREAK_LISTEN: found "${text}", wanted HOST:PORT`,
      { hint: 'for example 127.0.0.1:8787 or [::1]:8787' },
    )
  return { host, port: Number(port) }
}
