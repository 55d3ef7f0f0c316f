import type { Engine } from '../platform/index.ts'

/** What of the event store is old: before an instant, of accounts that nobody holds. Instants are UTC ISO. */
export interface OldEvents {
  readonly before: string
  /** Accounts that are left out, such as those under a legal hold. */
  readonly except: readonly string[]
  /** Only these accounts; undefined for all. */
  readonly only?: readonly string[] | undefined
}

const OLD = `ts < parseDateTime64BestEffort({before:String}, 3, 'UTC') AND account_id NOT IN {except:Array(String)}
  AND ({all:Bool} OR account_id IN {only:Array(String)})`
const WITH_TEXT = "(prompt != '' OR completion != '' OR system_text != '' OR tool_args != '')"
/** The statement ends when it is done. */
const AT_ONCE = 'SETTINGS mutations_sync = 2'

function paramsOf({ before, except, only }: OldEvents) {
  return { before, except, all: only === undefined, only: only ?? [] }
}

async function count(engine: Engine, condition: string, old: OldEvents): Promise<number> {
  const sql = `SELECT count() AS n FROM events WHERE ${condition}`
  const [row] = await engine.rows<{ n: number }>(sql, paramsOf(old))
  return row?.n ?? 0
}

export function countOldTexts(engine: Engine, old: OldEvents): Promise<number> {
  return count(engine, `${OLD} AND ${WITH_TEXT}`, old)
}

export function countOldEvents(engine: Engine, old: OldEvents): Promise<number> {
  return count(engine, OLD, old)
}

/** Empties texts; what was counted and found in them stays. Old parts of the store are gone some minutes later. */
export async function eraseOldTexts(engine: Engine, old: OldEvents): Promise<void> {
  await engine.run(
    `ALTER TABLE events UPDATE prompt = '', completion = '', system_text = '', tool_args = ''
     WHERE ${OLD} AND ${WITH_TEXT} ${AT_ONCE}`,
    paramsOf(old),
  )
}

/** Removes events, and the values that were met on days before. */
export async function deleteOldEvents(engine: Engine, old: OldEvents): Promise<void> {
  await engine.run(`ALTER TABLE events DELETE WHERE ${OLD} ${AT_ONCE}`, paramsOf(old))
  await engine.run(
    `ALTER TABLE observables DELETE WHERE last_ts < parseDateTime64BestEffort({before:String}, 3, 'UTC')
     AND account_id NOT IN {except:Array(String)} AND ({all:Bool} OR account_id IN {only:Array(String)}) ${AT_ONCE}`,
    paramsOf(old),
  )
}
