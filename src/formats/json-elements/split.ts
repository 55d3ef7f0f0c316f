import { ByteSink } from './byte-sink.ts'

/** One JSON value cut out of a document, without white space between its tokens. */
export interface JsonElement {
  /** `list`: of a top-level array; `member`: of a cut array of a top-level object; `root`: the object around it. */
  readonly place: 'list' | 'member' | 'root'
  /** Name of the cut array; '' for `list` and `root`. */
  readonly key: string
  /** UTF-8 text. Valid only until the callback returns. A `root` lacks its cut arrays. */
  readonly bytes: Uint8Array
  /** Why the value cannot be used, '' when it can. Then `bytes` is empty. */
  readonly problem: string
}

/** How the document ended. `problem` is '' when every value was closed. */
export interface SplitEnd {
  readonly problem: string
  /** Byte of the document at which reading stopped. */
  readonly offset: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const BRACKETS_TRACKED = 512
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

type State = 'top' | 'list' | 'key' | 'colon' | 'member' | 'cut' | 'value' | 'stopped'

/**
 * Cuts the elements out of a JSON document of any size in bounded memory: push its bytes in pieces
 * of any length. Brackets and strings are followed, nothing else is checked: a cut element may still
 * be invalid JSON. Several values one after another (JSON lines) are read one by one.
 */
export class JsonElementSplitter {
  readonly #emit: (element: JsonElement) => void
  readonly #cutKeys: ReadonlySet<string>
  readonly #bytesMax: number
  readonly #value = new ByteSink()
  readonly #root = new ByteSink()
  readonly #brackets = new Uint8Array(BRACKETS_TRACKED)
  #state: State = 'top'
  /** Where to go on after a value. */
  #after: 'list' | 'key' | 'cut' = 'list'
  #key = ''
  #depth = 0
  #isInString = false
  #isEscaped = false
  #problem = ''
  #rootProblem = ''
  #stopReason = ''
  #offset = 0

  constructor(cutKeys: readonly string[], bytesMax: number, emit: (element: JsonElement) => void) {
    this.#cutKeys = new Set(cutKeys)
    this.#bytesMax = bytesMax
    this.#emit = emit
  }

