import { sql } from 'kysely'
import { type ActionsDeps, plusMinutes, type Trx } from '../deps.ts'
import { readPlan } from '../plans/content.ts'
import type { PlanRow } from '../tables.ts'

/** How long back a service's failed calls count, and how many are needed to call it unwell. */
const LOOK_BACK_MINUTES = 60
const FAILED_MIN = 3

/** What the records say against going on with a plan: accounts that still get through, a connector that fails elsewhere. */
export async function faultsAround(
  { clock }: ActionsDeps,
  trx: Trx,
  plan: PlanRow,
): Promise<readonly string[]> {
  const reasons: string[] = []
  const { leaks } = await trx
    .selectFrom('action_leaks as l')
    .innerJoin('plan_actions as a', 'a.id', 'l.action_id')
    .where('a.plan_id', '=', plan.id)
    .select((eb) => eb.fn.count<number>('l.action_id').distinct().as('leaks'))
    .executeTakeFirstOrThrow()
  if (leaks > 0) reasons.push(`${leaks} of the first ones still get through`)
  const { connector } = readPlan(plan.content)
  const { rows } = await sql<{ failed: number; all: number }>`
    select count(*) filter (where t.state <> 'applied')::int as failed, count(*)::int as all
    from action_attempts t join plan_actions a on a.id = t.action_id join plans p on p.id = a.plan_id
    where t.step = 'answer' and t.at > ${plusMinutes(clock(), -LOOK_BACK_MINUTES)}
      and p.id <> ${plan.id} and p.content::json ->> 'connector' = ${connector}`.execute(trx)
  const [{ failed, all } = { failed: 0, all: 0 }] = rows
  if (failed >= FAILED_MIN && failed * 2 > all)
    reasons.push(`${failed} of ${all} calls of other plans to ${connector} failed in the last hour`)
  return reasons
}
