import { sql } from 'kysely'
import { sha256Hex } from '../json.ts'
import { demand, type Person } from '../people/roles.ts'
import type { CasesDb, ContentGrantRow } from '../tables.ts'

/** A grant as the privacy officer sees it: what was looked at, never what stood there. */
export interface GrantSeen extends ContentGrantRow {
  readonly reads: number
  readonly events: number
  /** Read, and within an hour of the grant the person did nothing in the case: looked, and for what? */
  readonly isWithoutWork: boolean
  /** One in twenty, drawn by the grant's own id, so that nobody chooses. */
  readonly isSampled: boolean
}

export interface AccessFilter {
  readonly person?: string | undefined
  readonly account?: string | undefined
  /** Only emergencies, samples and those without work that nobody reviewed. */
  readonly toReview: boolean
  readonly after?: { readonly at: string; readonly id: string } | undefined
  readonly limit: number
}

const SAMPLED_OF_256 = 13

/** Who was granted a look at whose content, the newest first. Throws WB_CASES_FORBIDDEN. */
export async function listAccess(
  db: CasesDb,
  officer: Person,
  { person, account, toReview, after, limit }: AccessFilter,
): Promise<readonly GrantSeen[]> {
  demand(officer, 'privacy.oversee')
  const { rows } = await sql<ContentGrantRow & { reads: number; events: number; worked: boolean }>`
    select g.*, count(r.seq)::int as reads, coalesce(sum(r.events), 0)::int as events,
      exists (select 1 from case_events e where e.case_id = g.case_id and e.by_id = g.person_id
        and e.at >= g.at and e.at <= g.at + interval '1 hour') as worked
    from content_grants g left join content_reads r on r.grant_id = g.id
    where (${person ?? null}::text is null or g.person_id = ${person ?? null})
      and (${account ?? null}::text is null or g.account = ${account ?? null})
      and (${after?.at ?? null}::timestamptz is null
        or (g.at, g.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::text))
      and (not ${toReview}::boolean or g.review is null)
    group by g.id order by g.at desc, g.id desc limit ${toReview ? 10_000 : limit}`.execute(db)
  const seen = rows.map(({ worked, ...row }) => ({
    ...row,
    isWithoutWork: row.reads > 0 && !worked,
    isSampled: Number.parseInt(sha256Hex(row.id).slice(0, 2), 16) < SAMPLED_OF_256,
  }))
  if (!toReview) return seen
  return seen
    .filter((row) => row.reason === 'break-glass' || row.isWithoutWork || row.isSampled)
    .slice(0, limit)
}

/** Grants of a person that still hold. */
export async function listOwnGrants(
  db: CasesDb,
  person: Person,
  now: string,
): Promise<readonly ContentGrantRow[]> {
  return db
    .selectFrom('content_grants')
    .where('person_id', '=', person.id)
    .where('expires_at', '>', now)
    .where('revoked_at', 'is', null)
    .selectAll()
    .orderBy('at', 'desc')
    .execute()
}
