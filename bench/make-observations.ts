import { createEventTables } from '../src/events/index.ts'
import { createIntelTables } from '../src/intel/index.ts'
import type { Engine } from '../src/platform/index.ts'
import { createSignalTables } from '../src/signals/index.ts'

/** How many observations an account has on average, and how many accounts a crew. */
export const OBSERVATIONS_EACH = 20
const CREW_SIZE = 5
/** One crew for so many accounts. */
const CREW_SHARE = 2000

/**
 * Fills the tables of events, accounts and observables with a population of the given size, as reading usage would: homes
 * that two to four share, carriers' gateways, offices, browsers, cards, file names with a long tail, and crews of five
 * that share a card, an address, a client and two names. Made by hashes, so that each size is the same everywhere.
 */
export async function makePopulation(engine: Engine, accounts: number): Promise<void> {
  await createEventTables(engine)
  await createIntelTables(engine)
  await createSignalTables(engine)
  await engine.run(
    `INSERT INTO accounts (account_id, created_at, email, email_domain, country, organization, payment_fingerprint, signup_ip)
     SELECT ${ACCOUNT} AS account_id, toDateTime64('2026-01-01 00:00:00', 3, 'UTC') AS created_at,
       concat('user', toString(n), '@', domain) AS email,
       if(n % 50 = 0, concat('office', toString(intDiv(n, 500)), '.example'), 'mail.example') AS domain,
       ['US', 'IN', 'BR', 'DE', 'FR', 'CN', 'RU', 'NG'][1 + n % 8] AS country, '', '', ''
     FROM (SELECT number AS n FROM numbers({accounts:UInt64}))`,
    { accounts },
  )
  await addObservations(engine, accounts, 1, 0, accounts * OBSERVATIONS_EACH)
}

const ACCOUNT = "concat('acct_', leftPad(toString(n), 8, '0'))"
/** A number in [0, size) by hash: the same for the same observation. */
const drawn = (salt: string, size: string): string => `sipHash64('${salt}', i) % (${size})`

/**
 * Adds the observations with numbers \`from\` to \`from + count\`, as a batch of their own. Crews' members share values; the rest
 * draw from pools whose sizes follow the population, so that coincidence stays as frequent as it is.
 */
export async function addObservations(
  engine: Engine,
  accounts: number,
  batch: number,
  from: number,
  count: number,
): Promise<void> {
  await engine.run(OBSERVATIONS, {
    accounts,
    batch,
    from,
    count,
    crewShare: CREW_SHARE,
    crewSize: CREW_SIZE,
  })
}

const OBSERVATIONS = `
  INSERT INTO observables
  SELECT {batch:UInt32} AS batch,
    multiIf(slot < 10, 'ip', slot < 13, 'user_agent', slot < 14, 'payment', slot < 18, 'file', slot < 19, 'identifier', 'domain') AS kind,
    multiIf(slot < 13, 'contact', slot < 14, 'signup', 'use') AS relation,
    multiIf(
      isCrew AND slot IN (0, 1), concat('198.18.', toString(crew % 250), '.', toString(intDiv(crew, 250) % 250)),
      isCrew AND slot = 10, concat('crew-agent/', toString(crew)),
      isCrew AND slot = 13, concat('fp_crew_', toString(crew)),
      isCrew AND slot IN (14, 15), concat('crew_', toString(crew), '_', toString(slot), '.py'),
      slot < 8, concat('home-', toString(intDiv(n, 1 + n % 3))),
      slot < 10, concat('gate-', toString(${drawn('gate', 'greatest(1, intDiv({accounts:UInt64}, 400))')})),
      slot < 12, concat('Browser/', toString(${drawn('browser', '3000')})),
      slot < 13, concat('build-', toString(${drawn('build', 'greatest(1, intDiv({accounts:UInt64}, 3))')})),
      slot < 14, concat('fp_', toString(if(n % 9 = 0, intDiv(n, 18), n))),
      slot < 17, concat('file_', toString(${drawn('file', '{accounts:UInt64} * 2')}), '.py'),
      slot < 18, concat('common_', toString(${drawn('common', '20000')}), '.txt'),
      slot < 19, concat('name_', toString(${drawn('name', '{accounts:UInt64}')})),
      concat('site-', toString(${drawn('site', 'greatest(1, intDiv({accounts:UInt64}, 2))')}), '.example')) AS value,
    ${ACCOUNT} AS account_id, toDate('2026-01-01') + offset AS day, 1 AS count,
    toDateTime64(toDate('2026-01-01') + offset, 3, 'UTC') AS first_ts, first_ts AS last_ts
  FROM (
    SELECT {from:UInt64} + number AS i, i % {accounts:UInt64} AS n,
      intDiv(i, {accounts:UInt64}) % ${OBSERVATIONS_EACH} AS slot,
      toUInt16(if(isCrew AND slot IN (0, 1), slot, sipHash64('day', i) % 30)) AS offset,
      n % ({crewShare:UInt32} * {crewSize:UInt32}) < {crewSize:UInt32} AS isCrew,
      intDiv(n, {crewShare:UInt32} * {crewSize:UInt32}) AS crew
    FROM numbers({count:UInt64})
  )`

/** The first member of each crew up to a number, of whom suspicion starts, and innocents beside them. */
export function suspectsOf(accounts: number, innocents: number): string[] {
  const id = (n: number): string => `acct_${String(n).padStart(8, '0')}`
  const step = CREW_SHARE * CREW_SIZE
  const firsts = Array.from({ length: Math.floor(accounts / step) }, (_, crew) => id(crew * step))
  const others = Array.from({ length: innocents }, (_, n) => id((n * 7919 + 13) % accounts))
  return [...new Set([...firsts, ...others])].sort()
}
