import { punycodeHostSql } from './punycode.ts'
import { bind, quote, quoteAll } from './sql-text.ts'
import { TOP_LEVEL_DOMAINS } from './word-lists.ts'

/** Scripts that are written without spaces, so that a name may touch the sentence around it. */
export const UNSPACED =
  '\\x{600}-\\x{6ff}\\x{e00}-\\x{e7f}\\x{1100}-\\x{11ff}\\x{3005}-\\x{3007}\\x{3041}-\\x{d7ff}\\x{f900}-\\x{faff}\\x{20000}-\\x{3ffff}'

const DOMAIN = '^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9-]+$'

/** Whether a canonical host is a domain with a real, or reserved, top-level name. A set: hundreds of names make a slow pattern. */
export function isDomainSql(host: string): string {
  return `(length(${host}) <= 253 AND match(${host}, ${quote(DOMAIN)})
    AND substringIndex(${host}, '.', -1) IN (${quoteAll(TOP_LEVEL_DOMAINS)}))`
}

/** A host in lower case without a final dot; one with other letters also without a sentence that follows. */
function foldedHostSql(host: string): string {
  const composed = `replaceAll(normalizeUTF8NFKC(toValidUTF8(lowerUTF8(replaceAll(${host}, 'Σ', 'σ')))), '。', '.')`
  const alone = `replaceRegexpOne(${composed}, ${quote(`(\\.[a-z]{2,})[${UNSPACED}].*$`)}, '\\\\1')`
  return `trimRight(if(length(${host}) = lengthUTF8(${host}), lower(${host}), ${alone}), '.')`
}

/** A host in lower case ASCII: IDNA for other letters, no final dot. Not checked to be a domain. */
export function hostNameSql(host: string): string {
  const puny = `arrayMap(i -> ${punycodeHostSql('i')}, if(length(f) = lengthUTF8(f), [], [f]))`
  return bind({ f: foldedHostSql(host) }, `if(length(f) = lengthUTF8(f), f, ${puny}[1])`)
}
