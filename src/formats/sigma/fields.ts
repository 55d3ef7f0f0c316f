import type { SourceSpan } from '../../core/index.ts'
import { sigmaError } from './errors.ts'
import type { Yaml } from './yaml.ts'

export type YamlMap = Extract<Yaml, { kind: 'map' }>

/** Reads members of YAML maps; what is not of the wanted shape is an error at its place. */
export class FieldReader {
  readonly text: string
  readonly map: YamlMap

  constructor(text: string, map: YamlMap) {
    this.text = text
    this.map = map
  }

  get(name: string): Yaml | undefined {
    return this.map.entries.find((entry) => entry.key === name)?.value
  }

  require(name: string): Yaml {
    const value = this.get(name)
    if (value !== undefined) return value
    return this.fail(this.map.span, `found no "${name}"`, `add ${name}:`)
  }

  textOf(name: string): string | null {
    const value = this.get(name)
    if (value === undefined || (value.kind === 'scalar' && value.value === null)) return null
    if (value.kind !== 'scalar')
      return this.fail(value.span, `found a list or map in ${name}`, `write ${name}: text`)
    return String(value.value)
  }

  mapOf(name: string): FieldReader {
    const value = this.require(name)
    if (value.kind !== 'map')
      return this.fail(value.span, `found no map in ${name}`, `write members of ${name} below it`)
    return new FieldReader(this.text, value)
  }

  /** Texts of a list; a single text is a list of one. */
  textsOf(name: string): readonly { readonly value: string; readonly span: SourceSpan }[] {
    const value = this.get(name)
    if (value === undefined) return []
    return textsIn(this.text, value, name)
  }

  fail(span: SourceSpan, message: string, hint: string): never {
    throw sigmaError('WB_FORMATS_SIGMA_SHAPE', this.text, span, message, hint)
  }
}

export function textsIn(
  text: string,
  value: Yaml,
  name: string,
): readonly { readonly value: string; readonly span: SourceSpan }[] {
  const items = value.kind === 'list' ? value.items : [value]
  return items.flatMap((item) => {
    if (item.kind !== 'scalar') {
      throw sigmaError(
        'WB_FORMATS_SIGMA_SHAPE',
        text,
        item.span,
        `found a list or map inside ${name}, wanted texts`,
        `write ${name} as a list of texts`,
      )
    }
    return item.value === null ? [] : [{ value: String(item.value), span: item.span }]
  })
}
