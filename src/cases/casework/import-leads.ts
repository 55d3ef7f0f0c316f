import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { groupBy } from '../../core/index.ts'
import type { Clock } from '../../platform/index.ts'
import { casesError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { type Json, jsonHash } from '../json.ts'
import type { Person } from '../people/roles.ts'
import type { CasesDb } from '../tables.ts'
import type { CaseSubject, LeadFacts } from './case-event.ts'
import { openCase, recordEvent } from './record.ts'

/** Any number that no other part of the program locks by: 'leads' on a telephone's keys. */
const LEADS_LOCK = 53_237

export interface ImportReport {
  /** Cases that were opened. */
  readonly opened: number
  /** Leads that came to a case. */
  readonly signalled: number
  /** Leads that were imported before, word for word. */
  readonly repeated: number
}

/**
 * Makes cases of the `leads.jsonl` of a screen's output: one for each cluster, one for each account alone; accounts used by
 * somebody else go to the queue of victims. A lead about an account with an open case joins that case. Importing the same
 * again changes nothing. Throws WB_CASES_LEADS with the line, WB_CASES_FORBIDDEN.
 */
export async function importLeads(
  db: CasesDb,
  by: Person,
  clock: Clock,
  folder: string,
): Promise<ImportReport> {
  const leads = await readLeads(join(folder, 'leads.jsonl'))
  const groups = groupBy(leads, ({ cluster, account }) =>
    cluster === null ? `account ${account}` : `cluster ${cluster}`,
  )
  const report = { opened: 0, signalled: 0, repeated: 0 }
  for (const group of groups.values())
    await inTransaction(db, async (trx) => {
      // Two imports at once would each find no case and open one.
      await sql`select pg_advisory_xact_lock(${LEADS_LOCK})`.execute(trx)
      for (const lead of group) report[await importLead(trx, by, clock, lead, report)] += 1
    })
  return report
}

async function importLead(
  trx: CasesDb,
  by: Person,
  clock: Clock,
  lead: LeadFacts,
  report: { opened: number },
): Promise<'signalled' | 'repeated'> {
  const externalId = `${lead.account} ${lead.hash}`
  const known = await trx
    .selectFrom('case_events')
    .select('seq')
    .where('kind', '=', 'signalled')
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  if (known !== undefined) return 'repeated'
  const subjects: CaseSubject[] = [{ kind: 'account', id: lead.account }]
  if (lead.cluster !== null) subjects.push({ kind: 'cluster', id: lead.cluster })
  let caseId = await findOpenCase(trx, subjects)
  if (caseId === undefined) {
    const isVictim = lead.verdict === 'victim-key'
    const view = await openCase(trx, by, clock, {
      title: lead.cluster === null ? `account ${lead.account}` : `cluster ${lead.cluster}`,
      queue: isVictim ? 'victims' : 'triage',
      subjects,
      priority: Math.round(lead.probability * 100),
    })
    caseId = view.id
    report.opened += 1
  }
  await recordEvent(trx, by, clock, caseId, { kind: 'signalled', lead }, { externalId })
  return 'signalled'
}

/** The open case of an account, else of its cluster; the oldest when there are several. */
async function findOpenCase(
  trx: CasesDb,
  subjects: readonly CaseSubject[],
): Promise<string | undefined> {
  for (const subject of subjects) {
    const row = await trx
      .selectFrom('case_subjects')
      .innerJoin('cases', 'cases.id', 'case_subjects.case_id')
      .select('cases.id')
      .where('kind', '=', subject.kind)
      .where('subject_id', '=', subject.id)
      .where('status', 'in', ['open', 'assigned'])
      .orderBy('opened_at')
      .orderBy('cases.id')
      .executeTakeFirst()
    if (row !== undefined) return row.id
  }
  return undefined
}

async function readLeads(file: string): Promise<LeadFacts[]> {
  const leads: LeadFacts[] = []
  let line = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file) })) {
      line += 1
      const lead = factsOf(text)
      if (lead === undefined)
        throw casesError('WB_CASES_LEADS', 'found no lead, wanted account, probability, verdict', {
          hint: 'run screen again',
          at: { file, line },
        })
      leads.push(lead)
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw casesError('WB_CASES_LEADS', 'found no leads.jsonl, wanted the output of a screen', {
      hint: 'give the folder that screen --out wrote',
      at: { file },
    })
  }
  return leads
}

function factsOf(text: string): LeadFacts | undefined {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, Json>>
    const { account, probability, verdict, cluster } = value
    const isLead =
      typeof account === 'string' &&
      typeof probability === 'number' &&
      typeof verdict === 'string' &&
      (cluster === null || typeof cluster === 'string')
    return isLead ? { account, probability, verdict, cluster, hash: jsonHash(value) } : undefined
  } catch {
    return undefined
  }
}
