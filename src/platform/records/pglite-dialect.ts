import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  type QueryResult,
} from 'kysely'
import { KeptReads } from './kept-reads.ts'
import { refuseBesideTransaction } from './one-connection.ts'
import { RecordsCompiler } from './records-compiler.ts'

/**
 * Kysely on the Postgres that lives in this process. Kysely 0.28, the last one for Node 20, has none of its own,
 * and those that others publish do not take this PGlite (decision 0047).
 */
export function pgliteDialect(pglite: PGlite): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new PgliteDriver(pglite),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new RecordsCompiler(),
  }
}

/** PGlite is one session, so there is one connection, lent to one borrower at a time, in the order in which they asked. */
class PgliteDriver implements Driver {
  readonly #connection: DatabaseConnection
  readonly #pglite: PGlite
  readonly #waiting: Array<() => void> = []
  readonly #kept: KeptReads = new KeptReads()
  #lent = false
  /** What a transaction reads is its own until it ends. */
  #isInTransaction = false

  constructor(pglite: PGlite) {
    this.#pglite = pglite
    this.#connection = { executeQuery: (query) => this.#execute(query), streamQuery }
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    refuseBesideTransaction()
    if (this.#lent) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#lent = true
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next === undefined) this.#lent = false
    else next()
  }

  async beginTransaction(
    connection: DatabaseConnection,
    settings: { readonly isolationLevel?: string },
  ): Promise<void> {
    const level = settings.isolationLevel
    const sql = level === undefined ? 'begin' : `start transaction isolation level ${level}`
    await connection.executeQuery(CompiledQuery.raw(sql))
    this.#isInTransaction = true
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#isInTransaction = false
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#isInTransaction = false
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {
    this.#kept.clear()
    await this.#pglite.close()
  }

  async #execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const key = this.#kept.keyOf(query)
    if (key === undefined || this.#isInTransaction) return execute(this.#pglite, query)
    const known = this.#kept.find<Row>(key)
    if (known !== undefined) return known
    const result = await execute<Row>(this.#pglite, query)
    this.#kept.keep(key, result.rows)
    return result
  }
}

async function execute<Row>(pglite: PGlite, query: CompiledQuery): Promise<QueryResult<Row>> {
  const result = await pglite.query<Row>(query.sql, [...query.parameters])
  const changed = result.affectedRows ?? 0
  return result.rows.length > 0 && changed === 0
    ? { rows: result.rows }
    : { rows: result.rows, numAffectedRows: BigInt(changed) }
}

// oxlint-disable-next-line require-yield -- the shape that Kysely asks for; the error says what to do instead
async function* streamQuery(): AsyncIterableIterator<never> {
  throw new Error('PGlite gives whole results: page with a key (where id > last limit n) instead')
}
