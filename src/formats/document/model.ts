import type { Drawing } from './drawing.ts'

/** A part of a document. All texts are plain: whatever stands in them is shown as it is, in every form of output. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | {
      readonly kind: 'paragraph'
      readonly text: string
      readonly tone?: 'plain' | 'verdict' | 'warning'
    }
  | {
      readonly kind: 'list'
      readonly items: ReadonlyArray<{ readonly term?: string; readonly text: string }>
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: ReadonlyArray<{
        readonly title: string
        readonly align?: 'left' | 'right'
        readonly share?: number
      }>
      readonly rows: ReadonlyArray<readonly string[]>
    }
  | { readonly kind: 'figure'; readonly caption: string; readonly drawing: Drawing }

/** A report that stands alone; printed as a web page, Markdown or PDF. */
export interface Document {
  readonly title: string
  readonly subtitle: string
  /** BCP 47 tag of its language. */
  readonly language: string
  /** Instant that its files carry as their date. */
  readonly date: string
  readonly blocks: readonly Block[]
}

/** Characters that act or hide: controls, direction marks, zero width, lone surrogates, separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Text from outside on one line, in which characters that act or hide are shown as a mark. */
export function plainText(text: string): string {
  return text.replace(UNPRINTABLE, '\u00b7')
}
