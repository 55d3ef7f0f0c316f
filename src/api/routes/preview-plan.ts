import { previewPlan, type TargetFacts } from '../../actions/index.ts'
import { countActiveAccounts, describeAccounts } from '../../events/index.ts'
import { defineRoute, type Route } from '../route.ts'
import { ID_PARAMS, JSON_OBJECT } from '../schemas.ts'

export const previewOnePlan: Route = defineRoute({
  method: 'GET',
  path: '/api/v1/plans/:id/preview',
  access: 'plans.read',
  summary: 'Who would be hit, and what the service would do; asks the service and changes nothing',
  params: ID_PARAMS,
  answer: JSON_OBJECT,
  run: async ({ params }, { actions, connectors, withEvents, clock }) => {
    const directory = {
      describe: async (targets: readonly { readonly id: string }[]) => {
        const ids = targets.map(({ id }) => id)
        const facts = await withEvents((engine) => describeAccounts(engine, ids, clock()))
        return facts.map((row): TargetFacts => ({
          target: row.account,
          organization: row.organization === '' ? null : row.organization,
          isPaying: row.plan !== '' && row.plan !== 'free',
          seats: row.seats,
          spend30Days: row.tokens30Days,
          country: row.country === '' ? null : row.country,
          createdAt: row.createdAt,
        }))
      },
      activeAccounts: () => withEvents((engine) => countActiveAccounts(engine, clock())),
    }
    return { ...(await previewPlan(actions, params.id, directory, connectors)) }
  },
})
