import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  accounts,
  ADA,
  BO,
  type Desk,
  INES,
  openDesk,
  PIA,
  planContent,
} from '../../../test/fixtures/action-desk.ts'
import {
  approvePlan,
  cancelPlan,
  draftPlan,
  editPlan,
  foldEvents,
  type PlanState,
  proposePlan,
  reversePlan,
  startPlan,
} from '../index.ts'

/** A plan as a person would tell it: where it is, who has agreed to what it is now, and what the account has gone through. */
interface Model {
  state: PlanState
  version: number
  agreed: Set<string>
  stopped: boolean
}
interface Real {
  desk: Desk
  id: string
  hash: string
}
type Command = fc.AsyncCommand<Model, Real>

/** A command that either does what the model says or throws and changes nothing. */
function command(
  name: string,
  isAllowed: (model: Model) => boolean,
  change: (model: Model) => void,
  run: (real: Real, model: Model) => Promise<unknown>,
): Command {
  return {
    check: () => true,
    toString: () => name,
    run: async (model, real) => {
      const allowed = isAllowed(model)
      if (allowed) change(model)
      const outcome = await run(real, model).then(
        () => true,
        () => false,
      )
      expect(`${name}: ${outcome}`).toBe(`${name}: ${allowed}`)
      await compare(model, real)
    },
  }
}

async function compare(model: Model, { desk, id }: Real): Promise<void> {
  const plan = await desk.plan(id)
  expect(plan.state).toBe(model.state)
  expect(desk.service.stopped.has('a')).toBe(model.stopped)
  const events = await desk.deps.db
    .selectFrom('plan_events')
    .where('plan_id', '=', id)
    .select('event')
    .orderBy('seq')
    .execute()
  expect(foldEvents(events.map(({ event }) => event))).toBe(model.state)
}

const BEFORE: readonly PlanState[] = ['draft', 'proposed', 'approved']
const approve = (person: typeof ADA, role: 'approver' | 'privacy-officer') =>
  command(
    `approve as ${person.id}`,
    (model) => model.state === 'proposed' && !model.agreed.has(person.id),
    (model) => {
      model.agreed.add(person.id)
      // Two people in two roles: the privacy officer and one of the approvers.
      if (model.agreed.has('pia') && model.agreed.size > 1) model.state = 'approved'
    },
    ({ desk, id, hash }) => approvePlan(desk.deps, person, id, { hash, role }),
  )

const COMMANDS: readonly Command[] = [
  command(
    'propose',
    (model) => model.state === 'draft',
    (model) => {
      model.state = 'proposed'
    },
    ({ desk, id }) => proposePlan(desk.deps, INES, id),
  ),
  command(
    'edit',
    (model) => BEFORE.includes(model.state),
    (model) => {
      model.state = 'draft'
      model.version += 1
      model.agreed.clear()
    },
    async (real, model) => {
      const content = plan(model.version)
      real.hash = (await editPlan(real.desk.deps, INES, real.id, content)).hash
    },
  ),
  approve(ADA, 'approver'),
  approve(BO, 'approver'),
  approve(PIA, 'privacy-officer'),
  command(
    'start and carry out',
    (model) => model.state === 'approved',
    (model) => {
      model.state = 'verified'
      model.stopped = true
    },
    async ({ desk, id }) => {
      await startPlan(desk.deps, ADA, id)
      await desk.work()
    },
  ),
  command(
    'cancel',
    (model) => BEFORE.includes(model.state),
    (model) => {
      model.state = 'cancelled'
    },
    ({ desk, id }) => cancelPlan(desk.deps, INES, id, 'no more'),
  ),
  command(
    'reverse',
    (model) => model.state === 'verified',
    (model) => {
      model.state = 'reversed'
      model.stopped = false
    },
    async ({ desk, id }) => {
      await reversePlan(desk.deps, BO, id, { reason: 'wrong' })
      await desk.work()
    },
  ),
]

function plan(version: number) {
  const decision = `d${version}`
  return planContent({ action: 'terminate', parameters: {}, targets: accounts('a'), decision })
}

it('goes the way of a plain model, whatever people do in whatever order', async () => {
  const commands = fc.commands(
    COMMANDS.map((one) => fc.constant(one)),
    { maxCommands: 25 },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (all) => {
      await fc.asyncModelRun(async () => {
        const desk = await openDesk()
        const { id, hash } = await draftPlan(desk.deps, INES, plan(0))
        const model: Model = { state: 'draft', version: 0, agreed: new Set(), stopped: false }
        return { model, real: { desk, id, hash } }
      }, all)
    }),
    { numRuns: 25, seed: 20261125 },
  )
  expect.hasAssertions()
}, 120_000)
