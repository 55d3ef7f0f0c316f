export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_LIST = 0x5b
export const CLOSE_LIST = 0x5d
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d

export const SPACE = 1
export const STRING = 2
export const OPENING = 3
const CLOSING = 4
/** What a byte outside of strings means; a comma ends a value that has no brackets, as they do. */
export const BYTE_CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte <= 0x20) return SPACE
  if (byte === QUOTE) return STRING
  if (byte === OPEN_LIST || byte === OPEN_OBJECT) return OPENING
  return byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte === COMMA ? CLOSING : 0
})