  /** Whether nothing further can be read: the text before this point is not JSON any more. */
  get isStopped(): boolean {
    return this.#state === 'stopped'
  }

  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length && this.#state !== 'stopped') {
      at = this.#state === 'value' ? this.#readValue(chunk, at) : this.#readBetween(chunk, at)
    }
    this.#offset += at
  }

  end(): SplitEnd {
    const isOpen = this.#state !== 'top' && this.#state !== 'stopped'
    return {
      problem: isOpen ? 'the file ends in the middle of a value' : this.#stopReason,
      offset: this.#offset,
    }
  }

  /** One byte outside of a value. */
  #readBetween(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return at + 1
    if (this.#state === 'top') return this.#readTop(byte, at)
    if (this.#state === 'key') return this.#readKey(byte, at)
    if (this.#state === 'colon') {
      if (byte !== COLON) return this.#stop('found no colon after a key', at)
      this.#state = 'member'
      return at + 1
    }
    if (this.#state === 'member') {
      const isCut = byte === OPEN_LIST && this.#cutKeys.has(this.#key)
      if (isCut) this.#state = 'cut'
      else this.#begin('key')
      return isCut ? at + 1 : at
    }
    if (byte === COMMA) return at + 1
    if (byte === CLOSE_LIST) {
      this.#state = this.#state === 'cut' ? 'key' : 'top'
      return at + 1
    }
    if (byte === CLOSE_OBJECT || byte === COLON)
      return this.#stop('found a bracket that closes nothing', at)
    this.#begin(this.#state === 'cut' ? 'cut' : 'list')
    return at
  }

  #readTop(byte: number, at: number): number {
    if (byte === OPEN_LIST) this.#state = 'list'
    else if (byte === OPEN_OBJECT) {
      this.#state = 'key'
      this.#root.clear()
      this.#root.add(OPEN_OBJECT)
      this.#rootProblem = ''
    } else if (byte !== BYTE_ORDER_MARK[this.#offset + at]) {
      return this.#stop('found text that is neither a JSON object nor a list', at)
    }
    return at + 1
  }

  #readKey(byte: number, at: number): number {
    if (byte === COMMA) return at + 1
    if (byte === CLOSE_OBJECT) {
      this.#root.add(CLOSE_OBJECT)
      this.#state = 'top'
      this.#give('root', '', this.#root, this.#rootProblem)
      return at + 1
    }
    if (byte !== QUOTE) return this.#stop('found no key in quotes', at)
    this.#begin('key')
    this.#key = ''
    this.#isReadingKey = true
    return at
  }

  #isReadingKey = false

  #begin(after: 'list' | 'key' | 'cut'): void {
    this.#value.clear()
    this.#depth = 0
    this.#problem = ''
    this.#after = after
    this.#state = 'value'
  }

  /** Copies a value from `from` on; gives the place after what it used. */
  #readValue(chunk: Uint8Array, from: number): number {
    const sink = this.#value
    sink.reserve(chunk.length - from)
    const out = sink.bytes
    let size = sink.size
    let isInString = this.#isInString
    let isEscaped = this.#isEscaped
    let isDone = false
    let at = from
    for (; at < chunk.length && !isDone; at++) {
      const byte = chunk[at] ?? 0
      if (isInString) {
        if (byte < 0x20) {
          this.#problem = 'a control character inside a string'
          continue
        }
        out[size++] = byte
        if (isEscaped) isEscaped = false
        else if (byte === BACKSLASH) isEscaped = true
        else if (byte === QUOTE) {
          isInString = false
          isDone = this.#depth === 0
        }
        continue
      }
      if (byte <= 0x20) {
        if (this.#depth === 0) isDone = true
        continue
      }
      if (this.#depth === 0 && (byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT))
        break
      out[size++] = byte
      if (byte === QUOTE) isInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#open(byte)
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (!this.#close(byte)) {
          sink.size = size
          return this.#stop('found brackets that do not match', at)
        }
        isDone = this.#depth === 0
      }
    }
    sink.size = size
    this.#isInString = isInString
    this.#isEscaped = isEscaped
    if (size > this.#bytesMax) {
      this.#problem = `longer than ${this.#bytesMax} bytes`
      sink.size = 0
    }
    if (isDone || at < chunk.length) this.#finish()
    return at
  }

  #open(byte: number): void {
    if (this.#depth < BRACKETS_TRACKED) this.#brackets[this.#depth] = byte
    else this.#problem = `nested deeper than ${BRACKETS_TRACKED} levels`
    this.#depth++
  }

  #close(byte: number): boolean {
    this.#depth--
    // The codes of a pair of brackets differ by two.
    return this.#depth >= BRACKETS_TRACKED || this.#brackets[this.#depth] === byte - 2
  }

  #finish(): void {
    if (this.#isReadingKey) {
      this.#isReadingKey = false
      this.#key = Buffer.from(this.#value.view()).toString('utf8').slice(1, -1)
      this.#state = 'colon'
      return
    }
    this.#state = this.#after
    if (this.#after === 'list') this.#give('list', '', this.#value, this.#problem)
    else if (this.#after === 'cut') this.#give('member', this.#key, this.#value, this.#problem)
    else this.#keepMember()
  }

  /** Adds a member that is not cut to the root object. */
  #keepMember(): void {
    if (this.#problem !== '') this.#rootProblem = this.#problem
    if (this.#root.size > this.#bytesMax) this.#rootProblem = `longer than ${this.#bytesMax} bytes`
    if (this.#rootProblem !== '') return
    if (this.#root.size > 1) this.#root.add(COMMA)
    this.#root.append(Buffer.from(`"${this.#key}":`))
    this.#root.append(this.#value.view())
  }

  #give(place: JsonElement['place'], key: string, sink: ByteSink, problem: string): void {
    const bytes = problem === '' ? sink.view() : new Uint8Array(0)
    this.#emit({ place, key, bytes, problem })
  }

  #stop(reason: string, at: number): number {
    this.#stopReason = reason
    this.#state = 'stopped'
    return at
  }
}
