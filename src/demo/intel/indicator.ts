import type { Random } from '../../core/index.ts'
import { between, DAY_MS, happens, hex, pick, shuffle } from '../chance.ts'
import type { Actor } from '../actors/actor.ts'
import { NAMED_ACTORS } from '../actors/actor.ts'
import type { KnownValue } from '../actors/plan.ts'
import {
  carrierAddress,
  hostingAddress,
  homeAddress,
  soleServerAddress,
  serviceAddress,
  vpnExit,
} from '../addresses.ts'
import { countryOf, drawCountry } from '../countries.ts'
import type { Settings } from '../options.ts'
import { ownFile, ownHost } from '../workspace.ts'
import { drawName, webmailAddress } from '../names.ts'

/** One indicator of the partner, in one version. Versions of one share their `key`. */
export interface PlannedIndicator {
  readonly key: string
  readonly name: string
  readonly pattern: string
  readonly actor: Actor | null
  readonly createdMs: number
  readonly modifiedMs: number
  readonly fromMs: number
  readonly untilMs: number | null
  readonly confidence: number
  readonly isRevoked: boolean
}

/** What the partner says, and what the world must know of it. */
export interface PartnerPlan {
  readonly indicators: readonly PlannedIndicator[]
  /** Indicators that people who read threat reports quote. */
  readonly quotable: readonly string[]
  /** Addresses whose indicator ended before the world begins. */
  readonly releasedAddresses: readonly string[]
}

const POPULAR_DOMAINS = [
  'cdn.fastedge.example',
  'pastenote.example',
  'registry.packages.example',
  'hooks.chat.example',
]
const NEVER_SEEN = 260

/** Draws the partner's indicators: right ones, popular ones, old ones, withdrawn ones, and many that meet nobody. */
export function planPartner(
  settings: Settings,
  known: readonly KnownValue[],
  random: Random,
): PartnerPlan {
  const drawer = new Drawer(settings, random)
  for (const { kind, value, actor } of known) {
    const fromMs = settings.startMs - between(random, 95, 200) * DAY_MS
    const untilMs = happens(random, 0.5)
      ? null
      : settings.startMs + (settings.days + between(random, 5, 90)) * DAY_MS
    drawer.add(pattern(kind, value), actor, {
      fromMs,
      untilMs,
      confidence: between(random, 55, 95),
    })
  }
  polluted(drawer, settings, random)
  const releasedAddresses = expired(drawer, settings, random)
  withdrawn(drawer, settings, random)
  const unseen = unseenValues(drawer, random)
  const quotable = [...known.map(({ value }) => value), ...unseen, ...POPULAR_DOMAINS.slice(1, 2)]
  return { indicators: drawer.indicators, quotable, releasedAddresses }
}

type Span = Partial<
  Pick<PlannedIndicator, 'fromMs' | 'untilMs' | 'confidence' | 'isRevoked' | 'key' | 'modifiedMs'>
>

class Drawer {
  readonly indicators: PlannedIndicator[] = []
  readonly #settings: Settings
  readonly #random: Random

  constructor(settings: Settings, random: Random) {
    this.#settings = settings
    this.#random = random
  }

  add(text: string, actor: Actor | null, span: Span = {}): string {
    const random = this.#random
    const fromMs = span.fromMs ?? this.#settings.startMs - between(random, 20, 200) * DAY_MS
    const createdMs = fromMs + between(random, 0, 5) * 3_600_000
    const key = span.key ?? `indicator/${this.indicators.length}`
    this.indicators.push({
      key,
      name: `${actor?.name ?? 'Unattributed activity'}: ${text.slice(1, text.indexOf(' '))}`,
      pattern: text,
      actor,
      createdMs,
      modifiedMs: span.modifiedMs ?? createdMs + between(random, 0, 3) * DAY_MS,
      fromMs,
      untilMs: span.untilMs ?? null,
      confidence: span.confidence ?? between(random, 40, 95),
      isRevoked: span.isRevoked ?? false,
    })
    return key
  }
}

/** Values that many people share: somebody bad used them once, like everybody else. */
function polluted(drawer: Drawer, { startMs }: Settings, random: Random): void {
  for (let i = 0; i < 4; i++)
    drawer.add(
      pattern('ip', vpnExit(between(random, 0, 4), between(random, 0, 11))),
      pick(random, NAMED_ACTORS),
    )
  for (const code of ['RU', 'IR', 'CN'])
    drawer.add(
      pattern('ip', carrierAddress(countryOf(code), between(random, 0, 2))),
      pick(random, NAMED_ACTORS),
    )
  for (let i = 0; i < 4; i++)
    drawer.add(pattern('ip', hostingAddress(random)), pick(random, NAMED_ACTORS))
  drawer.add(pattern('ip', serviceAddress(52)), pick(random, NAMED_ACTORS), { confidence: 60 })
  drawer.add(pattern('ip', serviceAddress(7)), null)
  for (const domain of POPULAR_DOMAINS)
    drawer.add(pattern('domain', domain), pick(random, NAMED_ACTORS))
  drawer.add(`[ipv4-addr:value ISSUBSET '198.51.100.16/28']`, pick(random, NAMED_ACTORS), {
    confidence: 45,
  })
  drawer.add(`[file:name = 'main.py']`, pick(random, NAMED_ACTORS), { confidence: 30 })
  for (let i = 0; i < 12; i++) {
    const address = homeAddress(drawCountry(random), between(random, 0, 65535))
    drawer.add(pattern('ip', address), happens(random, 0.5) ? pick(random, NAMED_ACTORS) : null, {
      confidence: between(random, 3, 15),
      fromMs: startMs - between(random, 10, 300) * DAY_MS,
    })
  }
}

