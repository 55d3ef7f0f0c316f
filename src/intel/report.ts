import type { Engine } from '../platform/index.ts'
import type { FileOutcome } from './read-files.ts'

/** A thing of a file that was set aside. `position` counts the file's objects from 0; absent for the file itself. */
export interface IntelRejection {
  readonly file: string
  readonly position?: number
  readonly id: string
  readonly reason: string
}

/** What an import did. Counts are exact; `rejected` lists the first `REJECTIONS_LISTED_MAX`. */
export interface IntelReport {
  readonly files: readonly FileOutcome[]
  /** Objects that were read whole, every version of them. */
  readonly objects: number
  readonly relationships: number
  /** Relationships of which one end is not known at the instant asked for. */
  readonly danglingRelationships: number
  readonly actors: number
  /** Rows of `indicator_values`. */
  readonly values: number
  /** Values of warning lists, and how many of them (`substring`, `regex`) are not evaluated. */
  readonly warningValues: number
  readonly warningValuesNotEvaluated: number
  /** MISP attributes not meant for detection. */
  readonly contextAttributes: number
  readonly indicators: Readonly<Record<string, number>>
  readonly reasons: ReadonlyArray<{ status: string; reason: string; count: number }>
  readonly rejected: readonly IntelRejection[]
  readonly rejectedCount: number
}

const REJECTIONS_LISTED_MAX = 10_000

/** Objects that cannot be used, indicators whose pattern cannot, and objects that contradict an earlier one. */
const REJECTED = `
  SELECT file, position, id, toString(problem) AS reason FROM intel_objects WHERE problem != ''
  UNION ALL
  SELECT file, position, id, reason FROM intel_current
  INNER JOIN (SELECT indicator_id, reason FROM intel_verdicts WHERE status = 'rejected') AS bad
    ON bad.indicator_id = id
  WHERE type = 'indicator' AND id IN (SELECT indicator_id FROM intel_verdicts WHERE status = 'rejected')
  UNION ALL
  SELECT file, position, id, 'same id and modified as an earlier object, with other content; the first one counts'
  FROM (
    SELECT file, position, id, meaning,
      first_value(meaning) OVER (PARTITION BY id, modified ORDER BY file, position) AS first_meaning
    FROM (
      SELECT file, position, id, modified, cityHash64(arraySort(JSONExtractKeysAndValuesRaw(raw))) AS meaning
      FROM intel_objects
      WHERE problem = '' AND modified > toDateTime64(0, 6, 'UTC') AND id IN (
        SELECT id FROM intel_objects WHERE problem = '' AND cityHash64(id) IN (SELECT hash FROM intel_repeated)
        GROUP BY id, modified HAVING min(content) != max(content)
      )
    )
  )
  WHERE meaning != first_meaning`

const LIVE = "type = 'relationship' AND NOT is_revoked"

/** Hashes: a set of ten million ids would take a gigabyte. Only ids that relationships name are looked for. */
const KNOWN = `
  SELECT cityHash64(id) FROM intel_current WHERE cityHash64(id) IN (
    SELECT arrayJoin([cityHash64(source_ref), cityHash64(target_ref)]) FROM intel_current WHERE ${LIVE})`

const COUNTS = `
  SELECT
    (SELECT count() FROM intel_objects WHERE problem = '') AS objects,
    (SELECT count() FROM intel_current WHERE ${LIVE}) AS relationships,
    (SELECT count() FROM intel_current WHERE ${LIVE}
       AND (cityHash64(source_ref) NOT IN (${KNOWN}) OR cityHash64(target_ref) NOT IN (${KNOWN}))
    ) AS danglingRelationships,
    (SELECT count() FROM intel_actors) AS actors,
    (SELECT count() FROM indicator_values) AS values,
    (SELECT count() FROM warning_values) AS warningValues,
    (SELECT count() FROM warning_values WHERE match IN ('substring', 'regex')) AS warningValuesNotEvaluated,
    (SELECT count() FROM (${REJECTED})) AS rejectedObjects`

type Counts = Omit<
  IntelReport,
  'files' | 'contextAttributes' | 'indicators' | 'reasons' | 'rejected' | 'rejectedCount'
> & { readonly rejectedObjects: number }

/** Counts what an import did, from the tables it filled. */
export async function makeReport(
  engine: Engine,
  files: readonly FileOutcome[],
): Promise<IntelReport> {
  const [row] = await engine.rows<Counts>(COUNTS)
  if (row === undefined) throw new Error('a query of counts gave no row')
  const { rejectedObjects, ...counts } = row
  const reasons = await engine.rows<{ status: string; reason: string; count: number }>(
    'SELECT status, reason, count() AS count FROM indicator_status GROUP BY ALL ORDER BY ALL',
  )
  const indicators: Record<string, number> = {}
  for (const { status, count } of reasons) indicators[status] = (indicators[status] ?? 0) + count
  const broken = files
    .filter((file) => file.problem !== '')
    .map((file) => ({ file: file.path, id: '', reason: file.problem }))
  const rejected = await engine.rows<IntelRejection>(
    `SELECT files.path AS file, position, id, reason
     FROM (${REJECTED}) AS found INNER JOIN intel_files AS files ON files.file = found.file
     ORDER BY found.file, position, reason LIMIT ${REJECTIONS_LISTED_MAX}`,
  )
  return {
    files,
    ...counts,
    contextAttributes: files.reduce((sum, file) => sum + file.contextAttributes, 0),
    indicators,
    reasons,
    rejected: [...broken, ...rejected],
    rejectedCount: broken.length + rejectedObjects,
  }
}
