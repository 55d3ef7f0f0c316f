import { sql } from 'kysely'
import {
  type EventChoice,
  type EventTexts,
  readEventMetadata,
  readEventTexts,
  readUse,
} from '../../events/index.ts'
import { Redactor } from '../../formats/pii/index.ts'
import type { Clock, Engine } from '../../platform/index.ts'
import { appendAudit } from '../audit/append.ts'
import { casesError } from '../errors.ts'
import { demand, type Person } from '../people/roles.ts'
import type { CasesDb, ContentGrantRow } from '../tables.ts'
import { type ContentLevel, isWithin } from './levels.ts'

export interface ContentRead {
  readonly grant: string
  readonly level: ContentLevel
  /** By L0 rows of counts, else events. */
  readonly items: readonly object[]
}

/** What one person may see in 24 hours: events with texts by level, and accounts. */
export const CONTENT_QUOTA = { L2: 500, L3: 100, accounts: 20 } as const
/** Any number that no other part of the program locks by: 'read' on a telephone's keys. */
const READ_LOCK = 7323

/**
 * Reads content of an account under a grant, at its level or below. What is read is counted and recorded before it is given:
 * what cannot be recorded is not shown. Throws WB_CASES_FORBIDDEN when the grant is not theirs, has run out or was revoked or
 * gives less, WB_CASES_QUOTA over a day's measure.
 */
export async function readContent(
  db: CasesDb,
  engine: Engine,
  person: Person,
  clock: Clock,
  asked: { readonly grant: string; readonly level: ContentLevel } & EventChoice,
  request?: string,
): Promise<ContentRead> {
  const grant = await findGrant(db, person, clock, asked.grant)
  const { level } = asked
  if (!isWithin(level, grant.level)) throw refused(`found ${level}, wanted at most ${grant.level}`)
  demand(person, level === 'L3' ? 'content.raw' : 'content.redacted')
  await demandRoom(db, person, clock, grant, level, 0)
  const items = await itemsOf(engine, grant.account, level, asked)
  const at = new Date(clock()).toISOString()
  await db.transaction().execute(async (trx) => {
    // Two readings at once would both find room.
    await sql`select pg_advisory_xact_lock(${READ_LOCK}, hashtext(${person.id}))`.execute(trx)
    await demandRoom(trx, person, clock, grant, level, items.length)
    await trx
      .insertInto('content_reads')
      .values({
        grant_id: grant.id,
        person_id: person.id,
        account: grant.account,
        level,
        events: items.length,
        at,
        request: request ?? null,
      })
      .execute()
    await appendAudit(trx, {
      at,
      by: person.id,
      action: 'content.read',
      subject: `account:${grant.account}`,
      reason: `${grant.reason} ${grant.reference}`,
      after: { grant: grant.id, level, events: items.length },
      request,
    })
  })
  return { grant: grant.id, level, items }
}

async function findGrant(
  db: CasesDb,
  person: Person,
  clock: Clock,
  id: string,
): Promise<ContentGrantRow> {
  const grant = await db
    .selectFrom('content_grants')
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst()
  // One wording whether it is somebody else's or is not there: trying tells nothing.
  if (grant?.person_id !== person.id) throw refused('found no grant of yours with this id')
  if (grant.revoked_at !== null || grant.expires_at <= clock())
    throw refused('the grant has run out or was revoked')
  return grant
}

async function itemsOf(
  engine: Engine,
  account: string,
  level: ContentLevel,
  choice: EventChoice,
): Promise<readonly object[]> {
  if (level === 'L0') return readUse(engine, account)
  if (level === 'L1') return readEventMetadata(engine, account, choice)
  const events = await readEventTexts(engine, account, choice)
  if (level === 'L3') return events
  const redactor = new Redactor()
  const hide = (texts: EventTexts) => ({
    system: redactor.redact(texts.system).text,
    prompt: redactor.redact(texts.prompt).text,
    completion: redactor.redact(texts.completion).text,
    toolArguments: redactor.redact(texts.toolArguments).text,
  })
  return events.map((event) => ({ ...event, texts: hide(event.texts) }))
}

async function demandRoom(
  db: CasesDb,
  person: Person,
  clock: Clock,
  grant: ContentGrantRow,
  level: ContentLevel,
  events: number,
): Promise<void> {
  const since = new Date(Date.parse(clock()) - 24 * 3_600_000).toISOString()
  const rows = await db
    .selectFrom('content_reads')
    .where('person_id', '=', person.id)
    .where('at', '>', since)
    .groupBy(['level', 'account'])
    .select((eb) => ['level', 'account', eb.fn.sum<string>('events').as('events')] as const)
    .execute()
  const accounts = new Set([...rows.map(({ account }) => account), grant.account])
  if (accounts.size > CONTENT_QUOTA.accounts)
    throw over(`content of ${CONTENT_QUOTA.accounts} accounts was read in the last 24 hours`)
  if (level !== 'L2' && level !== 'L3') return
  const read = rows
    .filter((row) => row.level === level)
    .reduce((sum, row) => sum + Number(row.events), 0)
  const most = CONTENT_QUOTA[level]
  if (read >= most || read + events > most)
    throw over(`found ${read} events of ${level} in the last 24 hours, wanted at most ${most}`)
}

function refused(message: string): Error {
  return casesError('WB_CASES_FORBIDDEN', message, { hint: 'ask for a grant of what is needed' })
}

function over(message: string): Error {
  return casesError('WB_CASES_QUOTA', message, {
    hint: 'read fewer, or let somebody else go on; the privacy officer sees who reads how much',
  })
}
