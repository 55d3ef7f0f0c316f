import { open, stat } from 'node:fs/promises'
import { type Engine, type EngineParams, zstdFileFault } from '../../platform/index.ts'
import { accountsError } from './errors.ts'

/** One file of an account directory: rows of `line` (from 1) and `raw`, the account as JSON text. */
export interface DirectorySource {
  readonly sql: string
  readonly params: EngineParams
}

const FORMATS_TRIED = 'JSON lines, a JSON array, and CSV with a header that names account_id'
const BYTE_ORDER_MARK = '\\xef\\xbb\\xbf'
const HEAD_LINES = 20

/**
 * Recognises a directory file by its content; the engine reads it through `link`. Undefined if it is empty,
 * an error if it is of no known format.
 */
export async function openDirectoryFile(
  engine: Engine,
  path: string,
  link: string,
): Promise<DirectorySource | undefined> {
  const compression = await compressionOf(path)
  if (compression === 'zstd' && (await zstdFileFault(path)) !== '') throw brokenOff(path)
  const lines = `SELECT _row_number + 1 AS number, replaceOne(trim(BOTH ' \\t\\r' FROM text), '${BYTE_ORDER_MARK}',
      '') AS content FROM file({path:String}, LineAsString, 'text String', '${compression}')`
  const params = { path: link }
  const head = await readOrExplain(path, () =>
    engine.rows<{ number: number; line: string }>(
      `SELECT number, toValidUTF8(substring(content, 1, 100000)) AS line FROM
      (${lines} LIMIT ${HEAD_LINES}) WHERE content != '' ORDER BY number LIMIT 1`,
      params,
    ),
  )
  const first = head[0]
  if (first === undefined) return undefined
  if (first.line.startsWith('{'))
    return {
      sql: `SELECT number AS line, content AS raw FROM (${lines}) WHERE content != ''`,
      params,
    }
  if (first.line.startsWith('['))
    return {
      sql: `SELECT _row_number + 1 AS line, raw FROM file({path:String}, JSONAsString, 'raw String', '${compression}')`,
      params,
    }
  const header = csvHeader(first.line)
  if (header === undefined)
    throw accountsError(
      'WB_EVENTS_ACCOUNTS_UNREADABLE',
      'found neither JSON nor a CSV header in an account directory',
      {
        hint: `accepted are ${FORMATS_TRIED}; gzip and zstd are opened`,
        at: { file: path, line: 1 },
      },
    )
  return {
    sql: csvSql(lines, header.separator),
    params: { ...params, names: header.names, header: first.number },
  }
}

/** Runs a read of a file and turns the engine's refusal into an error about that file. */
export async function readOrExplain<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw brokenOff(path, cause)
  }
}

function brokenOff(path: string, cause?: unknown): Error {
  return accountsError(
    'WB_EVENTS_ACCOUNTS_UNREADABLE',
    'found an account directory that breaks off or is damaged',
    {
      hint: `accepted are ${FORMATS_TRIED}; gzip and zstd must be complete`,
      at: { file: path },
      cause,
    },
  )
}

async function compressionOf(path: string): Promise<'gzip' | 'zstd' | 'none'> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('found a folder or a device')
    const file = await open(path)
    try {
      const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
      if (buffer.readUInt16BE(0) === 0x1f8b) return 'gzip'
      return buffer.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none'
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw accountsError('WB_EVENTS_ACCOUNTS_UNREADABLE', 'could not open an account directory', {
      hint: 'check the path given to --accounts and that it may be read',
      at: { file: path },
      cause,
    })
  }
}

function csvHeader(line: string): { names: string[]; separator: string } | undefined {
  for (const separator of [',', ';', '\t']) {
    const names = line.split(separator).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
    if (names.includes('account_id')) return { names, separator }
  }
  return undefined
}

/** Each CSV line as JSON under the header's names; a line that does not fit them as ''. */
function csvSql(lines: string, separator: string): string {
  const fields = `extractAll(concat(content, '${separator}'), '("(?:[^"]|"")*"|[^${separator}"]*)${separator}')`
  const plain = `arrayMap(f -> if(startsWith(f, '"'), replaceAll(substring(f, 2, length(f) - 2), '""', '"'), f), fields)`
  const fits = `length(fields) = length({names:Array(String)}) AND arraySum(arrayMap(f -> length(f) + 1,
      fields)) = length(content) + 1`
  return (
    `SELECT number AS line, if(${fits}, toJSONString(mapFromArrays({names:Array(String)}, arrayResize(${plain},
      length({names:Array(String)})))), '') AS raw ` +
    `FROM (SELECT number, content, ${fields} AS fields FROM (${lines}) WHERE content != '' AND number > {header:UInt64})`
  )
}
