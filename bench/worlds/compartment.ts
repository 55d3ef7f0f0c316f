import type { Chance } from './chance.ts'
import { fingerprint, patternedMails, rareAgent } from './devices.ts'
import type { Draft } from './draft.ts'
import { madeFile } from './made-words.ts'
import type { Plan } from './plan.ts'
import { someDay } from './sharing.ts'

/**
 * A compartmented crew: each pair shares at most one feature. Cards, devices and mail patterns hold one value an
 * account, so only disjoint pairs share them; files and addresses may be a pair's own.
 */
export function compartmentCrew(draft: Draft, members: readonly Plan[], chance: Chance): void {
  const settled = new Set<Plan>()
  for (const plan of members) {
    plan.habits.names = { files: [madeFile(chance)], idents: [], hosts: [] }
    plan.habits.ownRate = 0.35
  }
  for (const [index, first] of members.entries()) {
    for (const second of members.slice(index + 1)) {
      if (chance.happens(0.15)) continue
      const isOpen = !settled.has(first) && !settled.has(second)
      const feature = chance.pick(
        isOpen ? ['card', 'device', 'mail', 'file', 'address'] : ['file', 'address'],
      )
      if (feature === 'card' || feature === 'device' || feature === 'mail') {
        settled.add(first)
        settled.add(second)
      }
      sharePair(draft, [first, second], feature, chance)
    }
  }
}

function sharePair(draft: Draft, pair: readonly Plan[], feature: string, chance: Chance): void {
  const card = fingerprint(chance)
  const agent = rareAgent(chance)
  const mails = patternedMails(2, chance)
  const file = madeFile(chance)
  const address = draft.network.hosted()
  for (const [index, plan] of pair.entries()) {
    const { habits } = plan
    if (feature === 'card') {
      plan.payment = card
      plan.tier = 'paid'
    } else if (feature === 'device') {
      habits.agents = [agent]
      plan.signupAgent = agent
    } else if (feature === 'mail') plan.email = mails[index] ?? plan.email
    else if (feature === 'file')
      habits.names = { ...habits.names, files: [...habits.names.files, file] }
    else
      habits.places = [
        ...habits.places,
        { share: 0.2, addresses: [address], days: [someDay(plan, chance)] },
      ]
  }
}
