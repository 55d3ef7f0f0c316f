import type { Chance } from './chance.ts'
import { compartmentCrew } from './compartment.ts'
import { COUNTRIES, type Country, countryOfActor } from './countries.ts'
import { fingerprint, patternedMails, rareAgent } from './devices.ts'
import { type Draft, hasOperations, person, WORLD_DAYS } from './draft.ts'
import { useOf } from './groups-craft.ts'
import { drawIndicator, type NamedActor } from './intel.ts'
import { type Craft, craftOf } from './knobs.ts'
import { madeFile, madeHost, madeIdent } from './made-words.ts'
import { type Names, TACTICS, type Tactic } from './phrasebook.ts'
import type { IntelValue, Plan } from './plan.ts'
import { crewNames, script, signUpTogether, someDay } from './sharing.ts'
import { bookOf, tacticalPrompt } from './speech.ts'

/** One operation: who it is said to be, what it is after, and its accounts. */
export interface Operation {
  readonly team: string
  readonly actor: string
  /** The name that intel gives, null for an unknown one. */
  readonly named: string | null
  readonly tactics: readonly Tactic[]
  readonly members: Plan[]
}

/** Adds the operations of a world, or none in the null kinds. */
export function addOperations(draft: Draft, actors: readonly NamedActor[]): Operation[] {
  if (!hasOperations(draft.options.kind)) return []
  const chance = draft.chance('operations')
  const craft = craftOf(draft.options.kind, draft.traits)
  const sizes = crewSizes(draft.options.actorAccounts, chance)
  const unknownCount = Math.min(sizes.length - 1, chance.whole(1, 2))
  const known = chance.sample(actors, sizes.length - unknownCount)
  const operations = sizes.map((size, index) => {
    const actor = known[index]
    const own = draft.chance(`operation/${index}`)
    const unknown = {
      country: own.pick(['CN', 'RU', 'IR', 'KP', 'VN', 'AE']),
      tactics: own.sample(TACTICS, 4),
    }
    const operation: Operation = {
      team: `t-${index + 1}`,
      actor: actor?.name ?? `unknown:${String.fromCharCode(65 + index - known.length)}`,
      named: actor?.name ?? null,
      tactics: (actor ?? unknown).tactics,
      members: [],
    }
    formCrew(draft, operation, countryOfActor((actor ?? unknown).country), size, craft, own)
    return operation
  })
  touchIndicators(draft, operations, craft)
  return operations
}

/** 2 to 10 accounts each, five to seven operations where the number allows. */
function crewSizes(total: number, chance: Chance): number[] {
  const count = Math.max(
    1,
    Math.min(Math.floor(total / 2), Math.max(Math.ceil(total / 10), chance.whole(5, 7))),
  )
  const sizes = Array.from({ length: count }, () => 2)
  for (let left = total - 2 * count; left > 0; left--) {
    const open = sizes.flatMap((size, index) => (size < 10 ? [index] : []))
    const index = chance.pick(open)
    sizes[index] = (sizes[index] ?? 0) + 1
  }
  return sizes
}

function formCrew(
  draft: Draft,
  operation: Operation,
  home: Country,
  size: number,
  craft: Craft,
  chance: Chance,
): void {
  const aim = chance.pick(COUNTRIES)
  for (let index = 0; index < size; index++) {
    const cover = chance.happens(0.5) ? chance.pick(COUNTRIES) : home
    const shown = COUNTRIES.some(({ code }) => code === cover.code) ? cover : chance.pick(COUNTRIES)
    const plan = person(draft, { ...shown, utcOffset: home.utcOffset }, chance)
    const { habits } = plan
    plan.kind = operation.named === null ? 'unknown-operation' : 'known-operation'
    plan.truth = 'actor'
    plan.actor = operation.actor
    plan.team = operation.team
    habits.languages = chance.happens(0.6)
      ? [home.languages[0] ?? 'en', 'en', aim.languages[0] ?? 'en']
      : ['en', home.languages[0] ?? 'en', aim.languages[0] ?? 'en']
    // A crew meets indicators only where the story says so, or a third would not stay a third.
    habits.places = habits.places.filter(
      ({ addresses }) => !addresses.some((one) => isListed(draft, one)),
    )
    habits.tactics = craft.tactics
    habits.tacticKinds = operation.tactics
    habits.requests = chance.wide(5, 22)
    habits.coding = Math.max(habits.coding, chance.real(0.2, 0.7))
    if (craft.rotates) habits.rotates = (): string => draft.network.residential(shown.code)
    if (craft.slow) {
      habits.perSession = chance.whole(1, 2)
      habits.requests = Math.min(habits.requests, 10 * habits.perSession)
    }
    operation.members.push(plan)
    draft.plans.push(plan)
  }
  if (craft.isCompartmented) compartmentCrew(draft, operation.members, chance)
  else shareTraits(draft, operation, craft, chance)
}

