/** Small pieces of SQL text. Only fixed text of this layer and column expressions ever pass through here. */

/** A string literal. */
export function quote(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
}

/** An array literal of string literals. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`
}

/** Gives names to values within `body`: each value is computed once a row, however often the body uses it. */
export function bind(values: Readonly<Record<string, string>>, body: string): string {
  const names = Object.keys(values).join(', ')
  const lists = Object.values(values).map((value) => `[${value}]`)
  return `arrayMap((${names}) -> ${body}, ${lists.join(', ')})[1]`
}

/** `body` mapped over an array, with the element called `name`. */
export function mapEach(name: string, body: string, array: string): string {
  return `arrayMap(${name} -> ${body}, ${array})`
}

/** The elements of an array for which `condition` holds. */
export function keep(name: string, condition: string, array: string): string {
  return `arrayFilter(${name} -> ${condition}, ${array})`
}
