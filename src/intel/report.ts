import type { Engine } from '../platform/index.ts'
import type { FileOutcome } from './read-files.ts'

/** A thing of a file that was set aside. `position` counts objects from 0; absent for whole files. */
export interface IntelRejection {
  readonly file: string
  readonly position?: number
  readonly id: string
  readonly reason: string
}

export interface IntelReport {
  readonly files: readonly FileOutcome[]
  readonly objects: number
  readonly relationships: number
  readonly actors: number
  /** Rows of `indicators`. */
  readonly values: number
  readonly indicators: Readonly<Record<string, number>>
  readonly reasons: ReadonlyArray<{ status: string; reason: string; count: number }>
  /** At most `REJECTIONS_LISTED_MAX`; `rejectedCount` is exact. */
  readonly rejected: readonly IntelRejection[]
  readonly rejectedCount: number
}

const REJECTIONS_LISTED_MAX = 10_000

/** Counts what an import did, from the tables it filled. */
export async function makeReport(
  engine: Engine,
  files: readonly FileOutcome[],
): Promise<IntelReport> {
  const one = async (sql: string): Promise<number> =>
    (await engine.rows<{ n: number }>(sql))[0]?.n ?? 0
  const reasons = await engine.rows<{ status: string; reason: string; count: number }>(
    'SELECT status, reason, count() AS count FROM indicator_status GROUP BY ALL ORDER BY ALL',
  )
  const indicators: Record<string, number> = {}
  for (const { status, count } of reasons) indicators[status] = (indicators[status] ?? 0) + count
  const broken = files
    .filter((file) => file.problem !== '')
    .map((file) => ({ file: file.path, id: '', reason: file.problem }))
  const rejected = await engine.rows<IntelRejection>(
    `SELECT path AS file, position, id, problem AS reason
     FROM intel_objects INNER JOIN intel_files USING file
     WHERE problem != '' ORDER BY intel_objects.file, position LIMIT ${REJECTIONS_LISTED_MAX}`,
  )
  return {
    files,
    objects: await one("SELECT count() AS n FROM intel_objects WHERE problem = ''"),
    relationships: await one(
      "SELECT count() AS n FROM intel_current WHERE type = 'relationship' AND NOT is_revoked",
    ),
    actors: await one('SELECT count() AS n FROM intel_actors'),
    values: await one('SELECT count() AS n FROM indicators'),
    indicators,
    reasons,
    rejected: [...broken, ...rejected],
    rejectedCount:
      broken.length + (await one("SELECT count() AS n FROM intel_objects WHERE problem != ''")),
  }
}
