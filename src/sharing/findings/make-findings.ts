import { isIPv6 } from 'node:net'
import { confidenceOf, wordsOf } from '../../core/index.ts'
import { deterministicId, markingOfTlp, type Tlp } from '../../formats/stix/index.ts'
import type { StixObject } from '../release-gate.ts'
import { chooseFacts, type Facts, type FoundCluster } from './choose-facts.ts'
import type { TellableIntel } from './known-intel.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** Addresses change hands; after this many days one says nothing any more. */
const ADDRESS_DAYS = 30
const DAY_MS = 86_400_000

export interface FindingsOrder {
  readonly found: FoundCluster
  readonly intel: TellableIntel
  readonly tlp: Tlp
  readonly pseudonyms: Pseudonyms
  /** The name under which the operator publishes. */
  readonly from: string
}

/** Objects to be told, still without versions, and what was kept back. */
export interface Findings {
  readonly objects: readonly StixObject[]
  readonly keptBack: Facts['keptBack']
}

/**
 * Turns a cluster into STIX 2.1 objects that hold nothing personal: accounts are keyed hashes, times are days, and texts
 * are made of counts and probabilities alone. `created` and `modified` are for `versionObjects` to give. Undefined when
 * no member is probable enough to speak of.
 */
export function makeFindings(order: FindingsOrder): Findings | undefined {
  const facts = chooseFacts(order.found, order.intel)
  if (facts.members.length === 0) return undefined
  const maker = objectMaker(order)
  const identity = maker.make('identity', [], {
    name: order.from,
    identity_class: 'organization',
  })
  const crew = makeCrew(order, facts, maker)
  const observed = makeObserved(order, facts, maker)
  const indicators = makeIndicators(facts, maker)
  const patterns = facts.techniques.map((id) =>
    maker.make('attack-pattern', [id], {
      name: id,
      external_references: [{ source_name: 'mitre-attack', external_id: id }],
    }),
  )
  const relate = (relationship: string, source: StixObject, target: StixObject): StixObject =>
    maker.make('relationship', [relationship, idOf(source), idOf(target)], {
      relationship_type: relationship,
      source_ref: source['id'],
      target_ref: target['id'],
    })
  const [data] = observed.filter(({ type }) => type === 'observed-data')
  const relations = [
    ...indicators.map((one) => relate('indicates', one, crew)),
    ...(data === undefined ? [] : indicators.map((one) => relate('based-on', one, data))),
    ...patterns.map((one) => relate('uses', crew, one)),
  ]
  const sightings = makeSightings(facts, maker, idOf(data ?? crew), idOf(identity))
  const told = [crew, ...indicators, ...observed, ...patterns, ...relations, ...sightings]
  const objects = [identity, ...told, ...makeWords(order, facts, maker, { told, crew })]
  return { objects, keptBack: facts.keptBack }
}

interface ObjectMaker {
  readonly make: (type: string, parts: readonly string[], rest: object) => StixObject
  readonly observable: (type: string, rest: object) => StixObject
}

function objectMaker({ tlp, pseudonyms, found, from }: FindingsOrder): ObjectMaker {
  const marking = { object_marking_refs: [markingOfTlp(tlp)] }
  const creator = pseudonyms.id('identity', from)
  // The same finding at another level is another object: a version may never be laxer than the one before it.
  const subject = pseudonyms.of('cluster', found.cluster.cluster)
  return {
    make: (type, parts, rest) => {
      const isSelf = type === 'identity'
      const id = isSelf ? creator : pseudonyms.id(type, subject, tlp, creator, ...parts)
      // Who publishes is no secret, and one object for all levels.
      if (isSelf)
        return { ...shell(type, id), object_marking_refs: [markingOfTlp('clear')], ...rest }
      return { ...shell(type, id), created_by_ref: creator, ...marking, ...rest }
    },
    observable: (type, rest) => {
      const object = { type, spec_version: '2.1', ...rest }
      return { ...object, id: deterministicId(object), ...marking }
    },
  }
}

function shell(type: string, id: string): StixObject {
  return { type, spec_version: '2.1', id }
}

function makeCrew({ found, pseudonyms }: FindingsOrder, facts: Facts, maker: ObjectMaker) {
  const label = clusterLabel(pseudonyms, found.cluster.cluster)
  const { actor } = facts
  return maker.make('intrusion-set', [], {
    name: actor === undefined ? label : `${label} (${actor.name})`,
    ...(actor === undefined ? {} : { aliases: [actor.name] }),
    description:
      actor === undefined
        ? 'Accounts on one AI service that one operator runs; which one is not told.'
        : `Accounts on one AI service that ${wordsOf(actor.probability)} belong to ${actor.name}.`,
    first_seen: facts.firstDay,
    last_seen: facts.lastDay,
    confidence: confidenceOf(actor?.probability ?? facts.probability),
  })
}

