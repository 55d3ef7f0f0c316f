import { ByteSink } from './byte-sink.ts'
import {
  BACKSLASH,
  BYTE_CLASS,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_LIST,
  OPEN_OBJECT,
  OPENING,
  QUOTE,
  SPACE,
  STRING,
} from './bytes.ts'

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
  #isDone = false
  /** Start of the bytes of the present chunk that are not kept yet. */
  #run = 0
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

  /** Reads on in a value from `from`; gives the place after what it used. */
  #readValue(chunk: Uint8Array, from: number): number {
    this.#run = from
    this.#isDone = false
    let at = from
    while (at < chunk.length && !this.#isDone) {
      at = this.#isInString ? this.#skipString(chunk, at) : this.#skipTokens(chunk, at)
    }
    this.#keepRun(chunk, at)
    if (this.#value.size > this.#bytesMax) {
      this.#problem = `longer than ${this.#bytesMax} bytes`
      this.#value.clear()
    }
    if (this.#isDone && this.#state === 'value') this.#finish()
    return at
  }

  /** From inside a string to after its closing quote. */
  #skipString(chunk: Uint8Array, from: number): number {
    let at = from
    if (this.#isEscaped) {
      this.#isEscaped = false
      if ((chunk[at] ?? 0) >= 0x20) at++
    }
    for (; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      if (byte === QUOTE) {
        this.#isInString = false
        this.#isDone = this.#depth === 0
        return at + 1
      }
      if (byte === BACKSLASH) {
        if (at + 1 === chunk.length) this.#isEscaped = true
        else if ((chunk[at + 1] ?? 0) >= 0x20) at++
      } else if (byte < 0x20) {
        this.#problem = 'a control character inside a string'
        this.#leaveOut(chunk, at)
      }
    }
    return at
  }

  /** Outside of strings, to the next string or the end of the value. */
  #skipTokens(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0
      switch (BYTE_CLASS[byte] ?? 0) {
        case 0:
          break
        case SPACE:
          this.#leaveOut(chunk, at)
          if (this.#depth === 0) {
            this.#isDone = true
            return at + 1
          }
          break
        case OPENING:
          this.#open(byte)
          break
        case STRING:
          this.#isInString = true
          return at + 1
        default:
          if (this.#depth === 0) {
            this.#isDone = true
            return at
          }
          if (byte === COMMA) break
          if (!this.#close(byte)) return this.#mismatch(at)
          if (this.#depth === 0) {
            this.#isDone = true
            return at + 1
          }
      }
    }
    return chunk.length
  }

  #mismatch(at: number): number {
    this.#isDone = true
    return this.#stop('found brackets that do not match', at)
  }

  /** Keeps what came before a byte that is not kept. */
  #leaveOut(chunk: Uint8Array, at: number): void {
    this.#keepRun(chunk, at)
    this.#run = at + 1
  }

  #keepRun(chunk: Uint8Array, end: number): void {
    if (end > this.#run) this.#value.appendRange(chunk, this.#run, end)
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
