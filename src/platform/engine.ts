/** Values that may be bound to `{name:Type}` placeholders. */
export type EngineValue = string | number | bigint | boolean | null | readonly EngineValue[]
export type EngineParams = Readonly<Record<string, EngineValue>>

/**
 * The door to ClickHouse. The same SQL runs embedded and on a cluster. Values are always bound as
 * `{name:Type}`; only identifiers and fixed text are ever written into the SQL.
 */
export interface Engine {
  /** Runs a statement that gives no rows. */
  run(sql: string, params?: EngineParams): Promise<void>
  /** Runs a query and gives its rows as objects. For results that fit in memory. */
  rows<Row>(sql: string, params?: EngineParams): Promise<Row[]>
  /** Runs a query and gives its rows in chunks, for results of any size. One stream at a time. */
  stream<Row>(sql: string, params?: EngineParams): AsyncIterable<Row[]>
  /** Inserts newline-delimited JSON bytes into a table. */
  insertJson(table: string, lines: Uint8Array): Promise<void>
  /** A second connection to the same store: what it runs goes on beside this one, which runs one query after another. */
  beside(): Engine
  /** The folder the embedded engine keeps its store in. */
  readonly path: string
  close(): Promise<void>
}
