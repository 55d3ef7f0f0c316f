export { sharingMigrations } from './migrations.ts'
export {
  addCredential,
  addPartner,
  findPartner,
  grantApiRoot,
  grantCollection,
} from './partners.ts'
export type { Credential, NewPartner } from './partners.ts'
export { gate, isWithin, tlpOf } from './release-gate.ts'
export type { StixObject, Withheld } from './release-gate.ts'
export type { PartnerRow, SharingTables } from './tables.ts'
export { addObjects } from './taxii/add-objects.ts'
export type { AddRequest } from './taxii/add-objects.ts'
export {
  addApiRoot,
  addCollection,
  findCollection,
  listApiRoots,
  listCollections,
} from './taxii/collections.ts'
export type { GrantedCollection, NewCollection } from './taxii/collections.ts'
export { deleteObject } from './taxii/delete-object.ts'
export { readFilters } from './taxii/filters.ts'
export type { Filters, Query } from './taxii/filters.ts'
export { hasObject, readPage } from './taxii/read-page.ts'
export type { Page } from './taxii/read-page.ts'
export { findStatus, keepStatus } from './taxii/statuses.ts'
export type { TaxiiStatus } from './taxii/statuses.ts'
export { badRequest, notFound, TaxiiError } from './taxii/taxii-error.ts'
export { restoreObjects } from './taxii/store-versions.ts'
