import { createHash } from 'node:crypto'
import type { Chance } from './chance.ts'
import { KNOWN_ACTORS, type KnownActor } from './countries.ts'
import type { Draft } from './draft.ts'
import { madeHost } from './made-words.ts'
import { TACTICS, type Tactic } from './phrasebook.ts'
import { DAY_MS, type IntelValue } from './plan.ts'

/** An intrusion set that this world's intel names, with the tactics it is known for. */
export interface NamedActor extends KnownActor {
  readonly tactics: readonly Tactic[]
}

const TECHNIQUES: Readonly<Record<Tactic, readonly [id: string, name: string]>> = {
  reconnaissance: ['T1591', 'Gather Victim Org Information'],
  scripting: ['T1059', 'Command and Scripting Interpreter'],
  development: ['T1587.001', 'Develop Capabilities: Malware'],
  social: ['T1566', 'Phishing'],
  vulnerability: ['T1588.006', 'Obtain Capabilities: Vulnerabilities'],
  payload: ['T1620', 'Reflective Code Loading'],
  evasion: ['T1562', 'Impair Defenses'],
  bypass: ['T1111', 'Multi-Factor Authentication Interception'],
  resources: ['T1585', 'Establish Accounts'],
  commands: ['T1087.002', 'Account Discovery: Domain Account'],
  translation: ['T1588.007', 'Obtain Capabilities: Artificial Intelligence'],
}

export function chooseActors(draft: Draft): NamedActor[] {
  const chance = draft.chance('actors')
  return chance
    .sample(KNOWN_ACTORS, draft.traits.wide('intel/actors', 9, 18))
    .map((actor) => ({ ...actor, tactics: chance.sample(TACTICS, chance.whole(3, 5)) }))
}

/** Background intel: values of every named actor and of nobody, many expired, revoked or touched by no account. */
export function drawBackgroundIntel(draft: Draft, actors: readonly NamedActor[]): void {
  const chance = draft.chance('intel')
  const { traits } = draft
  const perActor = traits.wide('intel/per-actor', 3, 25)
  for (const actor of [...actors, null]) {
    for (let left = perActor; left > 0; left--)
      draft.intel.push(drawIndicator(draft, actor?.name ?? null, chance))
  }
  // A feed that lists a shared exit, as feeds do.
  for (const exit of chance.sample(draft.exits, traits.wide('intel/listed-exits', 1, 5)))
    draft.intel.push({
      ...drawIndicator(draft, chance.pick(actors).name, chance),
      kind: 'ip',
      value: exit,
      revoked: false,
    })
}

/** One indicator with its own validity; `live` ones are valid during the whole world. */
export function drawIndicator(
  draft: Draft,
  actor: string | null,
  chance: Chance,
  live = false,
): IntelValue {
  const { startAt, traits } = draft
  const kind = chance.weighted<IntelValue['kind']>([
    ['ip', 5],
    ['domain', 4],
    ['url', 1],
    ['hash', 2],
    ['email', live ? 0 : 1],
    ['range', live ? 0 : 0.3],
  ])
  const isExpired = !live && chance.happens(traits.real('intel/expired', 0.1, 0.6))
  const validFrom = startAt - chance.wide(isExpired ? 60 : 1, 400) * DAY_MS
  const until = isExpired
    ? startAt + chance.real(-50, 20) * DAY_MS
    : startAt + chance.real(40, 300) * DAY_MS
  return {
    kind,
    value: valueOf(kind, draft, chance),
    validFrom,
    validUntil: isExpired || chance.happens(0.6) ? Math.floor(until) : null,
    revoked: !live && chance.happens(traits.real('intel/revoked', 0, 0.12)),
    confidence: chance.pick(live ? [60, 75, 80, 85, 95] : [15, 30, 50, 70, 85, 90]),
    actor,
  }
}

function valueOf(kind: IntelValue['kind'], draft: Draft, chance: Chance): string {
  if (kind === 'ip') return draft.network.hosted()
  if (kind === 'range') return `2001:db8:fe${chance.hex(2)}:${chance.hex(3)}::/64`
  if (kind === 'hash') return chance.hex(64)
  if (kind === 'url') return `https://${madeHost(chance)}/${chance.hex(6)}/update`
  if (kind === 'email') return `${madeHost(chance).split('.')[0]}@${madeHost(chance)}`
  return `${chance.happens(0.3) ? 'cdn.' : ''}${madeHost(chance)}`
}

const PATTERNS: Readonly<Record<IntelValue['kind'], (value: string) => string>> = {
  ip: (value) => `[${value.includes(':') ? 'ipv6' : 'ipv4'}-addr:value = '${value}']`,
  range: (value) => `[ipv6-addr:value ISSUBSET '${value}']`,
  domain: (value) => `[domain-name:value = '${value}']`,
  url: (value) => `[url:value = '${value}']`,
  hash: (value) => `[file:hashes.'SHA-256' = '${value}']`,
  email: (value) => `[email-addr:value = '${value}']`,
}

/** The world's intel as one STIX 2.1 bundle. */
export function printBundle(draft: Draft, actors: readonly NamedActor[]): unknown {
  const { seed } = draft.options
  const id = (type: string, name: string): string => `${type}--${uuidOf(`${seed}/${type}/${name}`)}`
  const stamp = new Date(draft.startAt - 500 * DAY_MS).toISOString()
  const common = { spec_version: '2.1', created: stamp, modified: stamp }
  const author = id('identity', 'feed')
  const objects: unknown[] = [
    {
      type: 'identity',
      id: author,
      ...common,
      name: 'Example Partner Feed',
      identity_class: 'organization',
    },
  ]
  const relate = (kind: string, source: string, target: string): void => {
    objects.push({
      type: 'relationship',
      id: id('relationship', `${kind}/${source}/${target}`),
      ...common,
      relationship_type: kind,
      source_ref: source,
      target_ref: target,
    })
  }
  for (const tactic of TACTICS) {
    const [external, name] = TECHNIQUES[tactic]
    objects.push({
      type: 'attack-pattern',
      id: id('attack-pattern', tactic),
      ...common,
      name,
      external_references: [{ source_name: 'mitre-attack', external_id: external }],
    })
  }
  for (const actor of actors) {
    const set = id('intrusion-set', actor.name)
    const { name, aliases, country, about } = actor
    const description = `Suspected to work for ${country}. Reported targets: ${about}.`
    objects.push({ type: 'intrusion-set', id: set, ...common, name, aliases, description })
    for (const tactic of actor.tactics) relate('uses', set, id('attack-pattern', tactic))
  }
  for (const [index, indicator] of draft.intel.entries()) {
    const ref = id('indicator', String(index))
    const from = new Date(indicator.validFrom).toISOString()
    objects.push({
      type: 'indicator',
      id: ref,
      spec_version: '2.1',
      created: from,
      modified: from,
      created_by_ref: author,
      name: `${indicator.kind} ${indicator.value}`,
      indicator_types: ['malicious-activity'],
      pattern: PATTERNS[indicator.kind](indicator.value),
      pattern_type: 'stix',
      valid_from: from,
      ...(indicator.validUntil === null
        ? {}
        : { valid_until: new Date(indicator.validUntil).toISOString() }),
      ...(indicator.revoked ? { revoked: true } : {}),
      confidence: indicator.confidence,
    })
    if (indicator.actor !== null) relate('indicates', ref, id('intrusion-set', indicator.actor))
  }
  return { type: 'bundle', id: id('bundle', 'world'), objects }
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
