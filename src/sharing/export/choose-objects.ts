import { type Kysely, sql } from 'kysely'
import { type Tlp, upgradeStix } from '../../formats/stix/index.ts'
import { sharingError } from '../errors.ts'
import { gate, type StixObject, type Withheld } from '../release-gate.ts'
import { refuseFindings } from '../release-objects.ts'
import type { SharingTables } from '../tables.ts'

/** An object with the text that it was received as, which is what is written: numbers keep every digit. */
export interface ObjectText {
  readonly object: StixObject
  readonly text: string
}

/** Objects in one export at most: the gate has to see all of them at once. */
export const EXPORTED_MAX = 500_000

/**
 * The objects that may leave up to a level, by the gate. Throws WB_SHARING_NOT_APPROVED for findings of ours, which two
 * persons release, where there are records that know them.
 */
export async function chooseObjects(
  texts: readonly string[],
  { ceiling, unmarkedAs, db }: ExportOrder,
): Promise<{ readonly admitted: readonly ObjectText[]; readonly withheld: readonly Withheld[] }> {
  const all = texts.map((text) => ({ object: JSON.parse(text) as StixObject, text }))
  const objects = all.map(({ object }) => object)
  if (db !== undefined) await db.transaction().execute((trx) => refuseFindings(trx, objects))
  const { admitted, withheld } = gate(objects, ceiling, unmarkedAs)
  const kept = new Set(admitted)
  return { admitted: all.filter(({ object }) => kept.has(object)), withheld }
}

export interface ExportOrder {
  readonly ceiling: Tlp
  readonly unmarkedAs: Tlp
  /** The records, where there are any. */
  readonly db: Kysely<SharingTables> | undefined
}

/**
 * The last versions of what one of our collections holds, its partners' objects among them, as texts of STIX 2.1 by type
 * and id. Throws WB_SHARING_NO_COLLECTION (exit 2).
 */
export async function readCollectionTexts(
  db: Kysely<SharingTables>,
  collectionId: string,
): Promise<string[]> {
  const found = await db
    .selectFrom('taxii_collections')
    .where(sql<boolean>`id::text = ${collectionId.toLowerCase()}`)
    .select('id')
    .executeTakeFirst()
  if (found === undefined)
    throw sharingError('WB_SHARING_NO_COLLECTION', 'no collection has this id', {
      hint: 'windbreak intel partners shows them',
    })
  const rows = await db
    .selectFrom('taxii_objects')
    .where('collection_id', '=', found.id)
    .where('is_newest_spec', '=', true)
    .where('is_last_in_spec', '=', true)
    .select('object')
    .orderBy('type')
    .orderBy('object_id')
    .limit(EXPORTED_MAX + 1)
    .execute()
  return rows.flatMap(({ object }) => upgradedTexts(object))
}

/** What is STIX 2.1 already stays as it was received. */
function upgradedTexts(text: string): string[] {
  const object = JSON.parse(text) as StixObject
  const { objects } = upgradeStix(object)
  return objects.map((one) => (one === object ? text : JSON.stringify(one)))
}
