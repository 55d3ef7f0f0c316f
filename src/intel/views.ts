import { TLP_LEVELS } from '../formats/stix/index.ts'

/** SQL: where an object stood, as one number: file, then position. */
export const PLACE = 'bitOr(bitShiftLeft(toUInt64(file), 40), position)'

/** Indicators whose pattern counts at this instant. */
export const ACTIVE: string = `type = 'indicator' AND NOT is_revoked AND NOT is_context AND pattern_type IN ('stix', '')`

const moment = (column: string): string => `(SELECT any(${column}) FROM intel_moment)`
const AS_OF = moment('as_of')

/** The version of each object that counted at the instant asked for. */
const CURRENT = `
SELECT
  file, position, type, id, spec_version, modified, created_by, is_revoked, confidence, has_confidence,
  arrayElement(arrayPushFront([${TLP_LEVELS.map((level) => `'${level}'`).join(', ')}], assumeNotNull(${moment('default_tlp')})),
    1 + arrayMax(arrayPushBack(
      arrayMap(ref -> toUInt8(transform(ref, ${moment('marking_ids')}, ${moment('marking_ranks')}, ${TLP_LEVELS.length})),
        marking_refs), 0))) AS tlp,
  is_context, name, aliases, description, external_ids, pattern, pattern_type, plain_kind, plain_value,
  valid_from, valid_until, relationship_type, source_ref, target_ref, object_refs
FROM intel_objects
WHERE problem = '' AND created <= ${AS_OF} AND modified <= ${AS_OF}
  AND ${PLACE} NOT IN (SELECT place FROM intel_superseded)`

const decidedTo = (verdict: string): string =>
  `(SELECT kind, value FROM intel_settled WHERE verdict = '${verdict}')`

/**
 * One row for each value that an indicator's pattern names and that can be looked up (`match`: `exact`, `cidr`, `like`).
 * An analyst's decision wins: what was revoked is left out, what was kept stays, also when its source took it back.
 */
const VALUES = `
SELECT id AS indicator_id, plain_kind AS kind, 'exact' AS match, plain_value AS value
FROM intel_current
WHERE plain_kind != '' AND (${ACTIVE} OR type = 'indicator' AND is_revoked AND NOT is_context
    AND (plain_kind, plain_value) IN ${decidedTo('keep')})
  AND (plain_kind, plain_value) NOT IN ${decidedTo('revoke')}
UNION ALL
SELECT indicator_id, kind, match, value FROM intel_lowered
WHERE (kind, value) NOT IN ${decidedTo('revoke')}`

/** The same with all that is known of the indicator. Asked for a few of them, it costs two scans. */
const INDICATORS = `
SELECT
  current.id AS indicator_id, current.name AS name,
  coalesce(nullIf(makers.name, ''), nullIf(current.created_by, ''), files.path) AS source,
  found.kind AS kind, found.match AS match, found.value AS value,
  current.valid_from AS valid_from,
  if(settled.verdict = 'keep', settled.until, current.valid_until) AS valid_until, toDateTime64(current.modified, 3, 'UTC') AS modified,
  toUInt8(multiIf(settled.verdict = 'keep', settled.score,
    settled.cut > 0, current.confidence * settled.cut, current.confidence)) AS confidence,
  current.has_confidence OR settled.verdict = 'keep' AS has_confidence, current.tlp AS tlp,
  chain.actor_id AS actor_id, actors.name AS actor, chain.basis AS actor_basis,
  arraySort(arrayDistinct(arrayConcat(chain.techniques, actors.techniques))) AS techniques, warned.lists AS warning_list
FROM indicator_values AS found
INNER JOIN (
  SELECT id, name, created_by, file, valid_from, valid_until, modified, confidence, has_confidence, tlp
  FROM intel_current WHERE type = 'indicator'
) AS current
  ON current.id = found.indicator_id
LEFT JOIN intel_attribution AS chain ON chain.indicator_id = found.indicator_id
LEFT JOIN intel_actors AS actors ON actors.actor_id = chain.actor_id
LEFT JOIN (SELECT id, name FROM intel_current WHERE type = 'identity') AS makers
  ON makers.id = current.created_by
LEFT JOIN intel_warned AS warned
  ON warned.kind = found.kind AND warned.match = found.match AND warned.value = found.value
LEFT JOIN intel_settled AS settled ON settled.kind = found.kind AND settled.value = found.value
LEFT JOIN intel_files AS files ON files.file = current.file`

const LATER = `(created > ${AS_OF} OR modified > ${AS_OF})`

/** Every indicator that was read whole, once, with the reason when it is not evaluated. */
const STATUS = `
SELECT id AS indicator_id, status, reason FROM (
  SELECT current.id AS id,
    multiIf(current.is_revoked, 'revoked', current.is_context, 'context',
      current.pattern_type NOT IN ('stix', ''), 'not-yet-evaluated',
      verdict.status != '', verdict.status, 'evaluated') AS status,
    multiIf(status = 'revoked', '', status = 'context', 'its type says it is not hostile by itself',
      current.pattern_type NOT IN ('stix', ''), concat('pattern type ', left(current.pattern_type, 40)),
      verdict.reason) AS reason
  FROM (SELECT id, is_revoked, is_context, pattern_type FROM intel_current WHERE type = 'indicator') AS current
  LEFT JOIN intel_verdicts AS verdict ON verdict.indicator_id = current.id
  UNION ALL
  SELECT id, 'not-yet-known', 'created or modified after the instant asked for'
  FROM intel_objects
  WHERE type = 'indicator' AND problem = '' AND id IN (SELECT id FROM intel_objects WHERE ${LATER})
  GROUP BY id HAVING min(${LATER})
  UNION ALL
  SELECT id, 'rejected', any(problem) FROM intel_objects
  WHERE type = 'indicator' AND problem != '' AND id != '' AND id NOT IN (
    SELECT id FROM intel_objects WHERE type = 'indicator' AND problem = ''
      AND id IN (SELECT id FROM intel_objects WHERE problem != '')
  )
  GROUP BY id
)`

/** The layer's views, in the order in which they build on each other. */
export const INTEL_VIEWS: Readonly<Record<string, string>> = {
  intel_current: `CREATE VIEW intel_current AS ${CURRENT}`,
  indicator_values: `CREATE VIEW indicator_values AS ${VALUES}`,
  indicators: `CREATE VIEW indicators AS ${INDICATORS}`,
  indicator_status: `CREATE VIEW indicator_status AS ${STATUS}`,
}
