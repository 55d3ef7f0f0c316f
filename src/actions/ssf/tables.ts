import { type Kysely, sql } from 'kysely'

export interface SsfTables {
  ssf_receivers: ReceiverRow
  ssf_sets: SetRow
  ssf_transmitters: TransmitterRow
  ssf_received: ReceivedRow
}

/** Somebody whom events may be sent to, and the one stream that they may have. */
export interface ReceiverRow {
  id: string
  name: string
  audience: string
  token_hash: string
  /** Null: no stream; `push` to `endpoint_url`, or `poll`. */
  delivery: 'push' | 'poll' | null
  endpoint_url: string | null
  /** What the receiver wants in the Authorization of a push. */
  endpoint_authorization: string | null
  /** JSON array of event types. */
  events: string
  status: 'enabled' | 'paused' | 'disabled'
  created_at: string
  ended_at: string | null
}

export interface SetRow {
  jti: string
  receiver_id: string
  at: string
  token: string
  /** `waiting` until the receiver took it; `refused` with its code. */
  state: 'waiting' | 'taken' | 'refused'
  error: string | null
}

export interface TransmitterRow {
  id: string
  issuer: string
  audience: string
  jwks: string
  token_hash: string
  created_at: string
}

export interface ReceivedRow {
  issuer: string
  jti: string
  at: string
  type: string
  /** JSON. */
  subject: string
  body: string
}

export async function makeSsf(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ssf_receivers (
      id text primary key,
      name text not null,
      audience text not null,
      token_hash text not null unique,
      delivery text,
      endpoint_url text,
      endpoint_authorization text,
      events text not null,
      status text not null,
      created_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db)
  await sql`
    create table ssf_sets (
      jti text primary key,
      receiver_id text not null references ssf_receivers (id),
      at timestamptz not null,
      token text not null,
      state text not null,
      error text
    )`.execute(db)
  await sql`create index ssf_sets_waiting on ssf_sets (receiver_id, at, jti) where state = 'waiting'`.execute(
    db,
  )
  await sql`
    create table ssf_transmitters (
      id text primary key,
      issuer text not null unique,
      audience text not null,
      jwks text not null,
      token_hash text not null unique,
      created_at timestamptz not null
    )`.execute(db)
  await sql`
    create table ssf_received (
      issuer text not null,
      jti text not null,
      at timestamptz not null,
      type text not null,
      subject text not null,
      body text not null,
      primary key (issuer, jti)
    )`.execute(db)
  await sql`create index ssf_received_at on ssf_received (at, jti)`.execute(db)
}
