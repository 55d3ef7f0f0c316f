import { CONTEXT_TYPES, HARMFUL_TYPES, TLP_LEVELS, TLP_MARKINGS } from '../formats/stix/index.ts'

/** Confidence of an object that gives none: the middle, kept apart by `has_confidence`. */
const CONFIDENCE_DEFAULT = 50

/** Types that always carry `created` and `modified`; others may lack them and then were always known. */
const VERSIONED_TYPES = (
  'attack-pattern campaign course-of-action grouping identity incident indicator infrastructure ' +
  'intrusion-set location malware malware-analysis note observed-data opinion report threat-actor ' +
  'tool vulnerability relationship sighting'
).split(' ')

const OBJECT_TYPE = `Tuple(
  type String, id String, spec_version String, created String, modified String, created_by_ref String,
  revoked Bool, confidence Nullable(Float64), object_marking_refs Array(String),
  granular_markings Array(Tuple(marking_ref String)),
  definition_type String, definition Tuple(tlp String), name String, aliases Array(String),
  description String, indicator_types Array(String), labels Array(String),
  external_references Array(Tuple(external_id String)),
  pattern String, pattern_type String, valid_from String, valid_until String,
  relationship_type String, source_ref String, target_ref String, object_refs Array(String))`

const RFC3339 =
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}:?[0-9]{2})$'
const ID =
  '^[a-z0-9-]+--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'

/** Control and format characters: names are shown to people, in terminals too. */
const UNSEEN = '[\\\\p{Cc}\\\\p{Cf}]+'

/** Instants far ahead mean "for ever"; the engine's three-digit times end in 2299. */
const TIME_MAX = "toDateTime64('2299-12-31 00:00:00', 6, 'UTC')"
const TIME_MIN = "toDateTime64('1970-01-01 00:00:00', 6, 'UTC')"

/** `least` and `greatest` of the engine pass over NULL, so what is no instant is told apart first. */
const instant = (column: string): string =>
  `if(match(${column}, '${RFC3339}'), parseDateTime64BestEffortOrNull(${column}, 6, 'UTC'), NULL)`
const clamped = (column: string): string =>
  `if(${column} IS NULL, NULL, greatest(${TIME_MIN}, least(${TIME_MAX}, ${column})))`

const list = (values: readonly string[]): string =>
  `[${values.map((value) => `'${value}'`).join(', ')}]`

/**
 * Turns tab-separated (file, position, json) lines into rows of `intel_objects`. A line that cannot
 * be used keeps its place and says why in `problem`. Bind `path`.
 */
