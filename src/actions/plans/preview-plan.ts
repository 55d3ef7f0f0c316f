import type { Connector, Preview } from '../connectors/connector.ts'
import { type ActionsDeps, plusMinutes } from '../deps.ts'
import { actionsError } from '../errors.ts'
import { approversNeeded } from './propose-plan.ts'
import { type PlanContent, type PlanTarget, readPlan } from './content.ts'

/** What the directory and the events know of a target. */
export interface TargetFacts {
  readonly target: string
  readonly organization: string | null
  readonly isPaying: boolean
  readonly seats: number
  /** Spend of the last 30 days in the service's own unit. */
  readonly spend30Days: number
  readonly country: string | null
  readonly createdAt: string | null
}

export interface TargetDirectory {
  describe(targets: readonly PlanTarget[]): Promise<readonly TargetFacts[]>
  /** Accounts that used the service in the last 30 days. */
  activeAccounts(): Promise<number>
}

/** Who would be hit, and what would happen at the service; nothing is changed by looking. */
export interface PlanPreview {
  readonly targets: number
  readonly organizations: number
  readonly paying: number
  readonly seats: number
  readonly spend30Days: number
  readonly countries: Readonly<Record<string, number>>
  readonly oldest: string | null
  readonly youngest: string | null
  readonly protected: number
  /** Targets of which the directory knows nothing: likely a typing mistake. */
  readonly unknown: readonly string[]
  readonly shareOfActive: number
  readonly approversNeeded: number
  /** Room under the caps, before this plan. */
  readonly room: { readonly plan: number; readonly day: number }
  /** What the connector says would happen to each, by the same call that the worker makes first. */
  readonly atService: Readonly<Record<string, Preview['state']>>
}

/**
 * The blast radius and a dry run: the connector's `preview`, which the worker calls too before it acts, so that this can be
 * compared with what was then recorded. Throws WB_ACTIONS_NO_PLAN.
 */
export async function previewPlan(
  deps: ActionsDeps,
  id: string,
  directory: TargetDirectory,
  connectors: Readonly<Record<string, Connector>>,
): Promise<PlanPreview> {
  const plan = await deps.db
    .selectFrom('plans')
    .where('id', '=', id)
    .select('content')
    .executeTakeFirst()
  if (plan === undefined)
    throw actionsError('WB_ACTIONS_NO_PLAN', `no plan has the id ${JSON.stringify(id)}`, {
      hint: 'list the plans of the case',
    })
  const content = readPlan(plan.content)
  const facts = await directory.describe(content.targets)
  const known = new Set(facts.map(({ target }) => target))
  const created = facts.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt])).sort()
  const count = content.targets.length
  return {
    targets: count,
    organizations: new Set(facts.flatMap(({ organization }) => organization ?? [])).size,
    paying: facts.filter(({ isPaying }) => isPaying).length,
    seats: facts.reduce((sum, { seats }) => sum + seats, 0),
    spend30Days: facts.reduce((sum, { spend30Days }) => sum + spend30Days, 0),
    countries: countBy(facts.map(({ country }) => country ?? 'unknown')),
    oldest: created[0] ?? null,
    youngest: created.at(-1) ?? null,
    protected: content.targets.filter((target) => target.protected).length,
    unknown: content.targets.map((target) => target.id).filter((target) => !known.has(target)),
    shareOfActive: count / Math.max(count, await directory.activeAccounts()),
    approversNeeded: approversNeeded(deps, content),
    room: {
      plan: deps.safeguards.targetsMax,
      day: deps.safeguards.targetsPerDayMax - (await startedToday(deps)),
    },
    atService: await dryRun(content, connectors),
  }
}

async function dryRun(
  content: PlanContent,
  connectors: Readonly<Record<string, Connector>>,
): Promise<Record<string, Preview['state']>> {
  const connector = connectors[content.connector]
  const states: Record<string, Preview['state']> = {}
  const { action, parameters } = content
  for (const { kind, id } of content.targets) {
    const target = { kind, id }
    const preview = await connector?.preview({ action, target, parameters })
    states[id] = preview?.state ?? 'unsupported'
  }
  return states
}

async function startedToday(deps: ActionsDeps): Promise<number> {
  const { count } = await deps.db
    .selectFrom('plan_actions')
    .where('direction', '=', 'apply')
    .where('created_at', '>', plusMinutes(deps.clock(), -24 * 60))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
