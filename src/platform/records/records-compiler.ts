import { PostgresQueryCompiler } from 'kysely'
import { platformError } from '../errors.ts'

/** Postgres keeps no NUL in text, and UTF-8 no half of a surrogate pair: one engine fails, the other keeps something else. */
const UNKEPT = /[\0\p{Surrogate}]/u

/**
 * Queries of both engines, in which a text that would not come back as it went in is refused where it is bound.
 * Throws WB_PLATFORM_RECORDS_TEXT.
 */
export class RecordsCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    if (typeof value === 'string' && UNKEPT.test(value))
      throw platformError(
        'WB_PLATFORM_RECORDS_TEXT',
        'records: found NUL or half of a character in a text, wanted whole characters',
        { hint: 'leave such characters out, or put the text into evidence, where NUL is kept' },
      )
    super.appendValue(value)
  }
}
