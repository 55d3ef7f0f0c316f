import { chanceFrom } from './chance.ts'
import { type Draft, openDraft, WORLD_DAYS } from './draft.ts'
import { frameInnocents, stealKeys } from './framing.ts'
import { gatherInnocents } from './innocents.ts'
import { chooseActors, drawBackgroundIntel, printBundle } from './intel.ts'
import { traitsOf, type WorldOptions } from './knobs.ts'
import { addOperations } from './operations.ts'
import { DAY_MS, isValidAt, type Plan } from './plan.ts'
import { printGatewayLine, printTraceLine, type Request, requestsOf } from './usage.ts'

/** A finished world: files by relative path, each as lines. */
export interface World {
  readonly files: ReadonlyMap<string, readonly string[]>
  readonly counts: Readonly<Record<string, number>>
}

/** Makes a world. The same options give the same bytes. */
export function makeWorld(options: WorldOptions): World {
  const traits = traitsOf(`${options.seed}/${options.kind}`)
  const draft = openDraft({ ...options, seed: `${options.seed}/${options.kind}` }, traits)
  const actors = chooseActors(draft)
  drawBackgroundIntel(draft, actors)
  const operations = addOperations(draft, actors)
  frameInnocents(draft, operations)
  stealKeys(draft, operations)
  gatherInnocents(draft)
  const requests = draft.plans.flatMap((plan) => requestsOf(draft, plan)).sort(byTime)
  const touched = directlyIndicated(draft, requests)
  const plans = [...draft.plans].sort((a, b) => (a.id < b.id ? -1 : 1))
  const files = new Map<string, readonly string[]>(usageFiles(draft, requests))
  files.set(
    'accounts.jsonl',
    plans.map((plan) => printAccount(draft, plan)),
  )
  files.set('intel/bundle.json', [JSON.stringify(printBundle(draft, actors), null, 1)])
  files.set(
    'truth/accounts.jsonl',
    plans.map((plan) => printTruth(plan, touched)),
  )
  const traitsText = JSON.stringify({ ...options, traits: traits.drawn() }, null, 1)
  files.set('truth/world.json', [traitsText])
  return {
    files,
    counts: {
      accounts: plans.length,
      actor: plans.filter(({ truth }) => truth === 'actor').length,
      indicatedActor: plans.filter(({ truth, id }) => truth === 'actor' && touched.has(id)).length,
      indicatedBenign: plans.filter(({ truth, id }) => truth === 'benign' && touched.has(id))
        .length,
      victims: plans.filter(({ truth }) => truth === 'victim').length,
      operations: operations.length,
      indicators: draft.intel.length,
      requests: requests.length,
    },
  }
}

function byTime(a: Request, b: Request): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1)
}

/** Accounts that came from, signed up with or put to work an indicator which was valid then. Quoting one is no touch. */
function directlyIndicated(draft: Draft, requests: readonly Request[]): ReadonlySet<string> {
  const byValue = new Map(draft.intel.map(({ value }) => [value, [] as typeof draft.intel]))
  for (const one of draft.intel) byValue.get(one.value)?.push(one)
  const isHit = (value: string, at: number): boolean =>
    byValue.get(value)?.some((one) => isValidAt(one, at)) === true
  const touched = new Set<string>()
  for (const one of requests)
    if (isHit(one.address, one.at) || one.uses.some((value) => isHit(value, one.at)))
      touched.add(one.account)
  for (const plan of draft.plans) if (isHit(plan.signupIp, plan.createdAt)) touched.add(plan.id)
  return touched
}

const SLICE_DAYS = 10

function usageFiles(draft: Draft, requests: readonly Request[]): Array<[string, string[]]> {
  const files: Array<[string, string[]]> = []
  const chance = chanceFrom(`${draft.options.seed}/batches`)
  for (let from = 0; from < WORLD_DAYS; from += SLICE_DAYS) {
    const low = draft.startAt + from * DAY_MS
    const high =
      from + SLICE_DAYS >= WORLD_DAYS ? Number.POSITIVE_INFINITY : low + SLICE_DAYS * DAY_MS
    const slice = requests.filter(({ at }) => at >= low && at < high)
    const number = String(from / SLICE_DAYS + 1).padStart(2, '0')
    const gateway = slice.filter(({ byGateway }) => byGateway).map(printGatewayLine)
    const traced = slice.filter(({ byGateway }) => !byGateway)
    const traces: string[] = []
    for (let index = 0; index < traced.length;) {
      const size = chance.whole(1, 3)
      traces.push(printTraceLine(traced.slice(index, index + size)))
      index += size
    }
    files.push([`usage/gateway-${number}.jsonl`, gateway], [`usage/traces-${number}.jsonl`, traces])
  }
  return files
}

function printAccount(draft: Draft, plan: Plan): string {
  const { traits } = draft
  const chance = chanceFrom(`${draft.options.seed}/directory/${plan.id}`)
  const gone = (field: string, high: number): boolean =>
    chance.happens(traits.real(`missing/${field}`, 0, high))
  const hidesFreeCards = traits.happens('missing/free-cards', 0.5)
  const hasAgents = !traits.happens('missing/all-agents', 0.2)
  return JSON.stringify({
    account_id: plan.id,
    created_at: new Date(plan.createdAt).toISOString(),
    email: gone('email', 0.05) ? null : plan.email,
    phone_country: gone('phone', 0.4) ? null : plan.phoneCountry,
    country: gone('country', 0.1) ? null : plan.country,
    organization: plan.organization,
    plan: plan.tier,
    payment_fingerprint:
      (plan.tier === 'free' && hidesFreeCards) || gone('card', 0.1) ? null : plan.payment,
    signup_ip: gone('signup-ip', 0.3) ? null : plan.signupIp,
    ...(hasAgents && !gone('agent', 0.3) ? { signup_user_agent: plan.signupAgent } : {}),
    status: plan.status,
    tags: plan.tags,
  })
}

function printTruth(plan: Plan, touched: ReadonlySet<string>): string {
  return JSON.stringify({
    account_id: plan.id,
    truth: plan.truth,
    actor: plan.actor,
    team: plan.team,
    kind: plan.kind,
    directly_indicated: touched.has(plan.id),
  })
}
