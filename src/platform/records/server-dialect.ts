import { PostgresDialect } from 'kysely'
import { RecordsCompiler } from './records-compiler.ts'

/** Kysely on a Postgres server, with the compiler that both engines share. */
export class ServerDialect extends PostgresDialect {
  override createQueryCompiler(): RecordsCompiler {
    return new RecordsCompiler()
  }
}
