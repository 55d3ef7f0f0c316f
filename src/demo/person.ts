import type { Random } from '../core/index.ts'
import { addressOn, homeRoute, hostingAddress, type Route, type Routes } from './addresses.ts'
import {
  between,
  chanceOf,
  DAY_MS,
  happens,
  heavyCount,
  hex,
  HOUR_MS,
  mix,
  pick,
  pickWeighted,
  stableNumber,
  type Weighted,
} from './chance.ts'
import { browserAgent, programAgent } from './clients.ts'
import { type Country, drawCountry, type LanguageCode } from './countries.ts'
import { drawName, webmailAddress } from './names.ts'
import type { Settings } from './options.ts'
import { type Rhythm, rhythmIn, type RhythmKind } from './rhythm.ts'
import type { Topic, UsedValue } from './texts/compose.ts'
import type { Template } from './texts/pack.ts'
import { drawWorkspace, type Workspace } from './workspace.ts'

/** One hand on an account: whose words, hours and networks a run of requests carries. */
export interface Voice {
  languages: ReadonlyArray<Weighted<LanguageCode>>
  rhythm: Rhythm
  routes: Routes
  agents: readonly string[]
  topics: ReadonlyArray<Weighted<Topic>>
  workspace: Workspace
  requests: number
  /** A prompt template that nearly every request fills. */
  script: Template | undefined
  /** A prompt copied word for word now and then. */
  copied: string | undefined
  /** Sentences that come back again and again. */
  phrases: readonly string[]
  /** Indicators that are quoted, never used. */
  quotes: readonly string[]
  /** Values that certainly stand in code once. */
  uses: readonly UsedValue[]
  /** Routes that certainly carry one conversation each. */
  visits: readonly Route[]
  turns: number
  systemText: string | undefined
  style: number
}

/** One account, as the directory and the truth will tell it. */
export interface Account {
  readonly index: number
  readonly id: string
  truth: 'actor' | 'benign' | 'victim'
  actor: string | null
  team: string | null
  kind: string
  isIndicated: boolean
  country: Country
  phoneCountry: string
  createdMs: number
  email: string
  organization: string | null
  plan: 'free' | 'paid' | 'enterprise'
  card: string | null
  signupIp: string
  signupAgent: string
  status: 'active' | 'suspended' | 'terminated'
  tags: string[]
  voices: Voice[]
}

const TOPICS: ReadonlyArray<Weighted<ReadonlyArray<Weighted<Topic>>>> = [
  [
    [
      ['code', 8],
      ['write', 1],
      ['study', 1],
      ['life', 1],
      ['translate', 1],
    ],
    30,
  ],
  [
    [
      ['write', 5],
      ['business', 5],
      ['translate', 2],
      ['life', 2],
      ['code', 1],
    ],
    24,
  ],
  [
    [
      ['study', 7],
      ['translate', 2],
      ['code', 3],
      ['write', 2],
      ['research', 1],
    ],
    20,
  ],
  [
    [
      ['translate', 7],
      ['write', 3],
      ['life', 1],
      ['research', 1],
    ],
    10,
  ],
  [
    [
      ['life', 6],
      ['write', 2],
      ['study', 2],
    ],
    10,
  ],
  [
    [
      ['research', 5],
      ['write', 3],
      ['translate', 3],
      ['study', 2],
    ],
    5,
  ],
  [
    [
      ['security', 4],
      ['code', 5],
      ['study', 2],
    ],
    1,
  ],
]
/** What ordinary accounts contribute to the mean; programs that call all day make up the rest. */
const BUSY_SHARE = 0.93
const RHYTHMS: ReadonlyArray<Weighted<RhythmKind>> = [
  ['office', 50],
  ['evening', 24],
  ['daytime', 20],
  ['night', 6],
]

/** The id of account number `index`: one to one, and telling nothing about the number. */
function accountId(seed: string, index: number): string {
  return `acct_${mix(index ^ stableNumber(seed))
    .toString(36)
    .padStart(7, '0')}`
}

/** An ordinary account. Kinds of innocents and crews start from it and change what they share. */
export function ordinaryAccount(settings: Settings, index: number, country?: Country): Account {
  const random = chanceOf(settings.seed, 'account', index)
  const home = country ?? drawCountry(random)
  const name = drawName(random, home.names)
  const isPaid = happens(random, 0.38)
  const isProgram = happens(random, 0.25)
  const agents = isProgram
    ? [programAgent(random), browserAgent(random)]
    : [browserAgent(random), ...(happens(random, 0.3) ? [browserAgent(random)] : [])]
  const route = homeRoute(home, settings.accounts, random)
  const createdMs = drawCreation(settings, random)
  return {
    index,
    id: accountId(settings.seed, index),
    truth: 'benign',
    actor: null,
    team: null,
    kind: 'ordinary',
    isIndicated: false,
    country: home,
    phoneCountry: happens(random, 0.95) ? home.code : drawCountry(random).code,
    createdMs,
    email: webmailAddress(random, home.names, name),
    organization: null,
    plan: isPaid ? 'paid' : 'free',
    card: isPaid ? drawCard(random) : null,
    signupIp: addressOn(route, createdMs, random),
    signupAgent: agents[agents.length - 1] as string,
    status: happens(random, 0.985) ? 'active' : pick(random, ['suspended', 'terminated'] as const),
    tags: [],
    voices: [ordinaryVoice(settings, home, route, agents, random)],
  }
}

function ordinaryVoice(
  settings: Settings,
  country: Country,
  route: Route,
  agents: readonly string[],
  random: Random,
): Voice {
  const routes: Array<Weighted<Route>> = [[route, 8]]
  if (happens(random, 0.35)) routes.push([homeRoute(country, settings.accounts, random), 2])
  if (agents.length > 1 && happens(random, 0.08))
    routes.push([{ kind: 'fixed', address: hostingAddress(random) }, 4])
  return {
    languages: personalLanguages(country, random),
    rhythm: rhythmIn(country, pickWeighted(random, RHYTHMS), random),
    routes,
    agents,
    topics: pickWeighted(random, TOPICS),
    workspace: drawWorkspace(random, random() < 0.5 ? 0.15 : 0.75),
    requests: heavyCount(
      random,
      Math.max(1, settings.requestsPerAccount * BUSY_SHARE),
      Math.ceil(settings.requestsPerAccount * 40),
    ),
    script: undefined,
    copied: undefined,
    phrases: [],
    quotes: [],
    uses: [],
    visits: [],
    turns: 1 + random() * 1.4,
    systemText: undefined,
    style: happens(random, 0.6) ? 0 : between(random, 1, 4),
  }
}

/** One or two languages of a country, the first one used most. */
function personalLanguages(
  country: Country,
  random: Random,
): ReadonlyArray<Weighted<LanguageCode>> {
  const first = pickWeighted(random, country.languages)
  if (!happens(random, 0.3)) return [[first, 1]]
  return [
    [first, 4],
    [first === 'en' ? pickWeighted(random, country.languages) : 'en', 1],
  ]
}

/** A payment fingerprint that nobody else has. */
export function drawCard(random: Random): string {
  return `fp_${hex(random, 12)}`
}

function drawCreation(settings: Settings, random: Random): number {
  const windowMs = settings.days * DAY_MS
  return happens(random, 0.8)
    ? Math.floor(settings.startMs - random() ** 1.5 * 500 * DAY_MS)
    : Math.floor(settings.startMs + random() * (windowMs - 20 * HOUR_MS))
}

/** The first voice of an account: every account has one. */
export function voiceOf(account: Account): Voice {
  return account.voices[0] as Voice
}
