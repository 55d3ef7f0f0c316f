/** Buckets of the overall head; a power of two. 2^18 keeps collisions rare and the file small. */
export const TTP_BUCKETS = 262_144
/** Buckets of each label head: the low bits of the same hashes. */
export const TTP_LABEL_BUCKETS = 32_768
/** Only the start of a text is read, so that a long paste costs no more than a page. Characters. */
export const TTP_CHARS_MAX = 2000

/** Punctuation outside ASCII that NFKC leaves as it is; ASCII punctuation parts words anyway. */
const MARKS = '。、「」《》“”‘’«»—–…،؟؛।'

/** Words of a text as the model sees it: NFKC, case folded, digits as 0; marks and blanks part words. */
function wordsSql(text: string): string {
  const digits = (folded: string): string => `translate(${folded}, '123456789', '000000000')`
  const start = `substringUTF8(toValidUTF8(substring(${text}, 1, ${TTP_CHARS_MAX * 4})), 1, ${TTP_CHARS_MAX})`
  const marked = `translateUTF8(${digits(`normalizeUTF8NFKCCasefold(${start})`)}, '${MARKS}', '${' '.repeat(MARKS.length)}')`
  // To plain ASCII all of that does no more than this, which takes a sixth of the time.
  const plain = digits(`lower(substring(${text}, 1, ${TTP_CHARS_MAX}))`)
  return `tokens(if(isValidASCII(${text}), ${plain}, ${marked}))`
}

/**
 * SQL for the buckets of a text, `Array(UInt32)` without repeats, each below `TTP_BUCKETS`: characters 3 to 5 (2 too where the
 * text is not plain ASCII: scripts without spaces), words 1 to 2. `text` is an SQL expression, never a value.
 */
export function ttpBucketsSql(text: string): string {
  const words = wordsSql(text)
  const folded = `concat(' ', arrayStringConcat(${words}, ' '), ' ')`
  const hashed = (grams: string): string => `arrayMap(g -> cityHash64(g), ${grams})`
  const parts = [
    ...[3, 4, 5].map((size) => hashed(`ngrams(${folded}, ${size})`)),
    hashed(`ngrams(if(isValidASCII(${folded}), '', ${folded}), 2)`),
    `arrayMap(w -> cityHash64(1, w), ${words})`,
    `arrayMap((v, w) -> cityHash64(v, w), arrayPopBack(${words}), arrayPopFront(${words}))`,
  ]
  return `arrayDistinct(arrayMap(h -> bitAnd(toUInt32(h), ${TTP_BUCKETS - 1}), arrayConcat(${parts.join(', ')})))`
}
