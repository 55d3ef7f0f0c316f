import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const CHUNK_CHARS = 192 * 1024

interface OpenFile {
  parts: string[]
  chars: number
  isBegun: boolean
}

/** Many text files that grow a chunk at a time: only the chunks not yet written are held. */
export class GrowingFiles {
  readonly #folder: string
  readonly #files = new Map<string, OpenFile>()
  bytes = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Adds a line (without its end) to the file at this path below the folder. */
  append(path: string, line: string): void {
    let file = this.#files.get(path)
    if (file === undefined) {
      file = { parts: [], chars: 0, isBegun: false }
      this.#files.set(path, file)
    }
    file.parts.push(line)
    file.chars += line.length
    if (file.chars >= CHUNK_CHARS) this.#flush(path, file)
  }

  /** Writes what is left and gives the paths in order. */
  finish(): string[] {
    for (const [path, file] of this.#files) this.#flush(path, file)
    return [...this.#files.keys()].sort()
  }

  #flush(path: string, file: OpenFile): void {
    if (file.parts.length === 0) return
    const target = join(this.#folder, path)
    if (!file.isBegun) mkdirSync(dirname(target), { recursive: true })
    const bytes = Buffer.from(`${file.parts.join('\n')}\n`)
    const handle = openSync(target, file.isBegun ? 'a' : 'w')
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    } finally {
      closeSync(handle)
    }
    this.bytes += bytes.length
    file.isBegun = true
    file.parts = []
    file.chars = 0
  }
}
