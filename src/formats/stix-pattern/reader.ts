import type { WindbreakError } from '../../core/index.ts'
import type { PatternVersion, Span } from './ast.ts'
import { patternError, quoteFound } from './errors.ts'
import type { Token } from './scan.ts'

/** A cursor over the tokens of one pattern. */
export class TokenReader {
  readonly text: string
  readonly version: PatternVersion
  readonly #tokens: readonly Token[]
  readonly #end: Token
  #at = 0

  constructor(text: string, tokens: readonly Token[], version: PatternVersion) {
    this.text = text
    this.version = version
    this.#tokens = tokens
    this.#end = { kind: 'end', text: '', span: { start: text.length, end: text.length } }
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? this.#end
  }

  /** The token that was taken last; the first one before any was taken. */
  last(): Token {
    return this.#tokens[Math.max(0, this.#at - 1)] ?? this.#end
  }

  next(): Token {
    const token = this.peek()
    this.#at++
    return token
  }

  takeKeyword(keyword: string): boolean {
    return this.#take('keyword', keyword)
  }

  takeSign(sign: string): boolean {
    return this.#take('sign', sign)
  }

  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) throw this.unexpected(keyword)
  }

  expectSign(sign: string, wanted: string): void {
    if (!this.takeSign(sign)) throw this.unexpected(wanted)
  }

  #take(kind: Token['kind'], text: string): boolean {
    const token = this.peek()
    if (token.kind !== kind || token.text !== text) return false
    this.#at++
    return true
  }

  /** The error for a token that cannot stand here. */
  unexpected(wanted: string): WindbreakError {
    const { span, kind, text } = this.peek()
    const hint =
      kind === 'name' && /^(?:and|or|not|followedby|like|matches|in|exists|within)$/i.test(text)
        ? 'keywords are written in capitals'
        : kind === 'name'
          ? 'put text in single quotes'
          : 'see the STIX 2.1 patterning grammar'
    return patternError(
      'WB_FORMATS_PATTERN_SYNTAX',
      this.text,
      span,
      `found ${quoteFound(this.text, span)}, wanted ${wanted}`,
      hint,
    )
  }
}

/** The span from an offset to the end of the token taken last. */
export function spanFrom(start: number, reader: TokenReader): Span {
  return { start, end: reader.last().span.end }
}
