import { type JsonElement, JsonElementSplitter } from '../formats/json-elements/index.ts'
import { convertMispEvent, isMispEvent, readWarningListHead } from '../formats/misp/index.ts'
import { upgradedTexts } from './upgraded-texts.ts'
import type { ObjectLoader } from './object-loader.ts'
import type { WarningLoader } from './warning-lists.ts'

/** What a file was recognised as, from its content. */
export type IntelFormat = 'stix' | 'misp-event' | 'misp-warning-list' | 'none'

/** Bytes of one object, or of one MISP event. */
const ELEMENT_BYTES_MAX = 128 * 1024 * 1024

/** Arrays whose elements are read one by one: of STIX bundles, MISP search results, MISP warning lists. */
const CUT_KEYS = ['objects', 'response', 'list']

/** Places beyond those of any file. */
const DERIVED_PLACES = 2 ** 39

const UNKNOWN = 'neither a STIX object or bundle nor a MISP event or warning list'

/** Sorts what the splitter cuts out of one file: STIX objects go to the engine as they are. */
export class ElementReader {
  readonly splitter: JsonElementSplitter
  readonly #file: number
  readonly #objects: ObjectLoader
  readonly #warnings: WarningLoader
  #cutKeys = new Set<string>()
  #position = 0
  #unknownCount = 0
  #derived = 0
  format: IntelFormat = 'none'
  objectCount = 0
  contextCount = 0
  /** Why nothing in the file was recognised. */
  problem = ''

  constructor(file: number, objects: ObjectLoader, warnings: WarningLoader) {
    this.#file = file
    this.#objects = objects
    this.#warnings = warnings
    this.splitter = this.#newSplitter()
  }

  #newSplitter(): JsonElementSplitter {
    return new JsonElementSplitter(CUT_KEYS, ELEMENT_BYTES_MAX, (element) => this.#read(element))
  }

  #read(element: JsonElement): void {
    const { place, key, bytes, problem } = element
    if (place === 'member') this.#cutKeys.add(key)
    if (problem !== '') this.#setAside(problem)
    else if (place === 'member' && key === 'objects') this.#addObject(bytes)
    else if (place === 'member' && key === 'list') this.#warnings.add(bytes)
    else if (place === 'root') this.#readRoot(bytes)
    else this.#readLoose(bytes)
  }

  /** An element of a bare list or of a MISP search result. */
  #readLoose(bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    if (text.includes('"Event":{')) {
      const value = parse(text)
      if (isMispEvent(value)) return this.#addEvent(value)
    }
    if (text.includes('"objects":[') || text.includes('"list":[')) {
      // A bundle or warning list inside a list is read as if it stood alone.
      const inner = this.#newSplitter()
      inner.push(Uint8Array.prototype.slice.call(bytes))
      return
    }
    this.#addObject(bytes)
  }

  /** A whole top-level object, without the arrays that were cut out of it. */
  #readRoot(bytes: Uint8Array): void {
    const cut = this.#cutKeys
    this.#cutKeys = new Set()
    const value = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
    const head = cut.has('list') ? readWarningListHead(value) : undefined
    const count = this.#warnings.close(head)
    if (head !== undefined) {
      this.format = 'misp-warning-list'
      this.objectCount += count
    } else if (isMispEvent(value)) this.#addEvent(value)
    else if (cut.has('objects') || isBundle(value)) this.format = 'stix'
    else if (cut.has('response')) return
    else if (isStixObject(value)) this.#addObject(bytes)
    else if (value === undefined) this.#setAside('not valid JSON')
    else this.#unknownCount++
  }

  /** To be called at the end of the file: values that are nothing known are reported one by one only beside others. */
  end(): void {
    if (this.#unknownCount > 0) this.problem = UNKNOWN
    if (this.format === 'none') return
    for (; this.#unknownCount > 0; this.#unknownCount--) this.#setAside(UNKNOWN)
  }

  #addObject(bytes: Uint8Array): void {
    if (bytes[0] === 0x7b) this.format = 'stix'
    const [first = bytes, ...others] = upgradedTexts(bytes)
    this.#objects.add(this.#file, this.#position++, '', first)
    // Observables that an observation of 2.0 held have no place of their own in the file.
    for (const other of others)
      this.#objects.add(this.#file, DERIVED_PLACES + this.#derived++, '', other)
    this.objectCount++
  }

  #addEvent(value: unknown): void {
    this.format = 'misp-event'
    const { objects, rejected, contextCount } = convertMispEvent(value)
    for (const object of objects) {
      this.#objects.add(this.#file, this.#position++, '', Buffer.from(JSON.stringify(object)))
    }
    for (const { index, reason } of rejected) this.#setAside(`attribute ${index}: ${reason}`)
    this.objectCount += objects.length
    this.contextCount += contextCount
  }

  #setAside(reason: string): void {
    this.#objects.add(this.#file, this.#position++, reason, Buffer.from('{}'))
  }
}

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

function isBundle(value: unknown): boolean {
  return isStixObject(value) && (value as { type: string }).type === 'bundle'
}

function isStixObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  )
}
