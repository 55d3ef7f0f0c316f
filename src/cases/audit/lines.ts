import { createReadStream } from 'node:fs'

/** Longer than any entry with its escapes: a file without line breaks is not held whole. */
const LINE_BYTES_MAX = 400_000

/**
 * Lines of a file that end with a line feed and nothing else; undefined for one that is not UTF-8, is too long, or is the
 * last without its line feed. Every byte of the file is in one line, so that none can change unseen.
 */
export async function* readLines(file: string): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decode = (bytes: Buffer): string | undefined => {
    try {
      return decoder.decode(bytes)
    } catch {
      return undefined
    }
  }
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file)) {
    let bytes = Buffer.concat([rest, chunk as Buffer])
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      yield decode(bytes.subarray(0, end))
      bytes = bytes.subarray(end + 1)
    }
    if (bytes.length > LINE_BYTES_MAX) {
      yield undefined
      return
    }
    rest = bytes
  }
  if (rest.length > 0) yield undefined
}
