import { unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ByteSink } from '../formats/json-elements/index.ts'
import type { Engine } from '../platform/index.ts'
import { INSERT_OBJECTS } from './object-sql.ts'

/** Bytes of objects handed to the engine at once: large enough for its speed, small enough for memory. */
const CHUNK_BYTES = 32 * 1024 * 1024

/**
 * Collects objects and has the engine parse them chunk by chunk through a file in `folder`. While one
 * chunk is parsed the next is collected; `flushIfFull` waits when the engine is behind.
 */
export class ObjectLoader {
  readonly #engine: Engine
  readonly #folder: string
  #sink = new ByteSink(CHUNK_BYTES)
  #running: Promise<void> = Promise.resolve()
  #chunks = 0
  objectCount = 0

  constructor(engine: Engine, folder: string) {
    this.#engine = engine
    this.#folder = folder
  }

  /** `json` is one line of UTF-8; with a `trouble` it is kept only as a reported place. */
  add(file: number, position: number, trouble: string, json: Uint8Array): void {
    this.#sink.append(Buffer.from(`${file}\t${position}\t${trouble}\t`))
    this.#sink.append(json)
    this.#sink.add(0x0a)
    this.objectCount++
  }

  async flushIfFull(): Promise<void> {
    if (this.#sink.size >= CHUNK_BYTES) await this.#flush()
  }

  /** Waits until everything added is in the engine. */
  async finish(): Promise<void> {
    if (this.#sink.size > 0) await this.#flush()
    await this.#running
  }

  async #flush(): Promise<void> {
    await this.#running
    const path = join(this.#folder, `objects-${this.#chunks++}.tsv`)
    await writeFile(path, this.#sink.view())
    this.#sink.clear()
    this.#running = this.#load(path)
    // The failure is thrown where the promise is awaited next.
    this.#running.catch(() => undefined)
  }

  async #load(path: string): Promise<void> {
    await this.#engine.run(INSERT_OBJECTS, { path })
    await unlink(path)
  }
}
