import type { Engine } from '../../platform/index.ts'
import { BEHAVIOUR_PARAMETERS as P } from '../parameters.ts'

/**
 * Describes how every account behaves, one row each, in `account_behaviour`; needs `population`.
 *
 * `places`: distinct addresses, an IPv6 /64 as one. `hops`: requests from another place than the one before
 * within `hopSeconds`, of `close` such pairs. `strangers`: addresses met on one day that are another
 * account's settled one. `languages`: how unusual its languages are in its country, in bits times log2 of one more
 * than the prompts of each. `hours`: bits by which its active hours fit those of `hours_like` better than
 * those of its own country, weekends and public holidays apart. `age_days`: from creation to first use, null when not known.
 */
export async function deriveBehaviour(engine: Engine): Promise<void> {
  for (const [name, sql] of STEPS)
    await engine.run(
      `CREATE OR REPLACE TABLE ${name} ENGINE = MergeTree ORDER BY tuple() AS ${sql}`,
    )
  await engine.run(
    `CREATE OR REPLACE TABLE account_behaviour ENGINE = MergeTree ORDER BY account_id AS ${BEHAVIOUR}`,
  )
  for (const [name] of STEPS) await engine.run(`DROP TABLE ${name}`)
}

/** SQL: where a request came from, as far as one line or machine goes: an IPv4 address or an IPv6 /64. */
export const PLACE = `if(position(ip, ':') = 0, ip, toString(IPv6CIDRToRange(assumeNotNull(toIPv6OrDefault(ip)), 64).1))`

/**
 * One pass over the events, one row an account. Of a busy account some hours are read, chosen by the account and
 * the hour: what a machine does in one hour it does in all.
 */
const SEEN = `
  SELECT account_id, any(country) AS country, count() AS requests, sumMap(map(language, 1)) AS languages,
         groupUniqArray((toDate(ts), toHour(ts))) AS hours,
         uniqExactIf(place, place != 0) AS places,
         arraySort(groupArrayIf((toUInt32(ts), place), place != 0)) AS walk
  FROM (
    SELECT account_id, ts, country, if(ip = '', 0, greatest(1, sipHash64(${PLACE}))) AS place,
           toString(e.language) AS language
    FROM events AS e INNER JOIN (
      SELECT account_id, country, intDiv(requests, ${P.requestsRead}) + 1 AS one_in FROM population WHERE requests > 0
    ) AS p ON p.account_id = e.account_id
    WHERE sipHash64(e.account_id, toStartOfHour(ts)) % one_in = 0
  )
  GROUP BY account_id`

/** The part of the week that a day is of: Friday apart, since half of the world rests on it. */
const WEEK_PART = 'transform(toDayOfWeek(day), [5, 6, 7], [1, 2, 3], 0)'

/**
 * The part of the week of each day in each country. A public holiday is of the part on which the country rests most; it shows in
 * how many of its accounts are active: far fewer than usual, for a day of the week, as a share of everybody who is.
 */
const DAYS = `
  WITH active AS (
    SELECT toString(country) AS country, day, uniqExact(account_id) AS n
    FROM (SELECT country, account_id, tupleElement(arrayJoin(hours), 1) AS day FROM behaviour_seen) GROUP BY country, day
  ),
  everybody AS (SELECT day, sum(n) AS people FROM active GROUP BY day),
  shares AS (
    SELECT c.country AS country, e.day AS day, ${WEEK_PART} AS week_part, e.people AS people, a.n AS n,
           medianExact(n / people) OVER (PARTITION BY country, week_part) AS usual
    FROM (SELECT DISTINCT country FROM active) AS c CROSS JOIN everybody AS e
    LEFT JOIN active AS a ON a.country = c.country AND a.day = e.day
  ),
  rests AS (
    SELECT country, argMin(week_part, mean) AS rest
    FROM (SELECT country, week_part, avg(n) AS mean FROM shares WHERE week_part > 0 GROUP BY country, week_part)
    GROUP BY country
  )
  SELECT s.country AS country, s.day AS day,
         toUInt8(if(n < ${P.holidayShare} * usual * people
           AND usual * people - n > ${P.holidaySpread} * sqrt(usual * people), r.rest, week_part)) AS part
  FROM shares AS s LEFT JOIN rests AS r ON r.country = s.country`

const HOURS = `
  SELECT s.country AS country, toUInt8(hour + 24 * d.part) AS bin, count() AS n
  FROM (
    SELECT toString(country) AS country, arrayJoin(hours) AS slot, tupleElement(slot, 1) AS day, tupleElement(slot, 2) AS hour
    FROM behaviour_seen
  ) AS s
  INNER JOIN behaviour_days AS d ON d.country = s.country AND d.day = s.day
  GROUP BY country, bin`

/** Each country's share of active hours by bin, drawn toward everybody's; only the largest are compared with others. */
const PROFILES = `
  SELECT country, total, arrayMap(bin -> log2((counts[bin] + ${P.hoursShrink} * (everybody[bin] + 1) / (everyone + 96))
           / (total + ${P.hoursShrink})), range(0, 96)) AS bits
  FROM (
    SELECT country, sum(n) AS total, sumMap(map(bin, n)) AS counts FROM behaviour_hours GROUP BY country
  ) AS own
  CROSS JOIN (SELECT sumMap(map(bin, n)) AS everybody, sum(n) AS everyone FROM behaviour_hours) AS all
  ORDER BY total DESC, country LIMIT ${P.profilesMax}`

