import type { Engine } from '../platform/index.ts'

/** An account and the instant since which its use is asked for, UTC ISO. */
export interface UseSince {
  readonly account: string
  readonly since: string
}

export interface UseSeen extends UseSince {
  readonly events: number
  readonly lastEvent: string
}

/** What accounts did after an instant, each after its own; accounts without an event are left out. */
export async function countUseSince(
  engine: Engine,
  asked: readonly UseSince[],
): Promise<readonly UseSeen[]> {
  if (asked.length === 0) return []
  return engine.rows<UseSeen>(
    `SELECT account, since, count() AS events, max(ts) AS lastEvent
     FROM events INNER JOIN (
       SELECT pair.1 AS account, pair.2 AS since, parseDateTime64BestEffort(pair.2, 3, 'UTC') AS instant
       FROM (SELECT arrayJoin(arrayZip({accounts:Array(String)}, {sinces:Array(String)})) AS pair)
     ) AS stopped ON events.account_id = stopped.account
     WHERE account_id IN {accounts:Array(String)} AND ts > instant
     GROUP BY account, since ORDER BY account, since`,
    {
      accounts: asked.map(({ account }) => account),
      sinces: asked.map(({ since }) => since),
    },
  )
}

/** What the directory and the events of the last 30 days know of an account. '' and null: not known. */
export interface AccountFacts {
  readonly account: string
  readonly organization: string
  readonly plan: string
  readonly country: string
  readonly createdAt: string | null
  readonly email: string
  readonly paymentFingerprint: string
  readonly signupIp: string
  readonly signupUserAgent: string
  /** Accounts of the same organisation, itself among them; 1 without one. */
  readonly seats: number
  /** Tokens in and out in the 30 days before `now`. */
  readonly tokens30Days: number
}

/** Facts of accounts; those of which neither directory nor events know anything are left out. `now`: UTC ISO. */
export async function describeAccounts(
  engine: Engine,
  accounts: readonly string[],
  now: string,
): Promise<readonly AccountFacts[]> {
  if (accounts.length === 0) return []
  return engine.rows<AccountFacts>(
    `WITH parseDateTime64BestEffort({now:String}, 3, 'UTC') AS instant,
       used AS (
         SELECT account_id, sumIf(tokens_in + tokens_out, ts > instant - INTERVAL 30 DAY AND ts <= instant) AS tokens
         FROM events WHERE account_id IN {accounts:Array(String)} GROUP BY account_id),
       seated AS (SELECT organization AS org, uniqExact(account_id) AS seats FROM accounts WHERE organization != '' GROUP BY org),
       known AS (
         SELECT account_id AS account, any(accounts.organization) AS organization, any(accounts.plan) AS plan,
           any(accounts.country) AS country, any(accounts.created_at) AS createdAt, any(accounts.email) AS email,
           any(accounts.payment_fingerprint) AS paymentFingerprint, any(accounts.signup_ip) AS signupIp,
           any(accounts.signup_user_agent) AS signupUserAgent
         FROM accounts WHERE account_id IN {accounts:Array(String)} GROUP BY account_id)
     SELECT if(known.account = '', used.account_id, known.account) AS account, organization, plan, country, createdAt,
       email, paymentFingerprint, signupIp, signupUserAgent, greatest(seats, 1) AS seats, tokens AS tokens30Days
     FROM known FULL OUTER JOIN used ON known.account = used.account_id
       LEFT JOIN seated ON seated.org = organization
     ORDER BY account`,
    { accounts, now },
  )
}

/** Accounts with an event in the 30 days before `now`. */
export async function countActiveAccounts(engine: Engine, now: string): Promise<number> {
  const [row] = await engine.rows<{ active: number }>(
    `WITH parseDateTime64BestEffort({now:String}, 3, 'UTC') AS instant
     SELECT uniqExact(account_id) AS active FROM events WHERE ts > instant - INTERVAL 30 DAY AND ts <= instant`,
    { now },
  )
  return row?.active ?? 0
}
