import type { Engine } from '../platform/index.ts'

/**
 * Finds every account that met a value which an indicator names, judged at the time of the event:
 * an event at or after `valid_until` never matches, one before `valid_from` is marked early.
 *
 * Values are looked up through the observable index; only events that carry a looked-up value are
 * read again, for their times. `holders` counts the accounts that met what the indicator names by
 * contact, sign-up or use at any time, `holders_valid` those that did so while it was valid.
 */
export async function findIndicatorHits(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE OR REPLACE TABLE touched ENGINE = MergeTree ORDER BY (kind, value) AS ${TOUCHED}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE touches ENGINE = MergeTree ORDER BY (kind, value) AS ${TOUCHES}`,
  )
  await engine.run(
    `CREATE OR REPLACE TABLE touched_indicators ENGINE = MergeTree ORDER BY indicator_id AS
     SELECT * FROM indicators WHERE indicator_id IN (SELECT indicator_id FROM touched)`,
  )
  await engine.run(`INSERT INTO indicator_hits ${HITS}`)
}

const OBSERVED = 'SELECT toString(kind) AS kind, value FROM observables GROUP BY kind, value'

/** IPv4 ranges are compared as IPv4-mapped IPv6, so that one join serves both families. */
const CIDR_INDICATORS = `
  SELECT indicator_id, value AS pattern, splitByChar('/', value)[1] AS net,
         toUInt8(toUInt8OrZero(splitByChar('/', value)[2]) + if(position(value, ':') = 0, 96, 0)) AS bits,
         IPv6CIDRToRange(ifNull(toIPv6OrNull(net), toIPv6('::')), bits).1 AS start
  FROM indicator_values WHERE kind = 'ip' AND match = 'cidr'`

/** Which observed value meets which indicator: equal, inside a range, or alike by a STIX LIKE pattern. */
const TOUCHED = `
  SELECT o.kind AS kind, o.value AS value, i.indicator_id AS indicator_id, i.value AS pattern
  FROM (${OBSERVED}) AS o
  INNER JOIN (
    SELECT kind, value, indicator_id FROM indicator_values
    WHERE match = 'exact' AND cityHash64(value) IN (SELECT cityHash64(value) FROM observables)
  ) AS i
    ON i.kind = o.kind AND i.value = o.value
  UNION ALL
  SELECT 'ip', o.value, c.indicator_id, c.pattern
  FROM (
    SELECT value, arrayJoin((SELECT groupUniqArray(bits) FROM (${CIDR_INDICATORS}))) AS bits,
           IPv6CIDRToRange(assumeNotNull(toIPv6OrNull(value)), bits).1 AS start
    FROM (${OBSERVED}) WHERE kind = 'ip' AND toIPv6OrNull(value) IS NOT NULL
  ) AS o
  INNER JOIN (${CIDR_INDICATORS}) AS c ON c.start = o.start AND c.bits = o.bits
  UNION ALL
  SELECT o.kind, o.value, i.indicator_id, i.value
  FROM (${OBSERVED}) AS o
  INNER JOIN (SELECT kind, value, indicator_id FROM indicator_values WHERE match = 'like') AS i ON i.kind = o.kind
  WHERE o.value LIKE i.value`

const TOUCHES = `
  SELECT account_id, ts, event_id, toString(o.kind) AS kind, toString(o.relation) AS relation, o.value AS value
  FROM events ARRAY JOIN observables AS o
  WHERE (toString(o.kind), o.value) IN (SELECT kind, value FROM touched)
  UNION ALL
  SELECT account_id, first_ts, '', toString(kind), 'signup', value
  FROM observables
  WHERE relation = 'signup' AND (toString(kind), value) IN (SELECT kind, value FROM touched)`

const HITS = `
  WITH met AS (
    SELECT t.account_id AS account_id, t.ts AS ts, t.event_id AS event_id, t.kind AS kind, t.value AS value,
           t.relation AS relation, w.indicator_id AS indicator_id, w.pattern AS pattern
    FROM touches AS t INNER JOIN touched AS w ON w.kind = t.kind AND w.value = t.value
  ),
  spread AS (
    SELECT indicator_id, pattern, uniqExactIf(account_id, relation != 'mention') AS holders
    FROM met GROUP BY indicator_id, pattern
  ),
  valid AS (
    SELECT m.*, i.name AS name, i.actor AS actor, i.techniques AS techniques, i.confidence AS confidence,
           i.warning_list AS warning_list, i.valid_from AS valid_from, i.tlp AS tlp
    FROM met AS m INNER JOIN touched_indicators AS i ON i.indicator_id = m.indicator_id AND i.value = m.pattern AND i.kind = m.kind
    WHERE m.ts < i.valid_until
  ),
  spread_valid AS (
    SELECT indicator_id, pattern, uniqExactIf(account_id, relation != 'mention') AS holders_valid
    FROM valid GROUP BY indicator_id, pattern
  )
  SELECT v.account_id, v.indicator_id, any(v.name), v.kind, v.value, v.relation, any(v.actor),
         any(v.techniques), any(v.confidence), any(v.warning_list),
         arraySlice(arraySort(groupUniqArrayIf(v.event_id, v.event_id != '')), 1, 20),
         count(), uniqExact(toDate(v.ts)), min(v.ts < v.valid_from),
         any(s.holders), any(sv.holders_valid), max(greatest(0, dateDiff('day', v.valid_from, v.ts))),
         any(v.tlp)
  FROM valid AS v
  INNER JOIN spread AS s ON s.indicator_id = v.indicator_id AND s.pattern = v.pattern
  INNER JOIN spread_valid AS sv ON sv.indicator_id = v.indicator_id AND sv.pattern = v.pattern
  GROUP BY v.account_id, v.indicator_id, v.kind, v.value, v.relation`
