import {
  type Expression,
  type ExpressionBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import type { SharingTables } from '../tables.ts'
import type { Filters, VersionFilter } from './filters.ts'

type ObjectsQuery<Output> = SelectQueryBuilder<SharingTables, 'taxii_objects', Output>
type Builder = ExpressionBuilder<SharingTables, 'taxii_objects'>

/** STIX versions that objects can have here; asking for all of them is asking for any. */
const SPEC_VERSIONS = ['2.0', '2.1']

/**
 * Narrows a query over one collection to the stored versions that filters ask for. Without a STIX version only the
 * newest one that an object has is seen; without an object version only the last (TAXII 2.1, 3.4.1).
 */
export function whereAskedFor<Output>(
  query: ObjectsQuery<Output>,
  collectionId: string,
  filters: Pick<Filters, 'ids' | 'types' | 'specVersions' | 'versions'>,
): ObjectsQuery<Output> {
  const { ids, types, specVersions, versions } = filters
  let narrowed = query.where('collection_id', '=', collectionId)
  if (ids.length > 0) narrowed = narrowed.where('object_id', 'in', ids)
  if (types.length > 0) narrowed = narrowed.where('type', 'in', types)
  if (specVersions.length > 0) narrowed = narrowed.where('spec_version', 'in', specVersions)
  else narrowed = narrowed.where(sql<SqlBool>`is_newest_spec`)
  if (versions.includes('all')) return narrowed
  const scope = SPEC_VERSIONS.every((one) => specVersions.includes(one)) ? 'of_all' : 'in_spec'
  const wanted = versions.length === 0 ? (['last'] as const) : versions
  return narrowed.where((builder) =>
    builder.or(wanted.map((one) => isVersion(builder, one, scope))),
  )
}

/** Bare columns rather than `= true`, so that the index on last versions serves. */
function isVersion(
  builder: Builder,
  version: VersionFilter,
  scope: 'of_all' | 'in_spec',
): Expression<SqlBool> {
  if (typeof version === 'object') return builder('version_at', '=', version.at)
  return sql<SqlBool>`${sql.ref(`is_${version}_${scope}`)}`
}
