export { sharingMigrations } from './migrations.ts'
export {
  addCredential,
  addPartner,
  endPartner,
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
  hasApiRoot,
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
export { openFeedFolder } from './taxii-client/feed-folder.ts'
export type { FeedFolder } from './taxii-client/feed-folder.ts'
export type { PartnerAccess } from './taxii-client/ask-partner.ts'
export { pullCollection } from './taxii-client/pull-collection.ts'
export type { PulledPage, PullPlace } from './taxii-client/pull-collection.ts'
export { pushObjects } from './taxii-client/push-objects.ts'
export type { PushReport } from './taxii-client/push-objects.ts'
export { describeSharing } from './describe-sharing.ts'
export type { SharingOverview } from './describe-sharing.ts'
export { releaseObjects } from './release-objects.ts'
export type { Release, ReleaseReport } from './release-objects.ts'
export { chooseObjects, EXPORTED_MAX, readCollectionTexts } from './export/choose-objects.ts'
export type { ObjectText } from './export/choose-objects.ts'
export { attributeLives, isLifeNote, ownIdentity, ownWords } from './export/own-words.ts'
export type { FoundCluster } from './findings/choose-facts.ts'
export { tellableIntel } from './findings/known-intel.ts'
export { clusterLabel, makeFindings } from './findings/make-findings.ts'
export { keyedPseudonyms } from './findings/pseudonyms.ts'
export { versionObjects } from './findings/version-objects.ts'
export { listReceipts, recordFetch } from './findings/receipts.ts'
export type { Receipt } from './findings/receipts.ts'
export { recallRelease } from './findings/recall-release.ts'
export { approveRelease, proposeRelease, publishRelease } from './findings/releases.ts'
export {
  answerMatch,
  askMatch,
  parseMatchAnswer,
  parseMatchRequest,
  parseMatchSecret,
  readMatch,
} from './matching/blind-match.ts'
export { readIdentifiers } from './matching/identifiers.ts'
export type { Identifier } from './matching/identifiers.ts'
export { spendMatchAllowance } from './matching/spend-allowance.ts'
