const SHORT_BYTES = 64

/** A growing run of bytes. `bytes` has room for what was reserved; `size` of them are in use. */
export class ByteSink {
  bytes: Uint8Array
  size = 0

  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity)
  }

  clear(): void {
    this.size = 0
  }

  /** Makes room for `more` further bytes. */
  reserve(more: number): void {
    const wanted = this.size + more
    if (wanted <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(wanted, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.size))
    this.bytes = grown
  }

  add(byte: number): void {
    this.reserve(1)
    this.bytes[this.size++] = byte
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.size)
    this.size += bytes.length
  }

  /** Appends a part of `bytes`. Short ones, of which there are millions, are copied without a view. */
  appendRange(bytes: Uint8Array, from: number, end: number): void {
    if (end - from > SHORT_BYTES) {
      this.append(bytes.subarray(from, end))
      return
    }
    this.reserve(end - from)
    const out = this.bytes
    let size = this.size
    for (let at = from; at < end; at++) out[size++] = bytes[at] ?? 0
    this.size = size
  }

  /** The bytes in use, not copied. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.size)
  }
}
