/**
 * Texts of one language: named lists of templates and of words. A template holds `{slot}`s, which the
 * composer fills from the same language, from the words that all languages share, or from an account.
 */
export type Pack = ReadonlyMap<string, readonly Template[]>

/** A template cut at its slots: even members are text, odd ones are slot names. */
export type Template = readonly string[]

/**
 * Reads a pack written as `[list]` headings followed by one template a line. A heading that ends in
 * `|` is a list of short words, separated by `|` and spread over any number of lines.
 */
export function parsePack(text: string): Pack {
  const lists = new Map<string, Template[]>()
  let list: Template[] = []
  let isWords = false
  for (const line of text.split('\n')) {
    const trimmed = line.trim()
    if (trimmed === '') continue
    const heading = /^\[([a-z-]+)(\|?)\]$/.exec(trimmed)
    if (heading !== null) {
      list = []
      isWords = heading[2] === '|'
      lists.set(heading[1] as string, list)
    } else if (isWords) {
      for (const word of trimmed.split('|'))
        if (word.trim() !== '') list.push(word.trim().split(/[{}]/))
    } else list.push(trimmed.split(/[{}]/))
  }
  return lists
}
