import { type Kysely, sql } from 'kysely'
import { type Json, jsonHash } from '../../cases/index.ts'
import { sharingError } from '../errors.ts'
import type { StixObject } from '../release-gate.ts'
import type { SharingTables } from '../tables.ts'

/**
 * Gives objects `created` and `modified`: those of before when nothing changed since, else a new version. Observables
 * have none. `isKept` false only looks, so that a preview leaves no trace.
 * Throws WB_SHARING_RECALLED: nothing may follow a version that was revoked.
 */
export async function versionObjects(
  db: Kysely<SharingTables>,
  objects: readonly StixObject[],
  now: string,
  isKept: boolean,
): Promise<StixObject[]> {
  return db.transaction().execute(async (trx) => {
    const ids = objects.filter(hasVersions).map(({ id }) => String(id))
    const rows = await trx
      .selectFrom('finding_versions')
      .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
      .selectAll()
      .execute()
    const known = new Map(rows.map((row) => [row.object_id, row]))
    const recalled = rows.find((row) => row.recalled_at !== null)
    if (recalled !== undefined)
      throw sharingError('WB_SHARING_RECALLED', `${recalled.object_id} was recalled`, {
        hint: 'nothing may follow a revocation; publish under another --from or at another --tlp',
      })
    const versioned: StixObject[] = []
    for (const object of objects) {
      const before = known.get(String(object['id']))
      const hash = jsonHash(object as Json)
      if (!hasVersions(object)) versioned.push(object)
      else if (before?.content_hash === hash)
        versioned.push({ ...object, ...times(before.created, before.modified) })
      else {
        const modified = before === undefined ? now : laterThan(before.modified, now)
        const created = before?.created ?? now
        versioned.push({ ...object, ...times(created, modified) })
        if (isKept) await keep(trx, String(object['id']), { created, modified, hash })
      }
    }
    return versioned
  })
}

async function keep(
  trx: Kysely<SharingTables>,
  id: string,
  { created, modified, hash }: { created: string; modified: string; hash: string },
): Promise<void> {
  await trx
    .insertInto('finding_versions')
    .values({ object_id: id, created, modified, content_hash: hash })
    .onConflict((on) => on.column('object_id').doUpdateSet({ modified, content_hash: hash }))
    .execute()
}

/** Observables have no times; the rest of what findings are made of has. */
export function hasVersions({ type }: StixObject): boolean {
  return !['user-account', 'ipv4-addr', 'ipv6-addr'].includes(String(type))
}

function times(created: string, modified: string): { created: string; modified: string } {
  const plain = (time: string): string => new Date(time).toISOString()
  return { created: plain(created), modified: plain(modified) }
}

/** `now`, or a millisecond after a time that is not before it: a clock that was put back makes no older version. */
export function laterThan(time: string, now: string): string {
  return new Date(Math.max(Date.parse(now), Date.parse(time) + 1)).toISOString()
}
