import type { Random } from '../../core/index.ts'
import { addressOn, type Route, soleServerAddress, vpnRoute } from '../addresses.ts'
import {
  between,
  chanceOf,
  DAY_MS,
  happens,
  heavyCount,
  HOUR_MS,
  pick,
  type Weighted,
} from '../chance.ts'
import { browserAgent, programAgent } from '../clients.ts'
import { countryOf, type LanguageCode } from '../countries.ts'
import { drawMailPattern, type MailPattern, patternedAddress } from '../names.ts'
import type { Difficulty, Settings } from '../options.ts'
import { type Account, drawCard, ordinaryAccount, type Voice, voiceOf } from '../person.ts'
import { rhythmIn } from '../rhythm.ts'
import { composePhrase, type Topic } from '../texts/compose.ts'
import { drawWorkspace, ownHost, shareWorkspace, type Workspace } from '../workspace.ts'
import type { Crew, Member } from './plan.ts'

/** The chance that a member has each trait of its crew, and how it behaves. Some pairs share nothing. */
interface Habits {
  readonly card: number
  readonly signupAddress: number
  readonly signupHour: number
  readonly exit: number
  readonly agent: number
  readonly mail: number
  readonly names: number
  readonly phrase: number
  readonly vpn: number
  readonly proxy: number
  readonly cover: readonly [least: number, most: number]
  /** Requests, as a multiple of an innocent account's. */
  readonly volume: number
}

const HABITS: Readonly<Record<Difficulty, Habits>> = {
  mild: {
    card: 0.42,
    signupAddress: 0.3,
    signupHour: 0.4,
    exit: 0.55,
    agent: 0.4,
    mail: 0.3,
    names: 0.5,
    phrase: 0.3,
    vpn: 0.35,
    proxy: 0,
    cover: [0.5, 0.8],
    volume: 2.2,
  },
  hard: {
    card: 0,
    signupAddress: 0.08,
    signupHour: 0.15,
    exit: 0.2,
    agent: 0.2,
    mail: 0.1,
    names: 0.32,
    phrase: 0.12,
    vpn: 0.4,
    proxy: 0.6,
    cover: [0.7, 0.9],
    volume: 1.2,
  },
}

/** What the members of a crew have in common, when they do. */
interface Traits {
  readonly card: string
  readonly signupIp: string
  readonly signupMs: number
  readonly exits: readonly Route[]
  readonly agent: string
  readonly pattern: MailPattern
  readonly workspace: Workspace
  readonly phrase: string
}

function traitsOf(settings: Settings, crew: Crew): Traits {
  const random = chanceOf(settings.seed, 'crew', crew.team)
  const workspace = drawWorkspace(random, 1)
  const writer = { workspace, quotes: [] }
  const language = (crew.actor.languages[0] as Weighted<LanguageCode>)[0]
  const cousin = chanceOf(settings.seed, 'actor', crew.actor.name)
  const hosts = happens(random, 0.4)
    ? [ownHost(cousin), ...workspace.hosts.slice(1)]
    : workspace.hosts
  return {
    card: drawCard(random),
    signupIp: soleServerAddress(random),
    signupMs:
      settings.startMs +
      between(random, -70, settings.days - 3) * DAY_MS +
      between(random, 1, 10) * HOUR_MS,
    exits: [0, 1].map(() => ({ kind: 'fixed', address: soleServerAddress(random) })),
    agent: happens(random, 0.5) ? browserAgent(random, true) : programAgent(random, true),
    pattern: drawMailPattern(random, countryOf(crew.actor.home).names),
    workspace: { ...workspace, hosts },
    phrase: composePhrase(random, language, writer),
  }
}

