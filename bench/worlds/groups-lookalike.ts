import { rareAgent } from './devices.ts'
import { useOf } from './groups-craft.ts'
import type { Group } from './innocents.ts'
import { TACTICS } from './phrasebook.ts'
import { DAY_MS, isValidAt, type Plan } from './plan.ts'
import {
  crewNames,
  patternMail,
  script,
  shareAddresses,
  shareCard,
  shareNames,
  signUpTogether,
  someDay,
} from './sharing.ts'

const OF_ACTORS = ['CN', 'RU', 'IR', 'KR']
const nearActors = (plan: Plan): boolean => OF_ACTORS.includes(plan.country)

/** Innocents who look like a crew in several ways at once, and those whom intelligence touches by bad luck. */
export const LOOKALIKE_GROUPS: readonly Group[] = [
  {
    kind: 'unnamed-pentesters',
    count: [1, 4],
    size: [2, 6],
    apply({ draft, members, chance, share }) {
      shareCard(members, 0.9, chance)
      shareAddresses(members, [draft.network.hosted(), chance.pick(draft.exits)], share)
      shareNames(members, crewNames(chance), chance.real(0.2, 0.6))
      for (const { habits } of members) {
        habits.tactics = chance.real(0.2, 0.6)
        habits.tacticKinds = chance.sample(TACTICS, 5)
      }
    },
  },
  {
    kind: 'outsourced-developers',
    count: [1, 6],
    size: [3, 10],
    fits: nearActors,
    apply({ draft, members, chance, share }) {
      const agent = rareAgent(chance)
      shareCard(members, 0.7, chance)
      shareNames(members, crewNames(chance), chance.real(0.2, 0.6))
      shareAddresses(members, [draft.network.hosted()], share)
      signUpTogether(draft, members, chance.wide(2, 60), chance)
      for (const { habits } of members) {
        if (chance.happens(0.6)) habits.agents = [agent]
        habits.tactics = chance.real(0, 0.15)
        habits.tacticKinds = ['scripting', 'development', 'translation']
        habits.languages = [...habits.languages, 'en']
      }
    },
  },
  {
    kind: 'student-lab',
    count: [1, 5],
    size: [4, 12],
    fits: nearActors,
    apply({ draft, members, chance, share }) {
      patternMail(members, chance)
      signUpTogether(draft, members, 5, chance)
      shareAddresses(members, [draft.network.hosted()], share)
      shareNames(members, crewNames(chance), chance.real(0.1, 0.5))
      for (const { habits } of members) {
        habits.tactics = chance.real(0.05, 0.4)
        habits.tacticKinds = ['vulnerability', 'payload', 'commands', 'bypass']
      }
    },
  },
  {
    kind: 'inherited-address',
    count: [5, 70],
    size: [1, 1],
    apply({ draft, members, chance }) {
      const end = draft.startAt + 30 * DAY_MS
      const expired = draft.intel.filter(
        (one) =>
          one.kind === 'ip' && !one.revoked && one.validUntil !== null && one.validUntil < end,
      )
      if (expired.length === 0) return
      for (const plan of members) {
        const one = chance.pick(expired)
        const free = Math.max(0, Math.ceil(((one.validUntil ?? 0) - draft.startAt) / DAY_MS))
        const days = Array.from({ length: 30 - free }, (_, index) => free + index)
        plan.habits.places = [{ share: chance.real(0.2, 0.9), addresses: [one.value], days }]
      }
    },
  },
  {
    kind: 'behind-indicated',
    count: [1, 6],
    size: [4, 60],
    apply({ draft, members, chance }) {
      const during = draft.startAt + 15 * DAY_MS
      const live = draft.intel.filter((one) => one.kind === 'ip' && isValidAt(one, during))
      if (live.length === 0) return
      const shared = chance.pick(live)
      for (const plan of members)
        plan.habits.places = [{ share: chance.real(0.05, 0.8), addresses: [shared.value] }]
    },
  },
  {
    kind: 'indicated-cafe',
    count: [1, 8],
    size: [2, 4],
    isLocal: true,
    apply({ draft, members, chance }) {
      const during = draft.startAt + 15 * DAY_MS
      const live = draft.intel.filter((one) => one.kind === 'ip' && isValidAt(one, during))
      if (live.length === 0) return
      const shared = chance.pick(live)
      for (const plan of members)
        plan.habits.places = [
          {
            share: 0.6,
            addresses: [shared.value],
            days: chance.sample([3, 7, 11, 15, 19, 23, 27], 2),
          },
        ]
    },
  },
  {
    kind: 'tool-user',
    count: [3, 40],
    size: [1, 1],
    apply({ draft, members, chance }) {
      // A popular service that a feed lists: builders put its name into ordinary code.
      const services = draft.intel.filter(({ kind }) => kind === 'domain').slice(0, 4)
      for (const plan of members)
        if (services.length > 0) script(plan, useOf(chance.pick(services), plan, chance))
    },
  },
  {
    kind: 'unlucky-pair',
    count: [2, 25],
    size: [2, 3],
    fits: nearActors,
    apply({ draft, members, chance }) {
      const day = chance.whole(2, 25)
      shareAddresses(members, [chance.pick(draft.exits)], chance.real(0.2, 0.8))
      if (chance.happens(0.4)) shareCard(members, 1, chance)
      if (chance.happens(0.4)) shareNames(members, crewNames(chance), 0.3)
      for (const plan of members) {
        plan.habits.tactics = chance.real(0, 0.25)
        const copied = `${chance.pick(['Explain', 'Check', 'Translate'])} ${plan.habits.names.files[0] ?? 'notes.txt'}`
        script(plan, { day: Math.max(day, someDay(plan, chance)), text: copied })
      }
    },
  },
]
