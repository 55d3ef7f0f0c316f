import { showPlace, type SourceSpan } from '../../core/index.ts'
import type { NovaLint } from './ast.ts'

/** A line of the file without the space around it, and where it stands. */
export interface Line {
  readonly text: string
  readonly span: SourceSpan
}

/** What a file's parser carries along: the file's text and what it found odd. */
export interface NovaContext {
  readonly file: string
  rule: string
  readonly lints: NovaLint[]
}

/** Notes something odd at a place of the file. */
export function lint(
  context: NovaContext,
  span: SourceSpan,
  message: string,
  hint: string,
  severity: NovaLint['severity'] = 'warning',
): void {
  const { line, column } = showPlace(context.file, span.start)
  context.lints.push({ severity, rule: context.rule, message, hint, line, column })
}