/** How well each account's hours fit each profile, with that country's holidays, in bits, in the order of the profiles' countries. */
const FITS = `
  SELECT account_id, sumForEach(bits) AS fits
  FROM (
    SELECT s.account_id AS account_id, q.bits AS bits
    FROM (
      SELECT account_id, tupleElement(slot, 1) AS day, tupleElement(slot, 2) AS hour
      FROM behaviour_seen ARRAY JOIN hours AS slot
    ) AS s
    INNER JOIN (
      SELECT day, hour, groupArray(one) AS bits
      FROM (SELECT p.country AS country, d.day AS day, toUInt8(h.number) AS hour, p.bits[hour + 24 * d.part + 1] AS one
            FROM behaviour_profiles AS p INNER JOIN behaviour_days AS d ON d.country = p.country
            CROSS JOIN numbers(24) AS h ORDER BY country)
      GROUP BY day, hour
    ) AS q ON q.day = s.day AND q.hour = s.hour
  )
  GROUP BY account_id`

/**
 * How unusual each account's languages are in its country: the language's share of the prompts of the country's
 * other accounts, with its share everywhere as a prior.
 */
const LANGUAGES = `
  WITH shares AS (
    SELECT account_id, country, tupleElement(pair, 1) AS language, tupleElement(pair, 2) AS prompts,
           prompts / (arraySum(mapValues(languages)) - languages['']) AS share
    FROM (
      SELECT account_id, country, languages, arrayJoin(arrayZip(mapKeys(languages), mapValues(languages))) AS pair
      FROM behaviour_seen
    )
    WHERE language != ''
  ),
  at_home AS (SELECT country, language, sum(share) AS held FROM shares GROUP BY country, language),
  countries AS (SELECT country, uniqExact(account_id) AS people FROM shares GROUP BY country),
  anywhere AS (
    SELECT language, sum(share) / (SELECT uniqExact(account_id) FROM shares) AS common FROM shares GROUP BY language
  )
  SELECT account_id, sum(rarity * log2(1 + prompts)) AS unusual, argMax(language, rarity * log2(1 + prompts)) AS rarest
  FROM (
    SELECT s.account_id AS account_id, s.language AS language, s.prompts AS prompts,
           -log2((greatest(0, h.held - s.share) + ${P.languageShrink} * a.common)
             / (c.people - 1 + ${P.languageShrink})) AS rarity
    FROM shares AS s
    INNER JOIN at_home AS h ON h.country = s.country AND h.language = s.language
    INNER JOIN countries AS c ON c.country = s.country
    INNER JOIN anywhere AS a ON a.language = s.language
  )
  GROUP BY account_id`

/** Addresses of few holders where one of the others is at home and this account was a guest for a day. */
const STRANGERS = `
  WITH held AS (
    SELECT value, account_id, uniqExact(day) AS days
    FROM observables WHERE kind = 'ip' AND relation = 'contact' GROUP BY value, account_id
  ),
  shared AS (
    SELECT value FROM held GROUP BY value
    HAVING count() BETWEEN 2 AND ${P.strangersHoldersMax} AND countIf(days >= 2) > 0
  )
  SELECT account_id, count() AS strangers FROM held
  WHERE days = 1 AND value IN (SELECT value FROM shared) GROUP BY account_id`

const STEPS: ReadonlyArray<readonly [table: string, sql: string]> = [
  ['behaviour_seen', SEEN],
  ['behaviour_days', DAYS],
  ['behaviour_hours', HOURS],
  ['behaviour_profiles', PROFILES],
  ['behaviour_fits', FITS],
  ['behaviour_languages', LANGUAGES],
  ['behaviour_strangers', STRANGERS],
]

const BEHAVIOUR = `
  WITH (SELECT arraySort(groupArray(toString(country))) FROM behaviour_profiles) AS profiled,
  walked AS (
    SELECT account_id, requests, places,
           arrayMap((x, y) -> tupleElement(y, 1) - tupleElement(x, 1) < ${P.hopSeconds}, arrayPopBack(walk), arrayPopFront(walk)) AS near,
           arraySum(near) AS close,
           arraySum(arrayMap((x, y, n) -> n AND tupleElement(x, 2) != tupleElement(y, 2),
             arrayPopBack(walk), arrayPopFront(walk), near)) AS hops
    FROM behaviour_seen
  )
  SELECT p.acct AS acct, p.account_id AS account_id, p.country AS country, w.requests AS requests,
         toUInt32(w.places) AS places, toUInt32(w.close) AS close, toUInt32(w.hops) AS hops,
         toUInt32(t.strangers) AS strangers, if(p.country = '', 0, l.unusual) AS languages, l.rarest AS rarest,
         indexOf(profiled, toString(p.country)) AS own, arrayMax(f.fits) AS best,
         if(own = 0 OR p.country = '', 0, best - f.fits[own]) AS hours,
         if(own = 0 OR p.country = '', '', profiled[indexOf(f.fits, best)]) AS hours_like,
         if(isNull(a.created_at), NULL, greatest(0, dateDiff('second', a.created_at, p.first_ts) / 86400)) AS age_days
  FROM population AS p
  INNER JOIN walked AS w ON w.account_id = p.account_id
  LEFT JOIN behaviour_fits AS f ON f.account_id = p.account_id
  LEFT JOIN behaviour_languages AS l ON l.account_id = p.account_id
  LEFT JOIN behaviour_strangers AS t ON t.account_id = p.account_id
  LEFT JOIN accounts AS a ON a.account_id = p.account_id`
