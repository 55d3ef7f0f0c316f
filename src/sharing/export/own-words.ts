import { createHash } from 'node:crypto'
import { v4 } from 'uuid'
import type { Instant } from '../../core/index.ts'
import { markingOfTlp, type Tlp } from '../../formats/stix/index.ts'
import type { AttributeLife } from '../../formats/misp/index.ts'
import type { IndicatorLife, Lifecycle } from '../../intel/index.ts'
import type { StixObject } from '../release-gate.ts'

/** What our words are made of. All of it comes from what may leave: a score tells of every word that went into it. */
export interface OwnWordsOrder {
  readonly lives: readonly IndicatorLife[]
  /** What analysts met themselves. */
  readonly sightings: Lifecycle['sightings']
  /** The indicators that leave. */
  readonly indicators: readonly StixObject[]
  readonly at: Instant
  /** The level that our words are marked with. */
  readonly tlp: Tlp
  /** The name under which the operator speaks. */
  readonly from: string
}

/** What of our words an indicator's note says, as STIX carries it. Fixed for ever: a change is another definition. */
const LIFE_EXTENSION = 'extension-definition--c793e398-571e-4fec-b4fb-6fe67d980118'
const LIFE_SCHEMA =
  'Properties of a note: kind (text), state (active, expired, revoked or not-yet-valid), score (0 to 100), ' +
  'revoked (boolean), valid_from and valid_until (timestamps; valid_until is absent where nothing ends it), ' +
  'seen and refuted (numbers of reporters), decided (keep or revoke, where an analyst decided).'
/** An instant that says nothing, for what has no history: who speaks, and the definition above. */
const ALWAYS = '2026-01-01T00:00:00.000Z'
const FOR_EVER = '2299-12-31'

/**
 * What we think of others' indicators, as objects of our own beside them: only who made an object may change it (STIX 2.1,
 * 3.6). A note for each value of an indicator tells score, state and end; an opinion tells an analyst's decision or a
 * refutation; a sighting that an analyst met it. No person is named. The same input gives the same objects.
 */
export function ownWords(order: OwnWordsOrder): StixObject[] {
  const { lives, tlp, from, at } = order
  const speaker = ownIdentity(from)
  const known = new Map(order.indicators.map((one) => [String(one['id']), one]))
  const clear = { object_marking_refs: [markingOfTlp('clear')] }
  const words = lives.flatMap((life) => {
    const heard = order.sightings.filter(
      (one) => one.kind === life.kind && one.value === life.value && one.at <= at,
    )
    return [...new Set(life.claims.map(([, , , indicator]) => indicator))].flatMap((indicator) => {
      const about = known.get(indicator)
      if (about === undefined) return []
      return wordsOn(life, heard, about, (type, rest) => ({
        type,
        spec_version: '2.1',
        id: idFor(type, from, tlp, indicator, life.kind, life.value),
        created_by_ref: speaker,
        // Each instant has a version of its own; what all of them speak of was made before.
        created: about['created'] ?? ALWAYS,
        modified: at,
        object_marking_refs: [markingOfTlp(tlp)],
        ...rest,
      }))
    })
  })
  if (words.length === 0) return []
  const times = { created: ALWAYS, modified: ALWAYS }
  const identity = { type: 'identity', spec_version: '2.1', id: speaker, ...times, ...clear }
  const definition = {
    type: 'extension-definition',
    spec_version: '2.1',
    id: LIFE_EXTENSION,
    created_by_ref: idFor('identity', 'Windbreak'),
    ...times,
    ...clear,
    name: 'Life of an indicator',
    description: 'What a recipient of an indicator holds of it at an instant.',
    schema: LIFE_SCHEMA,
    version: '1.0.0',
    extension_types: ['property-extension'],
  }
  const maker = { ...identity, id: idFor('identity', 'Windbreak'), name: 'Windbreak' }
  return [
    { ...identity, name: from, identity_class: 'organization' },
    { ...maker, identity_class: 'system' },
    definition,
    ...words,
  ]
}

type Make = (type: string, rest: object) => StixObject

function wordsOn(
  life: IndicatorLife,
  heard: Lifecycle['sightings'],
  about: StixObject,
  make: Make,
): StixObject[] {
  const object_refs = [about['id']]
  const [decided] = ['keep', 'revoke'].filter((verdict) =>
    life.decision.startsWith(`${verdict} by `),
  )
  const seen = heard.filter(({ isFalse }) => !isFalse)
  const isRefuted = heard.some(({ isFalse }) => isFalse)
  const last = seen
    .map(({ at }) => at)
    .sort()
    .at(-1)
  const opinion =
    decided === 'revoke'
      ? 'strongly-disagree'
      : decided === 'keep'
        ? 'agree'
        : isRefuted && 'disagree'
  return [
    make('note', {
      abstract: 'Life of an indicator',
      content: `${life.state}, score ${life.score} of 100${decided === undefined ? '' : ', decided by an analyst'}`,
      object_refs,
      extensions: { [LIFE_EXTENSION]: lifeOf(life, decided) },
    }),
    ...(opinion === false ? [] : [make('opinion', { opinion, object_refs })]),
    ...(last === undefined
      ? []
      : [
          make('sighting', {
            sighting_of_ref: about['id'],
            last_seen: last,
            count: seen.length,
          }),
        ]),
  ]
}

function lifeOf(life: IndicatorLife, decided: string | undefined): object {
  const isEndless = life.valid_until.startsWith(FOR_EVER)
  return {
    extension_type: 'property-extension',
    kind: life.kind,
    state: life.state,
    score: life.score,
    revoked: life.revoked,
    valid_from: stixTime(life.valid_from),
    ...(isEndless ? {} : { valid_until: stixTime(life.valid_until) }),
    seen: life.seen,
    refuted: life.false_seen,
    ...(decided === undefined ? {} : { decided }),
  }
}

/** The engine writes a space between date and time, and no zone. */
function stixTime(text: string): string {
  return new Date(`${text.replace(' ', 'T').replace(/Z$/, '')}Z`).toISOString()
}

/** The identity under which an operator of this name speaks. */
export function ownIdentity(from: string): string {
  return idFor('identity', from)
}

/** The same for MISP, which has no notes on attributes: whether an indicator is for detection, and tags that say why. */
export function attributeLives(
  lives: readonly IndicatorLife[],
): ReadonlyMap<string, AttributeLife> {
  const found = new Map<string, IndicatorLife>()
  for (const life of lives)
    for (const [, , , indicator] of life.claims) {
      const known = found.get(indicator)
      // Of an indicator with several values the liveliest counts.
      if (known === undefined || known.score < life.score) found.set(indicator, life)
    }
  const tags = ({ state, score }: IndicatorLife): string[] => [
    `windbreak:state="${state}"`,
    `windbreak:score="${score}"`,
  ]
  return new Map(
    [...found].map(([id, life]) => [id, { isActive: life.state === 'active', tags: tags(life) }]),
  )
}

/** Whether an object is a note of ours on an indicator. */
export function isLifeNote({ type, extensions }: StixObject): boolean {
  return (
    type === 'note' &&
    typeof extensions === 'object' &&
    extensions !== null &&
    LIFE_EXTENSION in extensions
  )
}

function idFor(type: string, ...parts: readonly string[]): string {
  const random = createHash('sha256')
    .update(JSON.stringify(['windbreak export', type, ...parts]))
    .digest()
  return `${type}--${v4({ random: random.subarray(0, 16) })}`
}