/** What partners call the cluster: its own name is made of account ids, and could be guessed from them. */
export function clusterLabel(pseudonyms: Pseudonyms, cluster: string): string {
  return `cluster ${pseudonyms.of('cluster', cluster).slice(0, 10)}`
}

function makeObserved({ pseudonyms }: FindingsOrder, facts: Facts, maker: ObjectMaker) {
  const accounts = facts.members.map(({ account }) =>
    maker.observable('user-account', { user_id: pseudonyms.of('account', account) }),
  )
  const addresses = facts.addresses.map(({ value }) =>
    maker.observable(isIPv6(value) ? 'ipv6-addr' : 'ipv4-addr', { value }),
  )
  const events = facts.members.flatMap(({ signals }) => signals.flatMap((signal) => signal.events))
  const data = maker.make('observed-data', [], {
    first_observed: facts.firstDay,
    last_observed: facts.lastDay,
    number_observed: Math.max(1, new Set(events).size),
    object_refs: [...accounts, ...addresses].map(idOf).sort(),
  })
  return [...accounts, ...addresses, data]
}

function makeIndicators(facts: Facts, maker: ObjectMaker): StixObject[] {
  const until = new Date(Date.parse(facts.lastDay) + ADDRESS_DAYS * DAY_MS).toISOString()
  return facts.addresses.map(({ value, probability }) => {
    const kind = isIPv6(value) ? 'ipv6-addr' : 'ipv4-addr'
    return maker.make('indicator', [value], {
      name: `address ${value}`,
      description: 'Accounts of the operation, and no others, connected from it.',
      indicator_types: ['malicious-activity'],
      pattern: `[${kind}:value = '${value}']`,
      pattern_type: 'stix',
      valid_from: facts.firstDay,
      valid_until: until,
      confidence: confidenceOf(probability),
    })
  })
}

function makeSightings(facts: Facts, maker: ObjectMaker, dataId: string, identityId: string) {
  return facts.sightings.flatMap(({ indicator, accounts, events }) => {
    const probability = Math.max(...accounts.map((lead) => lead.probability))
    return [
      maker.make('sighting', [indicator], {
        sighting_of_ref: indicator,
        ...(dataId.startsWith('observed-data--') ? { observed_data_refs: [dataId] } : {}),
        where_sighted_refs: [identityId],
        first_seen: facts.firstDay,
        last_seen: facts.lastDay,
        count: Math.max(1, events),
        confidence: confidenceOf(probability),
      }),
      maker.make('opinion', [indicator], {
        opinion: probability >= 0.95 ? 'strongly-agree' : 'agree',
        explanation:
          `Met by ${accounts.length} accounts of the operation; ` +
          `that a threat actor runs the likeliest of them is ${wordsOf(probability)}.`,
        object_refs: [indicator],
      }),
    ]
  })
}

/** The note on how sure this is, and the report that holds everything. */
function makeWords(
  { found, pseudonyms }: FindingsOrder,
  facts: Facts,
  maker: ObjectMaker,
  { told, crew }: { readonly told: readonly StixObject[]; readonly crew: StixObject },
): StixObject[] {
  const label = clusterLabel(pseudonyms, found.cluster.cluster)
  const shares = facts.members.map(({ probability }) => wordsOf(probability))
  const counts = [...new Set(shares)].map(
    (words) => `${shares.filter((one) => one === words).length} ${words}`,
  )
  const note = maker.make('note', [], {
    abstract: 'How sure this is',
    content:
      `${facts.members.length} accounts: ${counts.join(', ')} to be run by a threat actor. ` +
      'Words of estimative probability as in ICD 203. ' +
      'Accounts are keyed hashes, times are whole days; members below even odds and victims are left out.',
    object_refs: [idOf(crew)],
  })
  const report = maker.make('report', [], {
    name: `Accounts of ${label}`,
    description:
      `${facts.members.length} accounts of one operation on an AI service, ` +
      `${facts.addresses.length} addresses, ${facts.techniques.length} techniques.`,
    report_types: ['threat-actor'],
    published: facts.lastDay,
    confidence: confidenceOf(facts.probability),
    object_refs: [...told, note].map(idOf).sort(),
  })
  return [note, report]
}

function idOf(object: StixObject): string {
  return String(object['id'])
}
