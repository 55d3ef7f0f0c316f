import type { Engine } from '../platform/index.ts'

/**
 * Relationships between an indicator and the actor: indicator -indicates-> x -…-> actor. Longer ways
 * say nothing about who stands behind a value.
 */
const CHAIN_LENGTH_MAX = 4

/** Actors remembered of one object. Two are enough to know that it tells nobody apart. */
const ACTORS_KEPT = 3

const typeOf = (ref: string): string => `splitByString('--', ${ref})[1]`
const LIVE = "type = 'relationship' AND NOT is_revoked"

/** Objects that may stand between an indicator and an actor. */
const MIDDLE_TYPES = "('campaign', 'malware', 'tool', 'infrastructure', 'incident')"

/** Steps from an object towards the actors behind it. */
const STEPS = `
  SELECT source_ref AS node, target_ref AS next FROM intel_current
  WHERE ${LIVE} AND relationship_type IN ('attributed-to', 'authored-by')
    AND ${typeOf('source_ref')} IN ${MIDDLE_TYPES}
  UNION ALL
  SELECT target_ref, source_ref FROM intel_current
  WHERE ${LIVE} AND relationship_type IN ('uses', 'owns', 'hosts')
    AND ${typeOf('target_ref')} IN ('malware', 'tool', 'infrastructure')
    AND ${typeOf('source_ref')} IN ('campaign', 'intrusion-set', 'threat-actor', 'malware')`

/** Objects of one name are one actor here: several sources in one import name the same one. */
const INSERT_ACTOR_NODES = `
INSERT INTO intel_reach
SELECT id, 0, [min(id) OVER (PARTITION BY if(name = '', id, lowerUTF8(name)))]
FROM intel_current WHERE type IN ('intrusion-set', 'threat-actor') AND NOT is_revoked`

/** The objects one step further out; one that was reached before keeps its nearest actors. */
const INSERT_NEXT_NODES = `
INSERT INTO intel_reach
SELECT step.node, {depth:UInt8}, groupUniqArrayArray(${ACTORS_KEPT})(reach.actors)
FROM (${STEPS}) AS step
INNER JOIN (SELECT node, actors FROM intel_reach WHERE depth = {depth:UInt8} - 1) AS reach ON reach.node = step.next
WHERE step.node NOT IN (SELECT node FROM intel_reach)
  AND step.node IN (SELECT id FROM intel_current WHERE type IN ${MIDDLE_TYPES} AND NOT is_revoked)
GROUP BY step.node`

/** The one actor of a list: the only intrusion set, else the only one at all, else ''. */
const onlyActor = (actors: string): string => `multiIf(
  length(arrayFilter(a -> startsWith(a, 'intrusion-set--'), ${actors})) = 1,
    arrayFilter(a -> startsWith(a, 'intrusion-set--'), ${actors})[1],
  length(${actors}) = 1, ${actors}[1], '')`

const INDICATED = `
  SELECT source_ref AS indicator_id, target_ref FROM intel_current
  WHERE ${LIVE} AND relationship_type = 'indicates' AND startsWith(source_ref, 'indicator--')`

/** By relationships: of all actors, those with the fewest steps between. */
const BY_CHAIN = `
  SELECT indicator_id, ${onlyActor('nearest')} AS actor_id, 'indicates' AS basis
  FROM (
    SELECT indicated.indicator_id AS indicator_id, min(reach.depth) AS depth,
      groupUniqArrayArrayIf(${ACTORS_KEPT})(reach.actors, reach.depth = nearby.depth) AS nearest
    FROM (${INDICATED}) AS indicated
    INNER JOIN intel_reach AS reach ON reach.node = indicated.target_ref
    INNER JOIN (
      SELECT indicated.indicator_id AS indicator_id, min(reach.depth) AS depth
      FROM (${INDICATED}) AS indicated
      INNER JOIN intel_reach AS reach ON reach.node = indicated.target_ref
      GROUP BY indicator_id
    ) AS nearby ON nearby.indicator_id = indicated.indicator_id
    GROUP BY indicator_id
  )`

/** By standing in reports or groupings that name one actor: weaker, and only where no chain says more. */
const BY_REPORT = `
  SELECT indicator_id, ${onlyActor('named')} AS actor_id, 'report' AS basis
  FROM (
    SELECT arrayJoin(arrayFilter(ref -> startsWith(ref, 'indicator--'), object_refs)) AS indicator_id,
      groupUniqArrayArray(${ACTORS_KEPT})(actors) AS named
    FROM (
      SELECT refs.object_refs AS object_refs, groupUniqArrayArray(${ACTORS_KEPT})(reach.actors) AS actors
      FROM (
        SELECT id, object_refs, arrayJoin(object_refs) AS ref FROM intel_current
        WHERE type IN ('report', 'grouping') AND NOT is_revoked
      ) AS refs
      INNER JOIN (SELECT node, actors FROM intel_reach WHERE depth = 0) AS reach ON reach.node = refs.ref
      GROUP BY refs.id, object_refs
    )
    GROUP BY indicator_id
  )
  WHERE indicator_id NOT IN (
    SELECT indicator_id FROM (${INDICATED}) AS indicated
    INNER JOIN intel_reach AS reach ON reach.node = indicated.target_ref)`

const TECHNIQUES = `
  SELECT indicated.indicator_id AS indicator_id,
    arraySort(groupUniqArrayArray(arrayFilter(ref -> match(ref, '^T[0-9]{4}([.][0-9]{3})?$'), pattern.external_ids))) AS techniques
  FROM (${INDICATED}) AS indicated
  INNER JOIN (SELECT id, external_ids FROM intel_current WHERE type = 'attack-pattern' AND NOT is_revoked) AS pattern
    ON pattern.id = indicated.target_ref
  GROUP BY indicator_id`

const INSERT_ATTRIBUTION = `
INSERT INTO intel_attribution
SELECT indicator_id, max(actor_id) AS actor, max(basis), groupUniqArrayArray(techniques)
FROM (
  SELECT indicator_id, actor_id, if(actor_id = '', '', basis) AS basis, []::Array(String) AS techniques
  FROM (${BY_CHAIN} UNION ALL ${BY_REPORT})
  UNION ALL
  SELECT indicator_id, '', '', techniques FROM (${TECHNIQUES})
)
GROUP BY indicator_id
HAVING actor != '' OR notEmpty(groupUniqArrayArray(techniques))`

/** Finds the actor and techniques behind each indicator, as the objects stood at the instant asked for. */
export async function deriveAttribution(engine: Engine): Promise<void> {
  await engine.run(INSERT_ACTOR_NODES)
  for (let depth = 1; depth < CHAIN_LENGTH_MAX; depth++) {
    await engine.run(INSERT_NEXT_NODES, { depth })
  }
  await engine.run(INSERT_ATTRIBUTION)
}