function shareTraits(draft: Draft, operation: Operation, craft: Craft, chance: Chance): void {
  const { members } = operation
  const cards = [fingerprint(chance), fingerprint(chance)]
  const open = draft.exits.filter((exit) => !isListed(draft, exit))
  const exits = [
    draft.network.hosted(),
    chance.happens(0.4) && open.length > 0 ? chance.pick(open) : draft.network.hosted(),
  ]
  const agent = rareAgent(chance)
  const names = crewNames(chance)
  if (chance.happens(craft.burst)) signUpTogether(draft, members, chance.wide(1, 60), chance)
  const mails = chance.happens(craft.mailPattern) ? patternedMails(members.length, chance) : []
  const hasAgent = chance.happens(craft.device)
  const tasks = Array.from({ length: chance.whole(1, 3) }, () => {
    const teller = chance.pick(members).habits
    const tactic = chance.pick(operation.tactics)
    return {
      tactic,
      text: tacticalPrompt(
        bookOf(teller.languages[0] ?? 'en'),
        tactic,
        { ...teller, names, ownRate: 0.8 },
        chance,
      ),
    }
  })
  for (const [index, plan] of members.entries()) {
    const { habits } = plan
    if (chance.happens(craft.card)) {
      // The first card is the crew's main one: with craft.card near 0.8 about half of the pairs share it.
      plan.payment = cards[chance.happens(0.92) ? 0 : 1] ?? null
      plan.tier = 'paid'
    }
    if (craft.exitDays > 0) {
      habits.places = [
        { share: craft.exitDays * chance.real(0.5, 1.5), addresses: exits },
        ...habits.places,
      ]
      if (chance.happens(craft.exitDays)) plan.signupIp = chance.pick(exits)
    }
    if (hasAgent && chance.happens(0.8)) {
      habits.agents = [agent]
      plan.signupAgent = agent
    }
    plan.email = mails[index] ?? plan.email
    habits.names = renameSome(names, craft.paraphrase, chance)
    habits.ownRate = craft.ownRate
    for (const task of chance.sample(tasks, chance.whole(0, 2))) {
      const language = chance.pick(habits.languages)
      const text = chance.happens(craft.paraphrase)
        ? tacticalPrompt(bookOf(language), task.tactic, habits, chance)
        : task.text
      script(plan, { day: someDay(plan, chance), text })
    }
  }
}

function isListed(draft: Draft, address: string): boolean {
  return draft.intel.some(({ value }) => value === address)
}

/** A member's copy of the crew's names, some under names of its own. */
function renameSome(names: Names, rate: number, chance: Chance): Names {
  const renamed = (list: readonly string[], make: (chance: Chance) => string): string[] =>
    list.map((name) => (chance.happens(rate) ? make(chance) : name))
  return {
    files: renamed(names.files, madeFile),
    idents: renamed(names.idents, madeIdent),
    hosts: renamed(names.hosts, madeHost),
  }
}

/** Lets a third of the accounts touch an indicator that is valid then; each operation has values of its own. */
function touchIndicators(draft: Draft, operations: readonly Operation[], craft: Craft): void {
  const chance = draft.chance('touch')
  const all = operations.flatMap((operation) =>
    operation.members.map((plan) => ({ plan, operation })),
  )
  const live = new Map<Operation, IntelValue[]>()
  for (const operation of operations) {
    const values = Array.from({ length: chance.whole(1, 4) }, () =>
      drawIndicator(draft, operation.named, chance, true),
    )
    live.set(operation, values)
    draft.intel.push(...values)
  }
  for (const { plan, operation } of chance.sample(all, Math.round(all.length * craft.indicated))) {
    const values = live.get(operation) ?? []
    for (let left = chance.whole(1, craft.touches); left > 0; left--) {
      const indicator = chance.pick(values)
      if (indicator.kind !== 'ip') script(plan, useOf(indicator, plan, chance))
      else if (chance.happens(0.15) && plan.createdAt > indicator.validFrom)
        plan.signupIp = indicator.value
      else
        script(plan, {
          day: Math.min(WORLD_DAYS - 1, someDay(plan, chance)),
          address: indicator.value,
          text: tacticalPrompt(bookOf('en'), chance.pick(operation.tactics), plan.habits, chance),
        })
    }
  }
}