export const INSERT_OBJECTS: string = `
INSERT INTO intel_objects
WITH
  isValidJSON(json) AS is_json,
  JSONExtract(if(startsWith(json, '{'), json, '{}'), '${OBJECT_TYPE.replace(/\s+/g, ' ')}') AS o,
  if(o.created = '', o.modified, o.created) AS created_text,
  if(o.modified = '', o.created, o.modified) AS modified_text,
  ${instant('created_text')} AS created_at,
  ${instant('modified_text')} AS modified_at,
  ${instant('o.valid_from')} AS valid_from_at,
  ${instant('o.valid_until')} AS valid_until_at,
  JSONExtractKeys(json) AS keys
SELECT
  file, position,
  multiIf(
    trouble != '', trouble,
    NOT is_json, 'not valid JSON',
    NOT startsWith(json, '{'), 'not an object',
    length(keys) != length(arrayDistinct(keys)), 'the same key twice',
    o.type = '', 'no type',
    o.id = '', 'no id',
    o.type = 'bundle', 'a bundle inside a bundle',
    NOT match(o.id, '${ID}') OR NOT startsWith(o.id, concat(o.type, '--')), 'the id is not type--UUID',
    o.created != '' AND created_at IS NULL, 'created is not an instant',
    o.modified != '' AND modified_at IS NULL, 'modified is not an instant',
    o.type IN ${list(VERSIONED_TYPES)} AND modified_text = '', 'neither created nor modified',
    o.type = 'indicator' AND o.pattern = '', 'an indicator without a pattern',
    o.valid_from != '' AND valid_from_at IS NULL, 'valid_from is not an instant',
    o.valid_until != '' AND valid_until_at IS NULL, 'valid_until is not an instant',
    valid_until_at <= valid_from_at, 'valid_until is not after valid_from',
    o.type = 'relationship' AND (o.source_ref = '' OR o.target_ref = '' OR o.relationship_type = ''),
      'a relationship without source, target or type',
    '') AS problem,
  o.type, o.id, o.spec_version,
  ifNull(${clamped('created_at')}, ${TIME_MIN}), ifNull(${clamped('modified_at')}, ${TIME_MIN}), o.created_by_ref, o.revoked,
  if(o.confidence IS NULL, ${CONFIDENCE_DEFAULT}, toUInt8(least(100, greatest(0, assumeNotNull(o.confidence))))),
  o.confidence IS NOT NULL,
  arrayDistinct(arrayConcat(o.object_marking_refs,
    arrayFilter(ref -> ref != '', o.granular_markings.marking_ref))),
  if(o.type != 'marking-definition', '', lower(multiIf(
    o.definition_type = 'tlp', if(o.definition.tlp = '', o.name, o.definition.tlp),
    JSONHas(json, 'extensions') AND startsWith(upper(o.name), 'TLP:'), o.name, ''))) AS marking_tlp,
  left(replaceRegexpAll(o.name, '${UNSEEN}', ' '), 300), arrayMap(alias -> left(replaceRegexpAll(alias, '${UNSEEN}', ' '), 300), o.aliases),
  left(o.description, 2000),
  arrayMap(category -> lower(category), arrayConcat(o.indicator_types, o.labels)),
  o.external_references.external_id,
  o.pattern, lower(o.pattern_type),
  ifNull(${clamped('valid_from_at')}, ifNull(${clamped('created_at')}, ${TIME_MIN})),
  ifNull(${clamped('valid_until_at')}, ${TIME_MAX}),
  o.relationship_type, o.source_ref, o.target_ref, o.object_refs,
  cityHash64(json), json
FROM file({path:String}, 'TSVRaw', 'file UInt32, position UInt64, trouble String, json String')`

const STANDARD_IDS = Object.keys(TLP_MARKINGS)
const RANK_OF = Object.values(TLP_MARKINGS).map((tlp) => TLP_LEVELS.indexOf(tlp) + 1)
const TLP_NAMES = [
  ...TLP_LEVELS.map((level) => `tlp:${level}`),
  ...TLP_LEVELS,
  'tlp:white',
  'white',
]
const TLP_RANKS = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 1]

/** Ids of marking definitions with the rank of their TLP level: the standard ones and the files' own. */
const MARKING_IDS = `(SELECT arrayConcat(${list(STANDARD_IDS)}, groupArray(id)) FROM own_markings)`
const MARKING_RANKS = `(SELECT arrayConcat([${RANK_OF.join(', ')}]::Array(UInt8), groupArray(rank)) FROM own_markings)`

/**
 * Picks the version of each object that counted at an instant: the newest `modified` not after it,
 * the first in file order of equal ones. Bind `asOf` (DateTime64(6)) and `defaultTlp`.
 */
export const INSERT_CURRENT: string = `
INSERT INTO intel_current
WITH own_markings AS (
  SELECT id, toUInt8(transform(marking_tlp, ${list(TLP_NAMES)}, [${TLP_RANKS.join(', ')}], 0)) AS rank
  FROM intel_objects
  WHERE problem = '' AND type = 'marking-definition' AND rank > 0 AND id NOT IN ${list(STANDARD_IDS)}
)
SELECT
  file, position, type, id, spec_version, modified, created_by, is_revoked, confidence, has_confidence,
  arrayElement([{defaultTlp:String}, ${TLP_LEVELS.map((level) => `'${level}'`).join(', ')}],
    1 + arrayMax(arrayPushBack(
      arrayMap(ref -> toUInt8(transform(ref, ${MARKING_IDS}, ${MARKING_RANKS}, 0)), marking_refs), 0))) AS tlp,
  hasAny(categories, ${list(CONTEXT_TYPES)}) AND NOT hasAny(categories, ${list(HARMFUL_TYPES)}),
  name, aliases, description, external_ids, pattern, pattern_type, valid_from, valid_until,
  relationship_type, source_ref, target_ref, object_refs
FROM intel_objects
WHERE problem = '' AND created <= {asOf:DateTime64(6, 'UTC')} AND modified <= {asOf:DateTime64(6, 'UTC')}
ORDER BY id, modified DESC, file, position
LIMIT 1 BY id`
