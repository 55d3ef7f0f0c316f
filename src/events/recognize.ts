import { open } from 'node:fs/promises'
import { constants, gunzipSync } from 'node:zlib'
import { type Engine, zstdFileFault } from '../platform/index.ts'
import type { Layout } from './normalize.ts'
import { type Reader, READERS } from './readers/index.ts'

export type Compression = 'none' | 'gzip' | 'zstd'

/** What a file holds, or why it cannot be read. */
export type Recognized =
  | {
      readonly reader: Reader
      readonly layout: Layout
      readonly compression: Compression
      /** What is wrong with the file although it can be read. */
      readonly note?: string
    }
  | { readonly reader: undefined; readonly reason: string; readonly compression: Compression }

const HEAD_BYTES = 256 * 1024
const RECORDS_TRIED = 50

/** Recognises a file by its content alone; its name does not matter. */
export async function recognizeFile(engine: Engine, path: string): Promise<Recognized> {
  const bytes = await readHead(path)
  const compression = compressionOf(bytes)
  if (bytes.length === 0) return { reader: undefined, reason: 'the file is empty', compression }
  const head = await openHead(engine, path, bytes, compression)
  const found = recognizeText(head)
  if (found === undefined) return { reader: undefined, reason: noFormat(head), compression }
  const note = compression === 'zstd' ? await zstdNote(path) : ''
  return note === '' ? { ...found, compression } : { ...found, compression, note }
}

/** The engine does not tell when a zstd stream ends early. */
async function zstdNote(path: string): Promise<string> {
  const fault = await zstdFileFault(path)
  return fault === '' ? '' : `the zstd stream is ${fault}; what came before is kept`
}

/** Recognises the start of a decompressed file; undefined if no reader knows its records. */
export function recognizeText(head: string): { reader: Reader; layout: Layout } | undefined {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  const layout = layoutOf(text)
  const records =
    layout === 'documents' ? [text.replace(/^\[\s*/, '')] : text.split('\n', RECORDS_TRIED)
  for (const record of records) {
    const keys = topLevelKeys(record)
    const reader = READERS.find((candidate) => candidate.recognizes(keys))
    if (reader !== undefined) return { reader, layout }
  }
  return undefined
}

/** The names of the formats, for messages. */
export function formatNames(): string {
  return READERS.map((reader) => reader.name).join(', ')
}

function noFormat(head: string): string {
  const found =
    head.trim() === ''
      ? 'nothing but blanks'
      : /\0|\uFFFD{2}/.test(head.slice(0, 4096))
        ? 'binary data'
        : 'no record of a known format'
  return `found ${found}; formats tried: ${formatNames()}`
}

/** An object that ends on its own line starts a file of lines; anything else is an array or a document. */
function layoutOf(text: string): Layout {
  if (text.startsWith('[')) return 'documents'
  const end = text.indexOf('\n')
  const first = (end < 0 ? text : text.slice(0, end)).trimEnd()
  return text.startsWith('{') && end >= 0 && isOpen(first) && /^\s*["}]/.test(text.slice(end + 1))
    ? 'documents'
    : 'lines'
}

function isOpen(line: string): boolean {
  return /[{[,:]$/.test(line)
}

/** The keys of the object that the text starts with, as far as the text goes. It need not be complete. */
export function topLevelKeys(text: string): Set<string> {
  const keys = new Set<string>()
  const token = /"((?:[^"\\]|\\[^])*)(?:"(\s*:)?|\\?$)|[{}[\]]/g
  let depth = 0
  for (const match of text.matchAll(token)) {
    const [all, name, colon] = match
    if (all === '{' || all === '[') depth++
    else if (all === '}' || all === ']') depth--
    else if (depth === 1 && colon !== undefined && name !== undefined) keys.add(name)
    if (depth <= 0) break
  }
  return keys
}

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(HEAD_BYTES)
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function compressionOf(bytes: Buffer): Compression {
  if (bytes.length >= 2 && bytes.readUInt16BE(0) === 0x1f8b) return 'gzip'
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x28b52ffd) return 'zstd'
  return 'none'
}

/** Node 20 opens no zstd, so the engine does; a damaged start gives no text. */
async function openHead(
  engine: Engine,
  path: string,
  bytes: Buffer,
  compression: Compression,
): Promise<string> {
  if (compression === 'none') return bytes.toString('utf8')
  if (compression === 'gzip') {
    try {
      return gunzipSync(bytes, {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: 64 * HEAD_BYTES,
      })
        .subarray(0, HEAD_BYTES)
        .toString('utf8')
    } catch {
      return ''
    }
  }
  const sql = `SELECT substring(text, 1, ${HEAD_BYTES}) AS text
    FROM file({path:String}, LineAsString, 'text String', 'zstd') LIMIT ${RECORDS_TRIED}
    SETTINGS max_block_size = ${RECORDS_TRIED}, input_format_parallel_parsing = 0, max_threads = 1`
  const rows = await engine.rows<{ text: string }>(sql, { path: globSafe(path) }).catch(() => [])
  return rows.map((row) => row.text).join('\n')
}

/** The engine reads paths as globs; these characters would select other files. */
function globSafe(path: string): string {
  return path.replace(/[*?{}]/g, '?')
}