/** The account of a crew's member. */
export function memberAccount(settings: Settings, index: number, member: Member): Account {
  const { crew, position } = member
  const random = chanceOf(settings.seed, 'member', index)
  const habits = HABITS[settings.difficulty]
  const traits = traitsOf(settings, crew)
  const account = ordinaryAccount(settings, index, countryOf(pick(random, crew.actor.claims)))
  account.truth = 'actor'
  account.actor = crew.actor.name
  account.team = crew.team
  account.kind = 'actor'
  account.status = 'active'
  account.createdMs = Math.floor(settings.startMs + (random() * (settings.days + 50) - 60) * DAY_MS)
  const voice = crewVoice(settings, crew, account, traits, random)
  account.voices = [voice]
  if (happens(random, habits.signupHour))
    account.createdMs = Math.floor(traits.signupMs + random() * HOUR_MS)
  account.signupIp = happens(random, habits.signupAddress)
    ? traits.signupIp
    : addressOn((voice.routes[0] as Weighted<Route>)[0], account.createdMs, random)
  if (happens(random, 0.6)) Object.assign(account, { plan: 'paid', card: drawCard(random) })
  if (happens(random, habits.card)) Object.assign(account, { plan: 'paid', card: traits.card })
  if (happens(random, habits.mail))
    account.email = patternedAddress(traits.pattern, position, random)
  if (voice.agents.includes(traits.agent) && happens(random, 0.5))
    account.signupAgent = traits.agent
  touch(account, voice, member)
  return account
}

/** Lets a crew use a key that it stole: a second voice with other networks, hours and names. */
export function stealKey(settings: Settings, account: Account, crew: Crew): void {
  const random = chanceOf(settings.seed, 'thief', account.index)
  const elsewhere = ordinaryAccount(
    settings,
    -1 - account.index,
    countryOf(pick(random, crew.actor.claims)),
  )
  const thief = crewVoice(settings, crew, elsewhere, traitsOf(settings, crew), random)
  thief.rhythm = { ...thief.rhythm, weekendWork: 0.3 }
  account.truth = 'victim'
  account.kind = 'stolen-key'
  account.actor = crew.actor.name
  account.team = crew.team
  account.status = 'active'
  account.createdMs = Math.min(account.createdMs, settings.startMs - 30 * DAY_MS)
  if (settings.requestsPerAccount > 1)
    voiceOf(account).requests = Math.max(
      voiceOf(account).requests,
      Math.ceil(settings.requestsPerAccount * 2),
    )
  account.voices.push(thief)
}

function crewVoice(
  settings: Settings,
  crew: Crew,
  account: Account,
  traits: Traits,
  random: Random,
): Voice {
  const habits = HABITS[settings.difficulty]
  const base = voiceOf(account)
  const routes: Array<Weighted<Route>> = happens(random, habits.vpn)
    ? [[vpnRoute(random), 5]]
    : [...base.routes]
  if (happens(random, habits.proxy))
    routes.unshift([{ kind: 'proxy', countries: crew.actor.claims.map(countryOf) }, 12])
  if (happens(random, habits.exit)) routes.push([pick(random, traits.exits), 4])
  const agents = happens(random, habits.agent) ? [traits.agent, ...base.agents] : base.agents
  const mean = Math.max(1, settings.requestsPerAccount * habits.volume)
  return {
    ...base,
    languages: crew.actor.languages,
    rhythm: rhythmIn(countryOf(crew.actor.home), 'office', random),
    routes,
    agents,
    topics: blendTopics(crew, habits.cover[0] + random() * (habits.cover[1] - habits.cover[0])),
    workspace: shareWorkspace(traits.workspace, base.workspace, habits.names, random),
    requests: settings.requestsPerAccount > 1 ? heavyCount(random, mean, Math.ceil(mean * 10)) : 1,
    phrases: happens(random, habits.phrase) ? [traits.phrase] : [],
    turns: 1.2 + random() * 2.4,
  }
}

function blendTopics(crew: Crew, cover: number): Array<Weighted<Topic>> {
  const scaled = (
    topics: ReadonlyArray<Weighted<Topic>>,
    share: number,
  ): Array<Weighted<Topic>> => {
    const total = topics.reduce((sum, [, weight]) => sum + weight, 0)
    return topics.map(([topic, weight]) => [topic, (weight / total) * share])
  }
  return [...scaled(crew.actor.cover, cover), ...scaled(crew.actor.techniques, 1 - cover)]
}

function touch(account: Account, voice: Voice, member: Member): void {
  if (member.touch === null || member.known === null) return
  account.isIndicated = true
  const value = member.known
  switch (member.touch) {
    case 'signup':
      account.signupIp = value
      return
    case 'contact': {
      const route: Route = { kind: 'fixed', address: value }
      voice.visits = [route]
      voice.routes = [...voice.routes, [route, 2]]
      return
    }
    case 'email':
      account.email = value
      return
    case 'domain':
    case 'ip':
    case 'hash':
      voice.uses = [{ kind: member.touch, value }]
  }
}