/** Addresses that have gone back to their providers, and an indicator whose time has not come. */
function expired(drawer: Drawer, { startMs, days }: Settings, random: Random): string[] {
  const released: string[] = []
  for (let i = 0; i < 14; i++) {
    const address = homeAddress(drawCountry(random), between(random, 0, 65535))
    released.push(address)
    drawer.add(pattern('ip', address), pick(random, NAMED_ACTORS), {
      fromMs: startMs - between(random, 200, 500) * DAY_MS,
      untilMs: startMs - between(random, 25, 150) * DAY_MS,
      confidence: between(random, 60, 95),
    })
  }
  for (let i = 0; i < 6; i++) {
    const address = homeAddress(drawCountry(random), between(random, 0, 65535))
    drawer.add(pattern('ip', address), pick(random, NAMED_ACTORS), {
      fromMs: startMs + (days + between(random, 1, 60)) * DAY_MS,
    })
    released.push(address)
  }
  return released
}

/** Objects in several versions: withdrawn, lowered, or narrowed. The newest is what counts. */
function withdrawn(drawer: Drawer, { startMs }: Settings, random: Random): void {
  for (let i = 0; i < 10; i++) {
    const actor = pick(random, NAMED_ACTORS)
    const text =
      i % 2 === 0
        ? pattern('domain', pick(random, [...POPULAR_DOMAINS, ownHost(random)]))
        : pattern('ip', vpnExit(i, i))
    const fromMs = startMs - between(random, 60, 300) * DAY_MS
    const key = drawer.add(text, actor, { fromMs, confidence: 90 })
    const modifiedMs = startMs - between(random, 2, 20) * DAY_MS
    if (i % 3 === 0) drawer.add(text, actor, { key, fromMs, modifiedMs, isRevoked: true })
    else if (i % 3 === 1) drawer.add(text, actor, { key, fromMs, modifiedMs, confidence: 5 })
    else
      drawer.add(pattern('domain', ownHost(random)), actor, {
        key,
        fromMs,
        modifiedMs,
        confidence: 70,
      })
  }
}

/** Right indicators that no account of this service touches; reports quote some of them. */
function unseenValues(drawer: Drawer, random: Random): string[] {
  const values: string[] = []
  for (let i = 0; i < NEVER_SEEN; i++) {
    const actor = happens(random, 0.85) ? pick(random, NAMED_ACTORS) : null
    const kind = pick(random, ['domain', 'domain', 'ip', 'hash', 'email'] as const)
    const value = {
      domain: () => ownHost(random),
      ip: () => soleServerAddress(random),
      hash: () => hex(random, 64),
      email: () => webmailAddress(random, 'english', drawName(random, 'english')),
    }[kind]()
    if (i < 60) values.push(value)
    drawer.add(i % 9 === 0 ? compound(kind, value, random) : pattern(kind, value), actor)
  }
  drawer.add(
    `[process:command_line MATCHES '.*-enc [A-Za-z0-9+/]{200,}.*'] FOLLOWEDBY [network-traffic:dst_port = 8443]`,
    pick(random, NAMED_ACTORS),
  )
  drawer.add(
    `[windows-registry-key:key LIKE '%\\\\Run\\\\${ownFile(random)}']`,
    pick(random, NAMED_ACTORS),
  )
  return shuffle(random, values)
}

function compound(kind: KnownValue['kind'], value: string, random: Random): string {
  const first = pattern(kind, value).slice(1, -1)
  if (kind === 'domain') return `[domain-name:value IN ('${value}', '${ownHost(random)}')]`
  return `[${first} OR domain-name:value = '${ownHost(random)}']`
}

/** A STIX pattern that compares one value. */
function pattern(kind: KnownValue['kind'], value: string): string {
  switch (kind) {
    case 'ip':
      return `[ipv${value.includes(':') ? 6 : 4}-addr:value = '${value}']`
    case 'domain':
      return `[domain-name:value = '${value}']`
    case 'hash':
      return `[file:hashes.'SHA-256' = '${value}']`
    case 'email':
      return `[email-addr:value = '${value}']`
  }
}
