/**
 * Fills `indicators`: one row a value, with what the chain and the warning lists say of it. Joins of
 * millions of rows go through the disk rather than fill the memory.
 */
export const INSERT_INDICATORS: string = `
INSERT INTO indicators
SELECT
  current.id, current.name,
  coalesce(nullIf(makers.name, ''), nullIf(current.created_by, ''), files.path),
  found.kind, found.match, found.value,
  current.valid_from, current.valid_until, current.modified,
  current.confidence, current.has_confidence, current.tlp,
  chain.actor_id, actors.name, chain.basis,
  arraySort(arrayDistinct(arrayConcat(chain.techniques, actors.techniques))), warned.lists
FROM intel_values AS found
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
LEFT JOIN intel_files AS files ON files.file = current.file
SETTINGS join_algorithm = 'grace_hash', max_bytes_in_join = 500000000`

const LATER = "(created > {asOf:DateTime64(6, 'UTC')} OR modified > {asOf:DateTime64(6, 'UTC')})"

/** Fills `indicator_status`: every indicator that was read whole, once. Bind `asOf`. */
export const INSERT_STATUS: string = `
INSERT INTO indicator_status
SELECT id, status, reason FROM (
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

export const INSERT_ACTORS = `
INSERT INTO intel_actors
SELECT id, name, aliases, description, techniques
FROM (SELECT * FROM intel_current WHERE type IN ('intrusion-set', 'threat-actor') AND NOT is_revoked) AS actor
LEFT JOIN (
  SELECT uses.source_ref AS actor_id, arraySort(groupUniqArrayArray(own.techniques)) AS techniques
  FROM intel_current AS uses
  INNER JOIN (
    SELECT id, arrayFilter(ref -> match(ref, '^T[0-9]{4}([.][0-9]{3})?$'), external_ids) AS techniques
    FROM intel_current WHERE type = 'attack-pattern' AND NOT is_revoked
  ) AS own ON own.id = uses.target_ref
  WHERE uses.type = 'relationship' AND uses.relationship_type = 'uses' AND NOT uses.is_revoked
  GROUP BY actor_id
) AS used ON used.actor_id = actor.id`
