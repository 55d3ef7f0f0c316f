import type { Memory, Outcome } from '../connectors/connector.ts'
import { plusMinutes } from '../deps.ts'
import type { ActionRow } from '../tables.ts'
import { claim, type Job, readAgainAt, record, retryAt, type Worker } from './record.ts'
import { handedTo, standingAction, takenOver } from './other-actions.ts'

/**
 * Carries out what is due, up to `max` actions, and gives how many it touched. Each action goes from step to step, and
 * each step is written down before the next: what was there before, that a call is about to be made, what was answered,
 * what was read back. A worker may die anywhere; the next one reads back before it calls again, with the same key.
 */
export async function runActions(worker: Worker, max: number): Promise<number> {
  for (let count = 0; count < max; count += 1) {
    let job = await claim(worker)
    if (job === undefined) return count
    worker.at('claimed')
    while (job !== undefined) job = await step(worker, job)
    worker.at('recorded')
  }
  return max
}

async function step(worker: Worker, job: Job): Promise<Job | undefined> {
  if (job.connector === undefined) {
    const note = `no connector is called ${job.content.connector}`
    return record(worker, job, { state: 'refused', note })
  }
  if (job.row.state === 'due')
    return job.row.direction === 'apply' ? prepare(worker, job) : prepareReversal(worker, job)
  if (job.row.state === 'prepared') return send(worker, job)
  return job.row.state === 'sending' ? resolve(worker, job) : check(worker, job)
}

/** Looks at what is there, and keeps it for the way back, before anything is done. */
async function prepare(worker: Worker, job: Job): Promise<Job | undefined> {
  const { deps } = worker
  const { connector, operation, row } = job
  const preview = await connector?.preview(operation)
  const abilities = await connector?.capabilities()
  worker.at('previewed')
  if (preview === undefined || abilities === undefined) return undefined
  const seen = { step: 'preview', ...preview } as const
  const already = preview.state === 'already'
  const memory = JSON.stringify({ ...preview.memory, already })
  if (preview.state === 'unsupported' || preview.state === 'absent') {
    const change = { state: 'refused', note: `${preview.state} at the service` } as const
    return record(worker, job, change, seen)
  }
  // Without knowing what was there it could not be put back.
  if (preview.state === 'unknown' && abilities.reads) return again(worker, job, seen)
  const standing = await standingAction(deps.db, row)
  const isSame = standing === undefined || standing.action === row.action
  if (already && isSame) {
    const note = 'it was so before: nothing was sent'
    return record(worker, job, { state: 'verified', memory, note }, seen)
  }
  return record(worker, job, { state: 'prepared', memory }, seen)
}

/** A reversal keeps the memory of what it takes back; where another action still stands, it is left to that one's reversal. */
async function prepareReversal(worker: Worker, job: Job): Promise<Job | undefined> {
  const { deps } = worker
  const original = await takenOver(deps.db, job.row)
  if (['cancelled', 'refused', 'skipped'].includes(original.state))
    return record(worker, job, { state: 'skipped', note: 'nothing had been done' })
  const standing = await standingAction(deps.db, original)
  // Whether that one came to be is not known yet: a reversal left to it could be lost.
  if (standing?.state === 'sending')
    return record(worker, job, { due_at: plusMinutes(deps.clock(), 1) })
  if (standing !== undefined) {
    const note = `action ${standing.id} still stands on it`
    return record(worker, job, { state: 'handed-on', handed_to: standing.id, note })
  }
  return record(worker, job, { state: 'prepared', memory: original.memory })
}

/** Writes down that a call is about to be made, then makes it. */
async function send(worker: Worker, job: Job): Promise<Job | undefined> {
  const { row, plan } = job
  if (plan.state !== 'executing') {
    const note = 'the plan was stopped before it was sent'
    return record(worker, job, { state: 'cancelled', note })
  }
  worker.at('prepared')
  const attempts = row.attempts + 1
  const sending = await record(worker, job, { state: 'sending', attempts }, announcement(job))
  if (sending === undefined) return undefined
  worker.at('sending')
  const outcome = await call(worker, sending)
  worker.at('called')
  const next = await recordOutcome(worker, sending, outcome)
  worker.at('answered')
  return next
}

function announcement({ connector, row }: Job) {
  const evidence = { server: connector?.name ?? '', calls: [], notes: [] }
  return { step: 'send', state: `attempt ${row.attempts + 1}`, evidence, rawHash: '' } as const
}

