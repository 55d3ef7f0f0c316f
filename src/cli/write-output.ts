import { join } from 'node:path'
import { prepareFolder } from '../platform/index.ts'
import { printableJson } from './printable.ts'
import { replaceFile } from './replace-file.ts'
import type { ScreenResult } from './screen-job.ts'

/**
 * Writes the four files of the contract. Each is written beside its place and renamed, so that a kill
 * leaves either the old file or the whole new one.
 */
export async function writeOutput(folder: string, result: ScreenResult): Promise<void> {
  await prepareFolder(folder, '--out')
  await writeLines(join(folder, 'leads.jsonl'), result.leads)
  await writeLines(join(folder, 'clusters.jsonl'), result.clusters)
  await writeLines(join(folder, 'rejected.jsonl'), result.rejected)
  await writeWhole(join(folder, 'summary.json'), [`${printableJson(result.summary, 2)}\n`])
}

function* linesOf(rows: readonly unknown[]): Generator<string> {
  for (const row of rows) yield `${printableJson(row)}\n`
}

async function writeLines(path: string, rows: readonly unknown[]): Promise<void> {
  await writeWhole(path, linesOf(rows))
}

const CHUNK_CHARS = 1 << 20

async function writeWhole(path: string, parts: Iterable<string>): Promise<void> {
  await replaceFile(path, async (write) => {
    let chunk = ''
    for (const part of parts) {
      chunk += part
      if (chunk.length < CHUNK_CHARS) continue
      await write(chunk)
      chunk = ''
    }
    await write(chunk)
  })
}
