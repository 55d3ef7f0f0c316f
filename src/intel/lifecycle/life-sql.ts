/** SQL: an instant as milliseconds since 1970. */
const ms = (column: string): string => `toInt64(toUnixTimestamp64Milli(${column}))`
const time = (column: string): string => `fromUnixTimestamp64Milli(${column}, 'UTC')`
const AT = `toInt64({at:Int64})`
/** The last instant that the engine's times reach: no end was given. */
export const FOR_EVER_MS = 10_413_705_600_000
const DAY_MS = 86_400_000

/** What every indicator names, of revoked ones too where the pattern is one equality. */
const NAMED = `
  SELECT id AS indicator_id, plain_kind AS kind, 'exact' AS match, plain_value AS value
  FROM intel_current WHERE type = 'indicator' AND plain_kind != '' AND NOT is_context
  UNION ALL
  SELECT indicator_id, kind, match, value FROM intel_lowered`

/**
 * What others said of values since: a sighting with a count above 0, or an opinion that disagrees. Each reporter counts
 * once, by its latest word, so that nobody can raise or sink a value by saying it a thousand times.
 */
export const INSERT_WORDS: string = `
INSERT INTO intel_words
WITH told AS (
  SELECT c.type AS type, c.created_by AS created_by, c.file AS file, c.modified AS modified,
    c.object_refs AS object_refs, any(o.raw) AS raw
  FROM intel_current AS c
  INNER JOIN intel_objects AS o ON o.file = c.file AND o.position = c.position
  WHERE c.type IN ('sighting', 'opinion') AND o.type IN ('sighting', 'opinion') AND NOT c.is_revoked
  GROUP BY ALL
), words AS (
  SELECT JSONExtractString(raw, 'sighting_of_ref') AS indicator_id,
    coalesce(nullIf(JSONExtractString(raw, 'where_sighted_refs', 1), ''), nullIf(created_by, ''), toString(file)) AS reporter,
    ifNull(parseDateTime64BestEffortOrNull(JSONExtractString(raw, 'last_seen'), 3, 'UTC'), toDateTime64(modified, 3, 'UTC')) AS at,
    false AS is_false
  FROM told WHERE type = 'sighting' AND (NOT JSONHas(raw, 'count') OR JSONExtractInt(raw, 'count') > 0)
  UNION ALL
  SELECT arrayJoin(object_refs), coalesce(nullIf(created_by, ''), toString(file)), toDateTime64(modified, 3, 'UTC'), true
  FROM told WHERE type = 'opinion' AND JSONExtractString(raw, 'opinion') IN ('disagree', 'strongly-disagree')
)
SELECT DISTINCT named.kind, named.value, reporter, at, is_false
FROM words INNER JOIN (${NAMED}) AS named ON named.indicator_id = words.indicator_id`

/** By value: reporters that stand by it, those that found it harmless, and when it was last seen. Bind `at`. */
const HEARD = `
  SELECT kind, value, countIf(NOT is_false) AS seen, countIf(is_false) AS false_seen,
    maxIf(last_ms, NOT is_false) AS last_seen_ms, (1 + seen) / (1 + seen + false_seen) AS cut
  FROM (
    SELECT kind, value, reporter, argMax(is_false, (at, is_false)) AS is_false, max(${ms('at')}) AS last_ms
    FROM intel_words WHERE ${ms('at')} <= ${AT} GROUP BY kind, value, reporter
  )
  GROUP BY kind, value`

/** The decision that holds for a value at an instant: the newest one, unless it was taken back or has run out. Bind `at`. */
const DECIDED = `
  SELECT kind, value, decision.1 AS verdict, decision.2 AS score, decision.3 AS until_ms,
    decision.4 AS decided_ms, decision.5 AS decided_by, decision.6 AS reason
  FROM (
    SELECT kind, value, argMax((toString(verdict), score, until_ms, decided_ms, decided_by, reason), (decided_ms, seq)) AS decision
    FROM intel_decisions WHERE decided_ms <= ${AT} GROUP BY kind, value
  )
  WHERE verdict != 'withdraw' AND until_ms > ${AT}`

/** What matching has to know of values: they are few, so it is put down once. Bind `at`. */
export const INSERT_SETTLED: string = `
INSERT INTO intel_settled
SELECT kind, value, max(verdict), max(score), max(until_ms), min(cut) FROM (
  SELECT kind, value, verdict, score, ${time('until_ms')} AS until_ms, 1. AS cut FROM (${DECIDED})
  UNION ALL
  SELECT kind, value, '', 0, ${time('0')}, cut FROM (${HEARD})
)
GROUP BY kind, value`

