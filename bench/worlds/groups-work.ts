import { rareAgent, libraryAgent } from './devices.ts'
import type { Group } from './innocents.ts'
import { madeFile, madeWord } from './made-words.ts'
import { TACTICS } from './phrasebook.ts'
import {
  crewNames,
  employ,
  patternMail,
  script,
  shareAddresses,
  shareCard,
  shareNames,
  signUpTogether,
} from './sharing.ts'
import { bookOf, tacticalPrompt } from './speech.ts'

/** People whom work, study or a household ties together. */
export const WORK_GROUPS: readonly Group[] = [
  {
    kind: 'office',
    count: [25, 160],
    size: [3, 45],
    isLocal: true,
    apply({ draft, members, chance, share }) {
      const { traits } = draft
      employ(
        members,
        madeWord(chance, 'en'),
        chance.happens(traits.real('office/named', 0.2, 0.95)),
        chance.happens(traits.real('office/domain', 0.2, 0.9)),
        chance.happens(0.5) ? 'enterprise' : 'paid',
      )
      shareAddresses(members, [draft.network.hosted()], share)
      if (chance.happens(traits.real('office/one-card', 0.1, 0.8))) shareCard(members, 0.95, chance)
      if (chance.happens(0.5)) shareNames(members, crewNames(chance), chance.real(0.05, 0.3))
    },
  },
  {
    kind: 'household',
    count: [150, 900],
    size: [2, 5],
    isLocal: true,
    apply({ members, chance }) {
      const first = members[0]
      if (first === undefined) return
      for (const { habits } of members) {
        habits.homes = first.habits.homes
        habits.leaseDays = first.habits.leaseDays
        if (chance.happens(0.3)) habits.agents = [...habits.agents, ...first.habits.agents]
      }
    },
  },
  {
    kind: 'family-card',
    count: [10, 80],
    size: [2, 4],
    apply({ members, chance }) {
      shareCard(members, 1, chance)
      if (chance.happens(0.4)) shareAddresses(members, [members[0]?.habits.homes[0] ?? ''], 0.5)
    },
  },
  {
    kind: 'campus',
    count: [1, 8],
    size: [40, 260],
    isLocal: true,
    apply({ draft, members, chance, share }) {
      const exits = Array.from({ length: chance.wide(1, 8) }, () => draft.network.hosted())
      shareAddresses(members, exits, share)
      if (chance.happens(0.6))
        employ(members, `${madeWord(chance, 'en')}-university`, chance.happens(0.4), true, 'free')
    },
  },
  {
    kind: 'classroom',
    count: [2, 20],
    size: [10, 40],
    isLocal: true,
    apply({ draft, members, chance }) {
      const first = members[0]
      if (first === undefined) return
      const book = bookOf(first.habits.languages[0] ?? 'en')
      const file = madeFile(chance)
      const topic = chance.happens(0.3)
        ? tacticalPrompt(book, chance.pick(TACTICS), first.habits, chance)
        : `${madeWord(chance, 'en')} ${file}: ${chance.pick(book.section('asks')).replaceAll(/\{\w+\}/g, madeWord(chance, 'en'))}`
      const day = chance.whole(2, 22)
      const room = draft.network.hosted()
      for (const plan of members)
        for (let turn = chance.whole(1, 3); turn > 0; turn--)
          script(plan, { day: day + chance.whole(0, 5), text: `${topic} (${file})`, address: room })
      if (chance.happens(0.4)) signUpTogether(draft, members, 2, chance)
    },
  },
  {
    kind: 'agency',
    count: [2, 14],
    size: [4, 20],
    apply({ draft, members, chance, share }) {
      shareCard(members, 0.8, chance)
      shareNames(members, crewNames(chance), chance.real(0.1, 0.5))
      if (chance.happens(0.5)) shareAddresses(members, [draft.network.hosted()], share)
      if (chance.happens(0.5))
        employ(members, madeWord(chance, 'en'), chance.happens(0.3), true, 'paid')
      for (const { habits } of members) if (chance.happens(0.3)) habits.isAutomated = true
    },
  },
  {
    kind: 'reseller',
    count: [1, 6],
    size: [15, 110],
    apply({ draft, members, chance }) {
      shareCard(members, 1, chance)
      patternMail(members, chance)
      const agent = libraryAgent(chance)
      const exits = [draft.network.hosted(), draft.network.hosted()]
      for (const plan of members) {
        plan.signupAgent = agent
        plan.signupIp = chance.pick(exits)
        plan.habits.agents = [agent]
      }
      shareAddresses(members, exits, chance.real(0.3, 1))
    },
  },
  {
    kind: 'co-working',
    count: [2, 18],
    size: [5, 40],
    isLocal: true,
    apply({ draft, members, share }) {
      shareAddresses(members, [draft.network.hosted()], share * 0.7)
    },
  },
  {
    kind: 'freelance-team',
    count: [4, 30],
    size: [2, 5],
    apply({ draft, members, chance, share }) {
      shareCard(members, 0.9, chance)
      shareNames(members, crewNames(chance), chance.real(0.1, 0.6))
      if (chance.happens(0.3)) shareAddresses(members, [draft.network.hosted()], share)
      if (chance.happens(0.3)) signUpTogether(draft, members, 12, chance)
    },
  },
  {
    kind: 'bulk-trial',
    count: [2, 14],
    size: [8, 80],
    apply({ draft, members, chance }) {
      if (chance.happens(0.8)) patternMail(members, chance)
      signUpTogether(draft, members, chance.wide(1, 72), chance)
      const agent = chance.happens(0.4) ? rareAgent(chance) : members[0]?.signupAgent
      const address = chance.happens(0.5) ? draft.network.hosted() : null
      for (const plan of members) {
        plan.tier = 'free'
        plan.payment = null
        if (agent !== undefined) plan.signupAgent = agent
        if (agent !== undefined && chance.happens(0.7)) plan.habits.agents = [agent]
        if (address !== null) plan.signupIp = address
        plan.habits.requests = chance.wide(1, 8)
      }
      if (address !== null) shareAddresses(members, [address], chance.real(0.1, 0.7))
      if (chance.happens(0.25)) for (const plan of members) plan.status = 'suspended'
    },
  },
  {
    kind: 'integration',
    count: [1, 10],
    size: [3, 25],
    apply({ draft, members, chance }) {
      const agent = chance.happens(0.6) ? rareAgent(chance) : libraryAgent(chance)
      const hosts = [draft.network.hosted(), draft.network.hosted()]
      const names = crewNames(chance)
      shareNames(members, names, 0.5)
      shareAddresses(members, hosts, 0.98)
      for (const { habits } of members) {
        habits.agents = [agent]
        habits.isAutomated = true
        habits.requests = chance.wide(10, 60)
      }
    },
  },
  {
    kind: 'second-account',
    count: [20, 150],
    size: [2, 2],
    isLocal: true,
    apply({ members, chance }) {
      const [first, second] = members
      if (first === undefined || second === undefined) return
      Object.assign(second.habits, {
        homes: first.habits.homes,
        agents: first.habits.agents,
        names: first.habits.names,
        ownRate: first.habits.ownRate,
        languages: first.habits.languages,
      })
      if (chance.happens(0.4)) shareCard(members, 1, chance)
    },
  },
]
