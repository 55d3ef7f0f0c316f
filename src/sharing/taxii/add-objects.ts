import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Tlp } from '../../formats/stix/index.ts'
import type { Clock } from '../../platform/index.ts'
import { isWithin, type StixObject, tlpOf } from '../release-gate.ts'
import type { SharingTables } from '../tables.ts'
import { type NewVersion, storeVersions } from './store-versions.ts'
import { keepStatus, type TaxiiStatus } from './statuses.ts'
import { inferredSpec } from './spec-version.ts'
import { nextMicrosecond, taxiiTime } from './taxii-time.ts'

export interface AddRequest {
  readonly apiRoot: string
  readonly collectionId: string
  readonly partnerId: string
  /** What an object without a marking is taken for. */
  readonly unmarkedAs: Tlp
  readonly objects: readonly unknown[]
}

interface Accepted {
  readonly place: number
  readonly object: StixObject
  readonly id: string
  readonly specVersion: string
  /** Undefined when the object has neither `modified` nor `created`: its version is then when it was added. */
  readonly version: string | undefined
}

export type Outcome = {
  readonly id: string
  readonly version: string
  readonly message?: string
  readonly isFailure: boolean
}

/**
 * Adds objects to a collection in one transaction, with the status that reports on each. An object that is there
 * already succeeds; one that cannot be taken fails by itself, with the reason. Once this returns, nothing that it
 * calls a success can be lost. Every new version gets a `date_added` later than all before it in the collection.
 */
export async function addObjects(
  db: Kysely<SharingTables>,
  clock: Clock,
  request: AddRequest,
): Promise<TaxiiStatus> {
  return db.transaction().execute(async (trx) => {
    const outcomes = await insertObjects(trx, clock, request)
    const status = statusOf(randomUUID(), taxiiTime(clock()) ?? clock(), outcomes)
    await keepStatus(trx, request.apiRoot, request.partnerId, status)
    return status
  })
}

/** The same without a status, inside the caller's transaction: what became of each object, in their order. */
export async function insertObjects(
  trx: Transaction<SharingTables>,
  clock: Clock,
  request: Pick<AddRequest, 'collectionId' | 'unmarkedAs' | 'objects'>,
): Promise<readonly Outcome[]> {
  const collection = await trx
    .selectFrom('taxii_collections')
    .where('id', '=', request.collectionId)
    .select(['ceiling', 'last_added'])
    .forUpdate()
    .executeTakeFirstOrThrow()
  const now = taxiiTime(clock()) ?? clock()
  const outcomes: Outcome[] = []
  const accepted: Accepted[] = []
  for (const [place, object] of request.objects.entries()) {
    const checked = check(object, place, collection.ceiling, request.unmarkedAs)
    if ('isFailure' in checked) outcomes[place] = checked
    else accepted.push(checked)
  }
  const last = taxiiTime(collection.last_added ?? '')
  await insert(trx, request.collectionId, accepted, { now, last, outcomes })
  return outcomes
}

/** What can be said of an object by itself. Whether its content is good STIX is for its readers; ids and times must hold. */
function check(object: unknown, place: number, ceiling: Tlp, unmarkedAs: Tlp): Accepted | Outcome {
  const fail = (message: string): Outcome => {
    const { id, modified } = isRecord(object) ? object : {}
    return {
      id: textOf(id) ?? `objects[${place}]`,
      version: textOf(modified) ?? '',
      message,
      isFailure: true,
    }
  }
  if (!isRecord(object)) return fail(`objects[${place}] is not a JSON object.`)
  const { id, type, created, modified, spec_version: spec = inferredSpec(object) } = object
  if (typeof id !== 'string' || !STIX_ID.test(id))
    return fail(`objects[${place}].id is not type--UUID.`)
  if (type !== id.slice(0, id.indexOf('--')))
    return fail('type is not the one that id begins with.')
  if (spec !== '2.0' && spec !== '2.1') return fail('spec_version is neither 2.0 nor 2.1.')
  const version = modified ?? created
  if (version !== undefined && (typeof version !== 'string' || taxiiTime(version) === undefined))
    return fail('modified or created is not an RFC 3339 time.')
  const level = tlpOf(object, unmarkedAs)
  if (!isWithin(level, ceiling))
    return fail(`TLP:${level.toUpperCase()} is above what this collection may hold.`)
  return { place, object, id, specVersion: spec, version }
}

