import { rareAgent } from './devices.ts'
import type { Draft } from './draft.ts'
import type { Operation } from './operations.ts'
import { script, someDay, take } from './sharing.ts'
import { bookOf, tacticalPrompt } from './speech.ts'

/** `poison`: operations copy the user agent, addresses and file names of innocents, so that these look like members. */
export function frameInnocents(draft: Draft, operations: readonly Operation[]): void {
  if (draft.options.kind !== 'poison') return
  const chance = draft.chance('poison')
  for (const { members } of operations) {
    if (!chance.happens(0.7)) continue
    const victims = take(draft, chance.whole(2, 4), ({ habits }) => habits.names.files.length > 0)
    for (const victim of victims) {
      victim.kind = 'framed'
      for (const plan of chance.sample(members, chance.whole(1, 3))) {
        const { habits } = plan
        const agent = chance.pick(victim.habits.agents)
        const file = chance.pick(victim.habits.names.files)
        for (let turn = chance.whole(2, 4); turn > 0; turn--) {
          const teller = { ...habits, names: { files: [file], idents: [], hosts: [] }, ownRate: 1 }
          script(plan, {
            day: someDay(plan, chance),
            address: chance.pick(victim.habits.homes),
            agent,
            text: tacticalPrompt(bookOf(habits.languages[0] ?? 'en'), 'scripting', teller, chance),
          })
        }
      }
    }
  }
}

/** Innocent customers whose key an operation uses beside them: other addresses, agents, hours and words on one account. */
export function stealKeys(draft: Draft, operations: readonly Operation[]): void {
  const { kind } = draft.options
  const chance = draft.chance('stolen')
  const perWorld =
    kind === 'stolen-key' ? chance.whole(12, 25) : draft.traits.wide('stolen/few', 1, 4) - 1
  if (operations.length === 0) return
  const byApi = take(
    draft,
    Math.round(perWorld * Math.min(1, draft.scale * 2)),
    ({ habits }) => habits.source === 'gateway',
  )
  const thieves = chance.sample(operations, kind === 'stolen-key' ? 3 : 1)
  for (const victim of byApi) {
    const operation = chance.pick(thieves)
    victim.kind = 'stolen-key-victim'
    victim.truth = 'victim'
    victim.actor = operation.actor
    const thief = chance.pick(operation.members)
    const agent = rareAgent(chance)
    const from = someDay(victim, chance)
    for (let turn = chance.wide(4, 25); turn > 0; turn--) {
      const tactic = chance.pick(operation.tactics)
      const book = bookOf(chance.pick(thief.habits.languages))
      script(victim, {
        day: Math.min(29, from + chance.wide(1, 4) - 1),
        address: draft.network.residential(chance.pick(['US', 'BR', 'IN', 'RU', 'FR', 'PH'])),
        agent: chance.happens(0.8) ? agent : chance.pick(thief.habits.agents),
        text: chance.happens(0.6)
          ? tacticalPrompt(book, tactic, thief.habits, chance)
          : 'List the models that this key may call.',
      })
    }
  }
}
