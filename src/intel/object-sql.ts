import { CONTEXT_TYPES, HARMFUL_TYPES } from '../formats/stix/index.ts'
import { PLAIN_COLUMNS } from './lower-sql.ts'
import { PLACE } from './views.ts'

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
  name String, aliases Array(String),
  description String, indicator_types Array(String), labels Array(String),
  external_references Array(Tuple(external_id String)),
  pattern String, pattern_type String, pattern_version String, valid_from String, valid_until String,
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
/** Most objects bear one instant several times: it is read once. */
const instantOr = (column: string, other: string, known: string): string =>
  `if(${column} = ${other}, ${known}, ${instant(column)})`
const shown = (text: string, chars: number): string =>
  `if(${text} = '', '', left(replaceRegexpAll(${text}, '${UNSEEN}', ' '), ${chars}))`
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
  JSONExtractKeys(json) AS keys,
  notEmpty(keys) OR isValidJSON(json) AS is_json,
  JSONExtract(if(startsWith(json, '{'), json, '{}'), '${OBJECT_TYPE.replace(/\s+/g, ' ')}') AS o,
  if(o.created = '', o.modified, o.created) AS created_text,
  if(o.modified = '', o.created, o.modified) AS modified_text,
  ${instant('created_text')} AS created_at,
  ${instantOr('modified_text', 'created_text', 'created_at')} AS modified_at,
  ${instantOr('o.valid_from', 'created_text', 'created_at')} AS valid_from_at,
  ${instant('o.valid_until')} AS valid_until_at,
  arrayMap(category -> lower(category), arrayConcat(o.indicator_types, o.labels)) AS categories,
  ${PLAIN_COLUMNS}
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
  o.type, o.id, if(o.pattern_version = '2.0', '2.0', o.spec_version),
  ifNull(${clamped('created_at')}, ${TIME_MIN}), ifNull(${clamped('modified_at')}, ${TIME_MIN}), o.created_by_ref, o.revoked,
  if(o.confidence IS NULL, ${CONFIDENCE_DEFAULT}, toUInt8(least(100, greatest(0, assumeNotNull(o.confidence))))),
  o.confidence IS NOT NULL,
  arrayDistinct(arrayConcat(o.object_marking_refs,
    arrayFilter(ref -> ref != '', o.granular_markings.marking_ref))),
  ${shown('o.name', 300)}, arrayMap(alias -> ${shown('alias', 300)}, o.aliases),
  left(o.description, 2000),
  hasAny(categories, ${list(CONTEXT_TYPES)}) AND NOT hasAny(categories, ${list(HARMFUL_TYPES)}),
  o.external_references.external_id,
  o.pattern, lower(o.pattern_type), plain_kind, plain_value,
  ifNull(${clamped('valid_from_at')}, ifNull(${clamped('created_at')}, ${TIME_MIN})),
  ifNull(${clamped('valid_until_at')}, ${TIME_MAX}),
  o.relationship_type, o.source_ref, o.target_ref, o.object_refs,
  cityHash64(json), json
FROM file({path:String}, 'TSVRaw', 'file UInt32, position UInt64, trouble String, json String')`

/** Notes the instant asked for, and the TLP ranks of markings. Bind `asOf`, `defaultTlp`, `ids` and `ranks`. */
export const INSERT_MOMENT = `
INSERT INTO intel_moment
SELECT {asOf:DateTime64(6, 'UTC')}, {defaultTlp:String}, {ids:Array(String)}, {ranks:Array(UInt8)}`

/** Most objects have one version; hashes of ids tell at little cost which may have several. */
export const INSERT_REPEATED = `
INSERT INTO intel_repeated
SELECT cityHash64(id) AS hash FROM intel_objects WHERE problem = '' GROUP BY hash HAVING count() > 1`

/**
 * Finds the versions that do not count at an instant: of each object the newest `modified` not after it does,
 * the first in file order of equal ones. Bind `asOf`.
 */
export const INSERT_SUPERSEDED: string = `
INSERT INTO intel_superseded
SELECT place FROM (
  SELECT ${PLACE} AS place, row_number() OVER (PARTITION BY id ORDER BY modified DESC, place) AS version
  FROM intel_objects
  WHERE problem = '' AND created <= {asOf:DateTime64(6, 'UTC')} AND modified <= {asOf:DateTime64(6, 'UTC')}
    AND cityHash64(id) IN (SELECT hash FROM intel_repeated)
)
WHERE version > 1`