interface Added {
  readonly now: string
  readonly last: string | undefined
  readonly outcomes: Outcome[]
}

async function insert(
  trx: Transaction<SharingTables>,
  collectionId: string,
  accepted: readonly Accepted[],
  { now, last, outcomes }: Added,
): Promise<void> {
  const stored = await storedVersions(trx, collectionId, accepted)
  let time = last
  const rows: NewVersion[] = []
  for (const { place, object, id, specVersion, version } of accepted) {
    const text = JSON.stringify(object)
    const key =
      version === undefined ? `${id} ${specVersion}` : `${id} ${specVersion} ${taxiiTime(version)}`
    const before = stored.get(key)
    if (before !== undefined) {
      outcomes[place] = seenBefore(id, before, text)
      continue
    }
    time = time === undefined || time < now ? now : nextMicrosecond(time)
    const known = version ?? time
    stored.set(key, { version: known, object: text })
    outcomes[place] = { id, version: known, isFailure: false }
    rows.push({ id, specVersion, version: known, dateAdded: time, text })
  }
  await storeVersions(trx, collectionId, rows)
}

type Stored = Map<string, { readonly version: string; readonly object: string }>

/** Versions that the collection has of the same objects, by id, STIX version and, where objects have them, object version. */
async function storedVersions(
  trx: Transaction<SharingTables>,
  collectionId: string,
  accepted: readonly Accepted[],
): Promise<Stored> {
  const ids = [...new Set(accepted.map(({ id }) => id))]
  const rows = await trx
    .selectFrom('taxii_objects')
    .where('collection_id', '=', collectionId)
    .where(sql<boolean>`object_id = any(${sql.val(ids)}::text[])`)
    .select(['object_id', 'spec_version', 'version', 'object'])
    .execute()
  const unversioned = new Set(
    accepted.filter((one) => one.version === undefined).map((one) => one.id),
  )
  return new Map(
    rows.map(({ object_id: id, spec_version: spec, version, object }) => [
      unversioned.has(id) ? `${id} ${spec}` : `${id} ${spec} ${taxiiTime(version)}`,
      { version, object },
    ]),
  )
}

/** The same version with other content is undefined in STIX: the one that came first stays, and the sender is told. */
function seenBefore(
  id: string,
  before: { version: string; object: string },
  text: string,
): Outcome {
  const isSame = before.object === text || sortedText(before.object) === sortedText(text)
  return isSame
    ? { id, version: before.version, message: 'Was there already.', isFailure: false }
    : {
        id,
        version: before.version,
        message: 'This version is there already with other content; send a new version.',
        isFailure: true,
      }
}

/** JSON with the members of every object in one order, so that texts are equal when values are. */
function sortedText(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}

function statusOf(id: string, requestedAt: string, outcomes: readonly Outcome[]): TaxiiStatus {
  const part = (isFailure: boolean) =>
    outcomes
      .filter((outcome) => outcome.isFailure === isFailure)
      .map(({ id: objectId, version, message }) => ({
        id: objectId,
        version,
        ...(message === undefined ? {} : { message }),
      }))
  const [successes, failures] = [part(false), part(true)]
  return {
    id,
    status: 'complete',
    request_timestamp: requestedAt,
    total_count: outcomes.length,
    success_count: successes.length,
    ...(successes.length > 0 ? { successes } : {}),
    failure_count: failures.length,
    ...(failures.length > 0 ? { failures } : {}),
    pending_count: 0,
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const STIX_ID = /^[a-z][a-z0-9-]{2,249}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function isRecord(value: unknown): value is StixObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
