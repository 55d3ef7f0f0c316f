import { drainPending, Session } from 'chdb'
import type { Engine, EngineParams } from './engine.ts'
import { platformError } from './errors.ts'
import { prepareFolder } from './prepare-folder.ts'

/** Settings of every connection: exact 64-bit numbers as text would break arithmetic, so they stay numbers. */
const CONNECTION_ARGS = [
  '--output_format_json_quote_64bit_integers=0',
  '--date_time_output_format=iso',
  '--max_bytes_before_external_group_by=1000000000',
  '--max_bytes_before_external_sort=1000000000',
  '--max_memory_usage=3000000000',
  '--allow_suspicious_low_cardinality_types=1',
  // Machine code for expressions is compiled anew in every process: 1 to 2 s, which long runs do not win back.
  '--compile_expressions=0',
  '--compile_aggregate_expressions=0',
  '--compile_sort_description=0',
] as const

/**
 * Opens the embedded engine on a folder, which is made if it is missing. One process may hold one folder
 * at a time. Throws WB_PLATFORM_FOLDER_UNUSABLE (exit 3), WB_PLATFORM_ENGINE_BUSY (exit 4).
 */
export async function openEmbeddedEngine(folder: string): Promise<Engine> {
  await prepareFolder(folder, '--data')
  await drainPending()
  return connect(folder, true)
}

/** Only the first connection waits, when it is closed, until the engine is idle. */
function connect(folder: string, isFirst: boolean): Engine {
  let session: Session
  try {
    session = new Session(folder, { connectionArgs: CONNECTION_ARGS })
  } catch (cause) {
    throw platformError('WB_PLATFORM_ENGINE_BUSY', `could not open the event store in ${folder}`, {
      hint: 'another windbreak process may hold this folder: wait for it, or give --data another folder',
      at: { file: folder },
      cause,
    })
  }
  const call = async (sql: string, params: EngineParams | undefined, format: string) => {
    try {
      return params === undefined
        ? await session.queryAsync(sql, { format })
        : await session.queryBindAsync(sql, params, { format })
    } catch (cause) {
      throw engineFailure(cause)
    }
  }
  return {
    path: folder,
    run: async (sql, params) => {
      await call(sql, params, 'Null')
    },
    rows: async <Row>(sql: string, params?: EngineParams) =>
      parseLines<Row>((await call(sql, params, 'JSONEachRow')).text()),
    stream: async function* stream<Row>(sql: string, params: EngineParams = {}) {
      try {
        for await (const chunk of session.queryStreamBind(sql, params, { format: 'JSONEachRow' })) {
          yield chunk.rows<Row>()
        }
      } catch (cause) {
        throw engineFailure(cause)
      }
    },
    insertJson: async (table, lines) => {
      try {
        await session.insert({ table, values: lines, format: 'JSONEachRow' })
      } catch (cause) {
        throw engineFailure(cause)
      }
    },
    beside: () => connect(folder, false),
    close: async () => {
      session.close()
      if (isFirst) await drainPending()
    },
  }
}

function parseLines<Row>(text: string): Row[] {
  const rows: Row[] = []
  for (const line of text.split('\n')) if (line !== '') rows.push(JSON.parse(line) as Row)
  return rows
}

/** Engine messages quote SQL and values, which may be content of requests: only the engine's code and its name are shown. */
function engineFailure(cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : String(cause)
  const code = /Code: (\d+)/.exec(text)?.[1] ?? 'unknown'
  const name = text.match(/\(([A-Z][A-Z_]{3,})\)/g)?.at(-1) ?? ''
  return platformError(
    'WB_PLATFORM_ENGINE_FAILED',
    `the event engine refused a query: code ${code} ${name}`.trimEnd(),
    { hint: 'run again; if it stays, report this code and the version of windbreak', cause },
  )
}
