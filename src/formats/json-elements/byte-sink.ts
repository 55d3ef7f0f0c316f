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

  /** The bytes in use, not copied. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.size)
  }
}
