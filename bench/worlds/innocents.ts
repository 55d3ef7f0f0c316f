import type { Chance } from './chance.ts'
import type { Draft } from './draft.ts'
import { CRAFT_GROUPS } from './groups-craft.ts'
import { LOOKALIKE_GROUPS } from './groups-lookalike.ts'
import { WORK_GROUPS } from './groups-work.ts'
import { madeFile, madeNames, madeWord } from './made-words.ts'
import type { Names } from './phrasebook.ts'
import type { Plan } from './plan.ts'
import { script, shareAddresses, someDay, take } from './sharing.ts'
import { bookOf } from './speech.ts'

/** What groups of one world have in common. */
interface WorldLore {
  readonly challenges: Names
  /** A ready sentence of a language that a community repeats. */
  saying(language: string, chance: Chance): string
}

/** One making of a group: its members, and how much of their time they spend together. */
interface Gathering {
  readonly draft: Draft
  readonly members: Plan[]
  readonly chance: Chance
  readonly share: number
  readonly world: WorldLore
}

/** A sort of innocent group. `count` is for 20,000 accounts; a world draws its own count, size and strength inside the ranges. */
export interface Group {
  readonly kind: string
  readonly count: readonly [low: number, high: number]
  readonly size: readonly [low: number, high: number]
  /** Members come from one country. */
  readonly isLocal?: boolean
  readonly fits?: (plan: Plan) => boolean
  apply(gathering: Gathering): void
}

/** Draws this world's mixture of innocent groups and applies it. */
export function gatherInnocents(draft: Draft): void {
  const lore = loreOf(draft)
  const isLookalike = draft.options.kind === 'lookalike'
  for (const group of [...CRAFT_GROUPS, ...LOOKALIKE_GROUPS, ...WORK_GROUPS]) {
    const { traits } = draft
    const isAlways = isLookalike && LOOKALIKE_GROUPS.includes(group)
    if (!isAlways && !traits.happens(`${group.kind}/present`, 0.85)) continue
    const boost = isAlways ? 4 : 1
    const drawn = traits.wide(`${group.kind}/count`, group.count[0], group.count[1]) * boost
    const count = Math.max(1, Math.round(drawn * draft.scale))
    const sizeMax = traits.wide(`${group.kind}/size`, group.size[0], group.size[1])
    const share = traits.real(`${group.kind}/together`, 0.2, 0.95)
    for (let index = 0; index < count; index++) {
      const chance = draft.chance(`${group.kind}/${index}`)
      const size = chance.wide(group.size[0], Math.max(group.size[0], sizeMax))
      const members = gather(draft, group, size)
      if (members.length < group.size[0] && members.length < 2) continue
      for (const plan of members) plan.kind = group.kind
      group.apply({ draft, members, chance, share, world: lore })
    }
  }
  spreadViralPrompts(draft)
  crowdCarriers(draft)
}

function gather(draft: Draft, group: Group, size: number): Plan[] {
  const fits = group.fits ?? ((): boolean => true)
  if (group.isLocal !== true) return take(draft, size, fits)
  const lead = take(draft, 1, fits)
  const home = lead[0]?.country
  return [...lead, ...take(draft, size - 1, (plan) => plan.country === home && fits(plan))]
}

function loreOf(draft: Draft): WorldLore {
  return {
    challenges: madeNames(draft.chance('lore'), 6, 6, 3),
    saying(language, chance) {
      const book = bookOf(language)
      const text = `${chance.pick(book.section('asks'))} ${chance.pick(book.section('details'))}`
      return text.replaceAll(/\{(\w+)\}/g, (_, slot: string) =>
        slot === 'thing'
          ? chance.pick(book.section('things'))
          : slot === 'n'
            ? String(chance.wide(3, 400))
            : madeWord(chance, language),
      )
    },
  }
}

/** Prompts that go round: many copy the same words, some with a small change. They cross all other groups. */
function spreadViralPrompts(draft: Draft): void {
  const lore = loreOf(draft)
  const count = draft.traits.wide('viral/count', 2, 12)
  for (let index = 0; index < count; index++) {
    const chance = draft.chance(`viral/${index}`)
    const language = chance.pick(['en', 'en', 'es', 'ru', 'zh', 'pt', 'fa', 'ko'])
    const text = `${lore.saying(language, chance)} ${lore.saying(language, chance)} [${madeFile(chance)}]`
    const fans = chance.sample(draft.plans, Math.round(chance.wide(8, 400) * draft.scale) + 1)
    for (const plan of fans)
      script(plan, {
        day: someDay(plan, chance),
        text: chance.happens(0.7) ? text : `${text} ${madeWord(chance, language)}`,
      })
  }
}

/** Carrier NAT: people of one country behind a handful of addresses. They cross all other groups. */
function crowdCarriers(draft: Draft): void {
  const chance = draft.chance('carriers')
  const { traits } = draft
  const rate = traits.real('carrier/rate', 0.05, 0.45)
  const perAddress = traits.wide('carrier/users', 4, 300)
  const byCountry = new Map<string, Plan[]>()
  for (const plan of draft.plans) {
    if (!chance.happens(rate)) continue
    const list = byCountry.get(plan.country) ?? []
    byCountry.set(plan.country, list)
    list.push(plan)
  }
  for (const [country, users] of byCountry) {
    const count = Math.max(1, Math.round((users.length / perAddress) * 3))
    const addresses = Array.from({ length: count }, () => draft.network.home(country))
    for (const plan of users) {
      if (plan.kind === 'ordinary') plan.kind = 'carrier-user'
      const mine = chance.sample(addresses, 3)
      shareAddresses([plan], mine, chance.real(0.1, 0.7))
    }
  }
}