/** The same action has the same key at every attempt. The reversals that were handed on to this one are made with it. */
async function call(worker: Worker, job: Job): Promise<Outcome> {
  const { connector, operation, row, memory } = job
  if (connector === undefined) throw new Error('an action without connector was sent')
  if (row.direction === 'apply') return connector.apply(operation, `msg_${row.id}`, memory)
  const handed = await handedTo(worker.deps.db, row.reverts ?? '')
  let outcome = await connector.revert(operation, `msg_${row.id}`, memory)
  for (const other of handed) {
    if (outcome.state !== 'applied') return outcome
    const { memory: kept } = await takenOver(worker.deps.db, other)
    const before = JSON.parse(kept ?? '{}') as Memory
    const action = other.action as typeof operation.action
    outcome = await connector.revert({ ...operation, action }, `msg_${other.id}`, before)
  }
  return outcome
}

async function recordOutcome(worker: Worker, job: Job, outcome: Outcome) {
  const { deps } = worker
  const seen = { step: 'answer', ...outcome } as const
  const note = outcome.evidence.notes.join('; ')
  if (outcome.state === 'applied') return record(worker, job, { state: 'applied', note }, seen)
  if (outcome.state === 'refused')
    return record(worker, job, { state: 'refused', note: note || 'the service refused' }, seen)
  if (job.row.attempts >= deps.safeguards.attemptsMax)
    return record(worker, job, { state: 'failed', note: 'given up' }, seen)
  const due = retryAt(deps, job.row.attempts, outcome.retryAfterMs)
  // After `unknown` it may have been done: the next step is to look, not to call.
  const state = outcome.state === 'retry' ? 'prepared' : 'sending'
  return record(worker, job, { state, due_at: due, note }, seen)
}

/** A call was made, or was about to be, and nobody knows how it ended: look first. */
async function resolve(worker: Worker, job: Job): Promise<Job | undefined> {
  const { deps } = worker
  const { row, plan, connector, operation, memory } = job
  const reading = await connector?.read(operation, memory)
  worker.at('read')
  if (reading === undefined) return undefined
  const seen = { step: 'read', ...reading } as const
  const wanted = row.direction === 'apply' ? 'in-effect' : 'not-in-effect'
  if (reading.state === wanted) {
    const note = 'found done by reading back'
    return record(worker, job, { state: 'applied', note }, seen)
  }
  if (plan.state !== 'executing' && reading.state !== 'unknown') {
    const note = 'the plan was stopped; nothing had been done'
    return record(worker, job, { state: 'cancelled', note }, seen)
  }
  if (row.attempts >= deps.safeguards.attemptsMax)
    return record(worker, job, { state: 'failed', note: 'given up' }, seen)
  if (plan.state !== 'executing') return again(worker, job, seen)
  return record(worker, job, { state: 'prepared' }, seen)
}

/** Reads back whether it is so. An answer of success was only a claim. */
async function check(worker: Worker, job: Job): Promise<Job | undefined> {
  const { deps } = worker
  const { row, connector, operation, memory } = job
  const reading = await connector?.read(operation, memory)
  worker.at('read')
  if (reading === undefined) return undefined
  const seen = { step: 'read', ...reading } as const
  const wanted = row.direction === 'apply' ? 'in-effect' : 'not-in-effect'
  const wasSo = row.direction === 'revert' && memory['already'] === true
  if (reading.state === wanted || wasSo) return record(worker, job, { state: 'verified' }, seen)
  const readings = row.readings + 1
  if (readings >= deps.safeguards.readingsMax) {
    const note = 'answered as done, and read back as not in effect'
    const isSeen = reading.state !== 'unknown'
    return isSeen
      ? record(worker, job, { state: 'failed', readings, note }, seen)
      : record(worker, job, { state: 'unverified', readings, note: 'cannot be read back' }, seen)
  }
  return record(worker, job, { readings, due_at: readAgainAt(deps, row.readings) }, seen)
}

type Again = Parameters<typeof record>[3]

async function again(worker: Worker, job: Job, seen: Again): Promise<Job | undefined> {
  const { deps } = worker
  const attempts = job.row.attempts + 1
  const change: Partial<ActionRow> =
    attempts >= deps.safeguards.attemptsMax
      ? { state: 'failed', attempts, note: 'given up: it could not be seen what is there' }
      : { attempts, due_at: retryAt(deps, attempts) }
  return record(worker, job, change, seen)
}
