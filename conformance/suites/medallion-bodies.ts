import type { CaseRow } from '../suite.ts'

interface Detail {
  readonly id: string
  readonly version: string
}

/**
 * Bodies of add requests were not recorded. What was sent is told by the answers: the status names each object and its
 * version, and later answers of the same test show most of them whole. The rest get the members that they must have.
 */
export function rebuiltBody(row: CaseRow, rowsOfTest: readonly CaseRow[]): string {
  const status = answerOf(row)
  const details = [...listOf(status['successes']), ...listOf(status['failures'])] as Detail[]
  const shown = rowsOfTest.flatMap((one) => listOf(answerOf(one)['objects'])) as CaseRow[]
  const objects = details.map(
    ({ id, version }) =>
      shown.find((object) => object['id'] === id && isVersion(object, version)) ?? {
        type: id.split('--')[0],
        id,
        spec_version: '2.1',
        created: version,
        modified: version,
      },
  )
  return JSON.stringify(objects.length === 0 ? {} : { objects })
}

/** An entry of a manifest has an id too; an observable has no version of its own. */
function isVersion(object: CaseRow, version: string): boolean {
  if (object['media_type'] !== undefined) return false
  return (object['modified'] ?? object['created'] ?? version) === version
}

function answerOf(row: CaseRow): CaseRow {
  const body = row['body']
  try {
    return (typeof body === 'string' ? JSON.parse(body) : (body ?? {})) as CaseRow
  } catch {
    return {}
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