/** One source's word on one value, with the rule that it falls by: own, of its source, of its kind. */
const CLAIMS = `
  SELECT named.kind AS kind, named.match AS match, named.value AS value, c.id AS indicator_id,
    c.source_id AS source_id, if(makers.name = '', c.source_id, makers.name) AS source,
    ${ms('c.valid_from')} AS from_ms, ${ms('c.valid_until')} AS stated_ms, c.is_revoked AS is_revoked,
    ${ms("toDateTime64(c.modified, 3, 'UTC')")} AS modified_ms, c.tlp AS tlp,
    if(rated.letter != '', least(toFloat64(c.confidence), rated.cap), toFloat64(c.confidence)) AS word,
    rated.letter AS letter,
    multiIf(own.lifetime > 0, (own.lifetime, own.speed, own.threshold),
      of_source.lifetime > 0, (of_source.lifetime, of_source.speed, of_source.threshold),
      of_kind.lifetime > 0, (of_kind.lifetime, of_kind.speed, of_kind.threshold),
      (of_all.lifetime, of_all.speed, of_all.threshold)) AS rule
  FROM (SELECT * FROM (${NAMED}) WHERE {value:String} = '' OR value = {value:String}) AS named
  INNER JOIN (
    SELECT id, if(created_by = '', path, created_by) AS source_id, valid_from, valid_until, is_revoked, modified, confidence, tlp
    FROM (SELECT * FROM intel_current WHERE type = 'indicator') AS current
    INNER JOIN intel_files AS files ON files.file = current.file
  ) AS c ON c.id = named.indicator_id
  LEFT JOIN (SELECT id, name FROM intel_current WHERE type = 'identity') AS makers ON makers.id = c.source_id
  LEFT JOIN intel_reliability AS rated ON rated.source_id = c.source_id
  LEFT JOIN (SELECT * FROM intel_decay_rules WHERE source_id != '' AND kind != '') AS own
    ON own.source_id = c.source_id AND own.kind = named.kind
  LEFT JOIN (SELECT * FROM intel_decay_rules WHERE kind = '' AND source_id != '') AS of_source ON of_source.source_id = c.source_id
  LEFT JOIN (SELECT * FROM intel_decay_rules WHERE source_id = '') AS of_kind ON of_kind.kind = named.kind
  CROSS JOIN (SELECT lifetime, speed, threshold FROM intel_decay_rules WHERE source_id = '' AND kind = '') AS of_all`

/** The one place where an end follows from a claim; score, validity and revocation are all read off this end. */
const ENDED = `
  SELECT claim.*, heard.seen AS seen, heard.false_seen AS false_seen,
    word * if(heard.cut > 0, heard.cut, 1) AS base,
    greatest(from_ms, heard.last_seen_ms) AS anchor_ms, from_ms <= ${AT} AS is_begun,
    rule.1 * ${DAY_MS} AS lifetime_ms, rule.2 AS speed, rule.3 AS threshold,
    least(stated_ms, if(base < threshold, anchor_ms,
      anchor_ms + toInt64(lifetime_ms * pow(1 - threshold / base, speed)))) AS end_ms,
    is_begun AND NOT is_revoked AND ${AT} < end_ms AS is_live,
    if(is_live, base * (1 - pow(greatest(0, ${AT} - anchor_ms) / lifetime_ms, 1 / speed)), 0) AS claim_score
  FROM (${CLAIMS}) AS claim
  LEFT JOIN (${HEARD}) AS heard ON heard.kind = claim.kind AND heard.value = claim.value`

/**
 * One row for each value: what all sources together say, and what an analyst decided, which always wins. The highest
 * live score counts: sources copy each other, so several do not add up. Bind `at` (milliseconds) and `value` ('' for all).
 */
export const LIFE: string = `
SELECT merged.kind AS kind, merged.match AS match, merged.value AS value,
  multiIf(verdict != '', if(verdict = 'keep', 'active', 'revoked'), NOT any_begun, 'not-yet-valid',
    any_live, 'active', all_revoked, 'revoked', 'expired') AS state,
  round(multiIf(verdict != '', d.score, best), 1) AS score,
  toBool(state = 'revoked') AS revoked,
  ${time("if(verdict = 'keep', least(first_ms, d.decided_ms), first_ms)")} AS valid_from,
  ${time("multiIf(verdict = 'keep', d.until_ms, verdict = 'revoke', d.decided_ms, state = 'revoked', revoked_ms, last_ms)")} AS valid_until,
  sources, indicators, seen, false_seen, derived_tlp AS tlp,
  if(verdict = '', '', concat(verdict, ' by ', d.decided_by, if(d.reason = '', '', concat(': ', d.reason)))) AS decision,
  claims
FROM (
  SELECT kind, match, value, max(is_begun) AS any_begun, max(is_live) AS any_live,
    minIf(is_revoked, is_begun) AS all_revoked, max(claim_score) AS best,
    if(any_begun, minIf(from_ms, is_begun), min(from_ms)) AS first_ms,
    if(any_begun, maxIf(end_ms, is_begun AND NOT is_revoked), max(end_ms)) AS last_ms,
    maxIf(modified_ms, is_revoked) AS revoked_ms, arraySort(groupUniqArray(source)) AS sources,
    uniqExact(indicator_id) AS indicators, max(ended.seen) AS seen, max(ended.false_seen) AS false_seen,
    argMax(tlp, indexOf(['clear', 'green', 'amber', 'amber+strict', 'red'], tlp)) AS derived_tlp,
    arraySort(groupArray((source, source_id, letter, indicator_id, round(claim_score, 1), is_revoked, rule))) AS claims
  FROM (${ENDED}) AS ended
  GROUP BY kind, match, value
) AS merged
LEFT JOIN (${DECIDED}) AS d ON d.kind = merged.kind AND d.value = merged.value`
