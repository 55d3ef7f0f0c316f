import { type Chance, chanceFrom } from './chance.ts'
import { COUNTRIES, type Country } from './countries.ts'
import { browserAgent, fingerprint, libraryAgent, personalMail } from './devices.ts'
import type { Kind, Traits, WorldOptions } from './knobs.ts'
import { madeNames } from './made-words.ts'
import { type Network, openNetwork } from './network.ts'
import { TACTICS } from './phrasebook.ts'
import { DAY_MS, type IntelValue, type Plan } from './plan.ts'

/** A world that is being made: its people, its network, its intel, its draws. */
export interface Draft {
  readonly options: WorldOptions
  readonly traits: Traits
  readonly network: Network
  readonly startAt: number
  readonly plans: Plan[]
  /** Those whom no group has taken yet, in random order. */
  readonly free: Plan[]
  readonly intel: IntelValue[]
  readonly exits: readonly string[]
  readonly scale: number
  chance(part: string): Chance
}

export const WORLD_DAYS = 30

/** The two nulls hold no operation at all. */
export function hasOperations(kind: Kind): boolean {
  return kind !== 'null' && kind !== 'lookalike'
}

/** Opens a draft and fills it with ordinary people. */
export function openDraft(options: WorldOptions, traits: Traits): Draft {
  const chance = (part: string): Chance => chanceFrom(`${options.seed}/${part}`)
  const bend = traits.real('people/country-bend', 0.2, 1.1)
  const weights = new Map(
    COUNTRIES.map((one) => [
      one.code,
      one.share * Math.exp(bend * gaussian(chance(`w/${one.code}`))),
    ]),
  )
  for (const code of ['CN', 'RU', 'IR', 'KR'])
    weights.set(code, Math.max(weights.get(code) ?? 0, traits.real(`people/${code}`, 1.5, 8)))
  const network = openNetwork(weights, traits, chance('net'))
  const startAt = Date.UTC(2025, 8, 1) + traits.wide('start-day', 1, 300) * DAY_MS
  const exits = Array.from({ length: traits.wide('net/vpn-exits', 6, 90) }, () => network.hosted())
  const draft: Draft = {
    options,
    traits,
    network,
    startAt,
    plans: [],
    free: [],
    intel: [],
    exits,
    scale: options.accounts / 20_000,
    chance,
  }
  const people = chance('people')
  const countries = COUNTRIES.map((one) => [one, weights.get(one.code) ?? 1] as const)
  const innocents = options.accounts - (hasOperations(options.kind) ? options.actorAccounts : 0)
  for (let index = 0; index < innocents; index++)
    draft.plans.push(person(draft, people.weighted(countries), people))
  draft.free.push(...people.sample(draft.plans, draft.plans.length))
  return draft
}

function gaussian(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance.next())) * Math.cos(2 * Math.PI * chance.next())
}

/** An ordinary account of a country. */
export function person(draft: Draft, country: Country, chance: Chance): Plan {
  const { traits, network, startAt } = draft
  const isNew = chance.happens(traits.real('people/new', 0.05, 0.35))
  const createdAt = Math.floor(
    startAt + (isNew ? chance.real(0, 27) : -chance.wide(1, 800) - chance.next()) * DAY_MS,
  )
  const firstDay = isNew ? Math.max(0, Math.floor((createdAt - startAt) / DAY_MS)) : 0
  const isCoder = chance.happens(traits.real('people/coders', 0.15, 0.4))
  const byApi = isCoder && chance.happens(0.4)
  const tier = chance.happens(traits.real('people/free', 0.4, 0.85)) ? 'free' : 'paid'
  const homeless = chance.happens(traits.real('people/abroad', 0.01, 0.06))
  const lives = homeless ? chance.pick(COUNTRIES).code : country.code
  const homes = Array.from({ length: chance.wide(1, 5) }, () => network.home(lives))
  const agents = [byApi ? libraryAgent(chance) : browserAgent(chance)]
  if (chance.happens(0.3))
    agents.push(chance.happens(0.3) ? libraryAgent(chance) : browserAgent(chance))
  const languages = [...country.languages]
  if (chance.happens(0.35) && !languages.includes('en')) languages.push('en')
  const usesVpn = chance.happens(
    ['CN', 'RU', 'IR'].includes(country.code)
      ? traits.real('people/vpn-closed', 0.1, 0.7)
      : traits.real('people/vpn', 0.03, 0.25),
  )
  const from = chance.whole(6, 11)
  const hasNames = isCoder || chance.happens(0.25)
  return {
    id: `acct_${chance.hex(9)}`,
    kind: usesVpn ? 'vpn-user' : 'ordinary',
    truth: 'benign',
    actor: null,
    team: null,
    country: lives,
    phoneCountry: chance.happens(0.9) ? country.code : null,
    createdAt,
    email: personalMail(chance),
    organization: null,
    tier,
    payment:
      tier === 'paid' || chance.happens(traits.real('people/free-cards', 0, 0.4))
        ? fingerprint(chance)
        : null,
    signupIp: homes[0] as string,
    signupAgent: agents[0] as string,
    status: 'active',
    tags: [],
    habits: {
      requests: chance.wide(2, 28),
      perSession: chance.wide(1, 6),
      firstDay,
      lastDay: WORLD_DAYS - 1,
      utcOffset: country.utcOffset,
      fromHour: from,
      toHour: from + chance.whole(6, 14),
      weekend: chance.real(0.2, 1.2),
      isAutomated: byApi && chance.happens(0.25),
      homes,
      leaseDays: chance.wide(1, 30),
      places: usesVpn ? [vpnPlace(draft, chance)] : [],
      rotates: null,
      agents,
      languages,
      tactics: chance.happens(0.15) ? traits.real('people/tactics', 0.01, 0.12) : 0.002,
      tacticKinds: chance.sample(TACTICS, 4),
      defence: 0.01,
      coding: isCoder ? chance.real(0.4, 0.95) : chance.real(0, 0.1),
      names: hasNames
        ? madeNames(chance, chance.whole(1, 4), isCoder ? 3 : 0, isCoder ? 1 : 0)
        : NO_NAMES,
      ownRate: hasNames ? chance.real(0.2, 0.8) : 0,
      scripted: [],
      source: byApi
        ? 'gateway'
        : chance.weighted([
            ['traces', 70],
            ['gateway', 20],
            ['both', 10],
          ]),
    },
  }
}

const NO_NAMES = { files: [], idents: [], hosts: [] }

/** Popular exits first: a few carry hundreds, many carry one or two. */
export function vpnPlace(draft: Draft, chance: Chance): { share: number; addresses: string[] } {
  const { exits } = draft
  const pickOne = (): string => exits[Math.floor(exits.length * chance.next() ** 2)] as string
  return { share: chance.real(0.1, 0.95), addresses: [pickOne(), pickOne(), pickOne()] }
}
