/** Fills `intel_actors` with the techniques that each one is said to use. */
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
