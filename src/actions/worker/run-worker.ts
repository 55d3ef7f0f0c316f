import { setTimeout as wait } from 'node:timers/promises'
import { WindbreakError } from '../../core/index.ts'
import type { Worker } from '../outbox/record.ts'
import { runActions } from '../outbox/run-actions.ts'
import { settleWaiting } from '../outbox/settle-plan.ts'
import { endExpired } from '../plans/reverse-plan.ts'
import { advancePlans } from '../plans/start-plan.ts'
import { forgetReturnTokens } from '../returned-accounts.ts'
import { type EventsSince, watchStopped } from '../watch-stopped.ts'
import { type FollowUpParts, runFollowUps } from './run-follow-ups.ts'

/** All that goes on by itself while the program serves. */
export interface WorkerParts {
  readonly worker: Worker
  readonly followUps: FollowUpParts
  /** Asks the event store; undefined where there is none. */
  readonly eventsSince: EventsSince | undefined
  readonly leaks: { readonly graceMinutes: number; readonly everyMinutes: number }
  /** Asks outside whether all is well, before canaries are judged. */
  readonly askHealth: () => Promise<void>
  /** Signs the audit log and hands the note to the anchors, so often; undefined where there are none. */
  readonly anchor: { readonly everyMinutes: number; run(): Promise<void> } | undefined
  /** Takes a line of JSON about what could not be done: codes and places, never content. */
  readonly report: (line: string) => void
}

/** Actions, and follow-ups, between two looks at the rest and at whether to stop. */
const ACTIONS_PER_ROUND = 20
/** Waiting when nothing was due: how long a start may lie before it is noticed. */
const IDLE_MS = 1000
const FORGET_EVERY_MINUTES = 60

/**
 * Works until `signal` ends it: an action that is under way comes to its next pause first, so that nothing is left
 * half-recorded. What fails is reported and tried again at the next round; nothing here stops the others.
 */
export async function runWorker(parts: WorkerParts, signal: AbortSignal): Promise<void> {
  const { clock } = parts.worker.deps
  let [leaksAt, forgetAt, anchorAt] = ['', '', '']
  while (!signal.aborted) {
    let done = await workRound(parts, signal)
    const now = clock()
    const { eventsSince, leaks } = parts
    if (eventsSince !== undefined && later(leaksAt, leaks.everyMinutes) <= now) {
      leaksAt = now
      done += await attempt(parts, 'leaks', async () => {
        return (await watchStopped(parts.worker.deps, eventsSince, leaks.graceMinutes)).length
      })
    }
    if (later(forgetAt, FORGET_EVERY_MINUTES) <= now) {
      forgetAt = now
      await attempt(parts, 'forget', () => forgetReturnTokens(parts.worker.deps))
    }
    const { anchor } = parts
    if (anchor !== undefined && later(anchorAt, anchor.everyMinutes) <= now) {
      anchorAt = now
      await attempt(parts, 'anchors', async () => {
        await anchor.run()
        return 0
      })
    }
    if (done === 0) await wait(IDLE_MS, undefined, { signal }).catch(() => undefined)
  }
}

/** One round: plans whose time has come or run out, actions, canaries, follow-ups. Gives how much was done. */
async function workRound(parts: WorkerParts, signal: AbortSignal): Promise<number> {
  const { worker } = parts
  let done = await attempt(parts, 'plans', () => advancePlans(worker.deps))
  done += await attempt(parts, 'ends', () => endExpired(worker.deps))
  for (let count = 0; count < ACTIONS_PER_ROUND && !signal.aborted; count += 1) {
    const ran = await attempt(parts, 'actions', () => runActions(worker, 1))
    if (ran === 0) break
    done += ran
  }
  await attempt(parts, 'canaries', async () => {
    await parts.askHealth()
    return settleWaiting(worker.deps)
  })
  if (signal.aborted) return done
  return done + (await attempt(parts, 'follow-ups', () => runFollowUps(parts.followUps, 20)))
}

async function attempt(
  { report, worker }: WorkerParts,
  part: string,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work()
  } catch (error) {
    report(workerFault(error, part, worker.deps.clock()))
    return 0
  }
}

/** One line of JSON about what went wrong; the message of an error that is not ours may quote content, so it stays out. */
function workerFault(error: unknown, part: string, at: string): string {
  const { name, code, stack = '' } = error as { name?: string; code?: unknown; stack?: string }
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return `${JSON.stringify({
    at,
    worker: part,
    error: name ?? typeof error,
    code: typeof code === 'string' ? code : null,
    message: error instanceof WindbreakError ? error.message : null,
    frames: frames.slice(0, 6).map((frame) => frame.trim()),
  })}\n`
}

function later(instant: string, minutes: number): string {
  if (instant === '') return ''
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString()
}
