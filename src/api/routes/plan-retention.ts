import { planRetention } from '../../cases/index.ts'
import { withStore } from '../retention-store.ts'
import { defineRoute, type Route } from '../route.ts'
import { JSON_OBJECT } from '../schemas.ts'

export const planRetentionRun: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/retention',
  access: 'privacy.oversee',
  summary: 'What is older than the policy lets it be, and under no hold; a dry run',
  answer: JSON_OBJECT,
  run: async (_asked, parts) => {
    const { db, clock, retention: policy } = parts
    const plan = await withStore(parts, (engine) => planRetention({ db, clock, engine, policy }))
    return { ...plan, rows: plan.rows.map((row) => ({ ...row })) }
  },
})
