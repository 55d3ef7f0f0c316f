import type { Random } from '../../core/index.ts'
import { soleAddress6, soleServerAddress } from '../addresses.ts'
import {
  between,
  chanceOf,
  happens,
  hex,
  pick,
  pickWeighted,
  shuffle,
  type Weighted,
} from '../chance.ts'
import { countryOf } from '../countries.ts'
import { drawName, webmailAddress } from '../names.ts'
import type { Settings } from '../options.ts'
import { ownHost } from '../workspace.ts'
import { type Actor, NAMED_ACTORS, UNNAMED_HOMES, unnamedActor } from './actor.ts'

/** How a member touches a value that the partner rightly names. */
type Touch = 'signup' | 'contact' | 'domain' | 'ip' | 'hash' | 'email'

/** A value that belongs to a crew and stands, valid, in the partner's bundle. */
export interface KnownValue {
  readonly kind: 'ip' | 'domain' | 'hash' | 'email'
  readonly value: string
  /** null when the partner does not know whose it is. */
  readonly actor: Actor | null
}

/** People of one actor who work together. */
export interface Crew {
  readonly team: string
  readonly actor: Actor
  readonly size: number
}

/** One account of a crew, before it is made. */
export interface Member {
  readonly crew: Crew
  readonly position: number
  readonly touch: Touch | null
  readonly known: string | null
}

/** Who is where: the account numbers that crews and thieves of keys hold, and what the partner knows of them. */
export interface Plan {
  readonly crews: readonly Crew[]
  readonly members: ReadonlyMap<number, Member>
  readonly victims: ReadonlyMap<number, Crew>
  readonly known: readonly KnownValue[]
}

const TOUCHES: ReadonlyArray<Weighted<Touch>> = [
  ['contact', 32],
  ['signup', 22],
  ['domain', 20],
  ['hash', 10],
  ['email', 10],
  ['ip', 6],
]
const CREW_SIZES: ReadonlyArray<Weighted<number>> = [
  [2, 3],
  [3, 4],
  [4, 4],
  [5, 3],
  [6, 2],
  [7, 1],
  [8, 1],
]
const INDICATED_SHARE = 1 / 3

/** Draws crews, their members' places among all accounts, and which of them the partner's values touch. */
export function planActors(settings: Settings): Plan {
  const random = chanceOf(settings.seed, 'plan')
  const crews = drawCrews(settings.actorAccounts, random)
  const total = settings.accounts + settings.actorAccounts
  const places = new Set<number>()
  const victimCount = crews.length === 0 ? 0 : between(random, 1, 2)
  while (places.size < settings.actorAccounts + victimCount)
    places.add(Math.floor(random() * total))
  const free = shuffle(random, [...places])
  const seats = crews.flatMap((crew) =>
    Array.from({ length: crew.size }, (_, position) => ({ crew, position })),
  )
  const indicated = new Set(
    shuffle(random, [...seats]).slice(0, Math.round(seats.length * INDICATED_SHARE)),
  )
  const known = new Map<string, KnownValue>()
  const members = new Map<number, Member>()
  for (const seat of seats) {
    const touch = indicated.has(seat) ? pickWeighted(random, TOUCHES) : null
    const value = touch === null ? null : drawKnown(touch, seat.crew, known, random)
    members.set(free.pop() as number, { ...seat, touch, known: value })
  }
  const victims = new Map<number, Crew>()
  for (const place of free) victims.set(place, pick(random, crews))
  return { crews, members, victims, known: [...known.values()] }
}

/** Crews of 2 to 8 in turns, so that each named actor has one to three of them and the unnamed one has one. */
function drawCrews(accounts: number, random: Random): Crew[] {
  const [home, languages] = pick(random, UNNAMED_HOMES)
  const named = shuffle(random, [...NAMED_ACTORS])
  const turns = [...named.slice(0, 2), unnamedActor(home, languages), ...named.slice(2)]
  const crews: Crew[] = []
  let left = accounts
  for (let turn = 0; left > 0; turn++) {
    const actor = (turn < turns.length ? turns[turn] : pick(random, named)) as Actor
    const drawn = pickWeighted(random, CREW_SIZES)
    const size = left <= 8 && left - drawn < 2 ? left : drawn
    crews.push({ team: `t-${crews.length + 1}`, actor, size })
    left -= size
  }
  return crews
}

/** A value of the crew's for this touch: often one that another member touches too. */
function drawKnown(
  touch: Touch,
  crew: Crew,
  known: Map<string, KnownValue>,
  random: Random,
): string {
  const kind = touch === 'signup' || touch === 'contact' ? 'ip' : touch
  const shared = `${crew.team}/${kind}`
  const held = known.get(shared)
  if (held !== undefined && kind !== 'email' && happens(random, 0.5)) return held.value
  const value = makeValue(kind, crew.actor, random)
  const actor = crew.actor.name.startsWith('unknown') ? null : crew.actor
  known.set(held === undefined ? shared : `${shared}/${value}`, { kind, value, actor })
  return value
}

function makeValue(kind: KnownValue['kind'], actor: Actor, random: Random): string {
  switch (kind) {
    case 'domain':
      return ownHost(random)
    case 'hash':
      return hex(random, 64)
    case 'email': {
      const stock = countryOf(pick(random, actor.claims)).names
      return webmailAddress(random, stock, drawName(random, stock))
    }
    case 'ip':
      return happens(random, 0.8)
        ? soleServerAddress(random)
        : soleAddress6(countryOf(pick(random, actor.claims)), random)
  }
}
