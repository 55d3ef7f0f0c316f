import type { Generated } from 'kysely'
import type { Tlp } from '../formats/stix/index.ts'

/** Tables that this layer owns. Times are UTC ISO text, JSON columns hold text. */
export interface SharingTables {
  partners: PartnerRow
  partner_credentials: CredentialRow
  taxii_api_roots: ApiRootRow
  taxii_collections: CollectionRow
  taxii_root_grants: RootGrantRow
  taxii_grants: GrantRow
  taxii_objects: ObjectRow
  taxii_statuses: StatusRow
  finding_versions: FindingVersionRow
  findings_releases: FindingsReleaseRow
  findings_places: FindingsPlaceRow
  taxii_fetches: FetchRow
  match_requests: MatchRequestRow
  match_exchanges: MatchExchangeRow
}

export interface PartnerRow {
  id: string
  name: string
  /** The agreement under which things are shared: a reference, never its text. */
  agreement: string
  clearance: Tlp
  /** What an object that this partner sends without a marking is taken for. */
  unmarked_as: Tlp
  created_at: string
  /** Set when nothing may be shared any more; credentials stop at once. */
  ended_at: string | null
}

export interface CredentialRow {
  id: string
  partner_id: string
  kind: 'basic' | 'bearer'
  /** SHA-256 of kind, name and secret: secrets are made here, with 256 bits of chance, so a slow hash adds nothing. */
  secret_hash: string
  created_at: string
}

export interface ApiRootRow {
  name: string
  title: string
  description: string | null
  max_content_length: number
  position: Generated<number>
}

export interface CollectionRow {
  id: string
  api_root: string
  title: string
  description: string | null
  alias: string | null
  media_types: string
  /** No object above this level is ever in the collection, and no partner below it may be granted the collection. */
  ceiling: Tlp
  /** The latest `date_added` given out, so that the next one is later. */
  last_added: string | null
  position: Generated<number>
}

export interface RootGrantRow {
  partner_id: string
  api_root: string
}

export interface GrantRow {
  partner_id: string
  collection_id: string
  can_read: boolean
  can_write: boolean
}

export interface ObjectRow {
  seq: Generated<number>
  collection_id: string
  date_added: string
  object_id: string
  type: string
  /** `modified`, else `created`, else `date_added` with six digits (TAXII 2.1, 3.4.1). */
  version: string
  version_at: string
  spec_version: string
  /** The object as it was received, byte for byte, so that a page is put together without parsing. */
  object: string
  is_newest_spec: Generated<boolean>
  is_first_in_spec: Generated<boolean>
  is_last_in_spec: Generated<boolean>
  is_first_of_all: Generated<boolean>
  is_last_of_all: Generated<boolean>
}

export interface StatusRow {
  id: string
  api_root: string
  partner_id: string
  created_at: string
  status: string
}

export interface FindingVersionRow {
  object_id: string
  created: string
  modified: string
  /** SHA-256 of the object without its times. */
  content_hash: string
  recalled_at: string | null
}

export interface FindingsReleaseRow {
  id: string
  /** SHA-256 of the file that was proposed, byte for byte. */
  bundle_hash: string
  bundle: string
  proposed_by: string
  proposed_at: string
  approved_by: string | null
  approved_at: string | null
  recalled_by: string | null
  recalled_at: string | null
}

export interface FindingsPlaceRow {
  release_id: string
  collection_id: string
  released_at: string
}

/** One page that a partner fetched: which objects, and when they were added. */
export interface FetchRow {
  seq: Generated<number>
  partner_id: string
  collection_id: string
  fetched_at: string
  first_added: string
  last_added: string
  /** Object ids, separated by spaces. */
  object_ids: string
}

export interface MatchRequestRow {
  seq: Generated<number>
  partner_id: string
  answered_at: string
  values_asked: number
  values_held: number
}

/** A request that a partner left over HTTP, with its answer once there is one. */
export interface MatchExchangeRow {
  id: string
  partner_id: string
  request: string
  received_at: string
  values_asked: number
  answer: string | null
  answered_at: string | null
  /** When the partner first fetched the answer. */
  fetched_at: string | null
}
