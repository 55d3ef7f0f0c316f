import { upgradeStix } from '../formats/stix/index.ts'

const KEY = '"spec_version"'
const OLD = /^\s*:\s*"2\.0"/

/**
 * An object of STIX 2.0 as one of 2.1, with the observables that it held after it; empty for what is not 2.0, which stays as
 * it is, byte for byte. An object that is broken, or has a key twice, stays too: the engine says what is wrong with it.
 */
export function upgradedTexts(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = text.indexOf(KEY)
  const isOld =
    at < 0
      ? text.includes('"created"')
      : OLD.test(text.toString('latin1', at + KEY.length, at + KEY.length + 16))
  if (!isOld) return []
  const object = parse(text)
  if (typeof object !== 'object' || object === null) return []
  if (memberCount(bytes) !== Object.keys(object).length) return []
  const { objects } = upgradeStix(object)
  return objects.length === 1 && objects[0] === object
    ? []
    : objects.map((one) => Buffer.from(JSON.stringify(one)))
}

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Members of an object as they are written: a key that stands twice is two. */
function memberCount(bytes: Uint8Array): number {
  let [depth, count, isText] = [0, 0, false]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isText) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) isText = false
    } else if (byte === 0x22) isText = true
    else if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte === 0x3a && depth === 1) count++
  }
  return count
}
