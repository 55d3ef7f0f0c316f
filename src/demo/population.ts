import type { Random } from '../core/index.ts'
import { memberAccount, stealKey } from './actors/member.ts'
import type { Plan } from './actors/plan.ts'
import { between, chanceOf, shuffle } from './chance.ts'
import { CROWD_KINDS } from './innocents/crowds.ts'
import type { Group, Kind, Surroundings } from './innocents/kind.ts'
import { PLACE_KINDS } from './innocents/places.ts'
import { WATCHER_KINDS } from './innocents/watchers.ts'
import { WORK_KINDS } from './innocents/work.ts'
import { type Account, ordinaryAccount } from './person.ts'

const KINDS: readonly Kind[] = [...PLACE_KINDS, ...WORK_KINDS, ...WATCHER_KINDS, ...CROWD_KINDS]

/** Names of all sorts of innocent look-alikes, the truth's `kind`. */
export const KIND_NAMES: readonly string[] = KINDS.map((kind) => kind.name)

/** Accounts are made a district at a time: groups lie within one, so no more than one is ever held. */
const DISTRICT_ACCOUNTS = 2000

interface Seat {
  readonly group: Group
  readonly kind: string
  readonly position: number
}

/** Gives every account of the world, one after another, in an order that tells nothing. */
export function* populate(plan: Plan, around: Surroundings): Generator<Account> {
  const { settings } = around
  const total = settings.accounts + settings.actorAccounts
  for (let first = 0; first < total; first += DISTRICT_ACCOUNTS) {
    const count = Math.min(DISTRICT_ACCOUNTS, total - first)
    const random = chanceOf(settings.seed, 'district', first)
    const seats = assignSeats(around, count, random)
    for (let offset = 0; offset < count; offset++)
      yield makeAccount(plan, around, first + offset, seats[offset])
  }
}

function makeAccount(
  plan: Plan,
  around: Surroundings,
  index: number,
  seat: Seat | undefined,
): Account {
  const { settings } = around
  const member = plan.members.get(index)
  if (member !== undefined) return memberAccount(settings, index, member)
  const thief = plan.victims.get(index)
  const account = ordinaryAccount(settings, index, seat?.group.country)
  if (thief !== undefined) {
    stealKey(settings, account, thief)
    return account
  }
  if (seat !== undefined) {
    account.kind = seat.kind
    seat.group.shape(account, seat.position, chanceOf(settings.seed, 'seat', index))
  }
  return account
}

/** Groups of each kind until its share of the district is reached; every kind has at least one group. */
function assignSeats(around: Surroundings, count: number, random: Random): Array<Seat | undefined> {
  const seats: Seat[] = []
  for (const kind of KINDS) {
    const wanted = (kind.perThousand * count) / 1000
    const [least, most] = kind.size
    let placed = 0
    while (placed === 0 || placed + (least + most) / 2 <= wanted + random() * (least + most)) {
      const largest = Math.max(least, Math.min(most, Math.ceil(wanted)))
      const size = between(random, least, largest)
      const group = kind.begin(around, random)
      for (let position = 0; position < size; position++)
        seats.push({ group, kind: kind.name, position })
      placed += size
      if (placed >= wanted) break
    }
  }
  const places: Array<Seat | undefined> = Array.from({ length: count })
  const order = shuffle(
    random,
    Array.from({ length: count }, (_, place) => place),
  )
  for (const [number, seat] of shuffle(random, seats)
    .slice(0, Math.floor(count * 0.75))
    .entries())
    places[order[number] as number] = seat
  return places
}
