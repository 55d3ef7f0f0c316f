import type { Chance } from './chance.ts'
import { fingerprint, patternedMails } from './devices.ts'
import type { Draft } from './draft.ts'
import { madeNames } from './made-words.ts'
import type { Names } from './phrasebook.ts'
import { DAY_MS, type Plan, type Scripted } from './plan.ts'

/** Takes people whom no group has yet; fewer when too few fit. */
export function take(
  draft: Draft,
  count: number,
  fits: (plan: Plan) => boolean = () => true,
): Plan[] {
  const taken: Plan[] = []
  const { free } = draft
  for (let index = free.length - 1; index >= 0 && taken.length < count; index--) {
    const plan = free[index] as Plan
    if (!fits(plan)) continue
    free.splice(index, 1)
    taken.push(plan)
  }
  return taken
}

/** Gives members a common place that they work from on a share of their sessions. */
export function shareAddresses(
  members: readonly Plan[],
  addresses: readonly string[],
  share: number,
): void {
  for (const { habits } of members) habits.places = [{ share, addresses }, ...habits.places]
}

/** One card for those members whom chance picks. */
export function shareCard(members: readonly Plan[], rate: number, chance: Chance): void {
  const card = fingerprint(chance)
  for (const plan of members) {
    if (!chance.happens(rate)) continue
    plan.payment = card
    if (plan.tier === 'free') plan.tier = 'paid'
  }
}

/** Common file, code and host names that members use in a share of their requests. */
export function shareNames(members: readonly Plan[], names: Names, rate: number): void {
  for (const { habits } of members) {
    const total = habits.ownRate + rate
    if (habits.ownRate === 0 || total === 0) habits.names = names
    else
      habits.names = {
        files: [...habits.names.files, ...names.files],
        idents: [...habits.names.idents, ...names.idents],
        hosts: [...habits.names.hosts, ...names.hosts],
      }
    habits.ownRate = Math.min(0.9, total)
    habits.coding = Math.max(habits.coding, 0.25)
  }
}

export function crewNames(chance: Chance): Names {
  return madeNames(chance, chance.whole(2, 5), chance.whole(1, 4), chance.whole(1, 3))
}

/** Moves the sign-ups of members into a few hours, before or inside the window. */
export function signUpTogether(
  draft: Draft,
  members: readonly Plan[],
  hours: number,
  chance: Chance,
): void {
  const day = chance.happens(0.5) ? chance.whole(0, 18) : -chance.wide(1, 120)
  const at = draft.startAt + (day + chance.real(0.2, 0.8)) * DAY_MS
  for (const plan of members) {
    plan.createdAt = Math.floor(at + chance.real(0, hours) * 3600 * 1000)
    const first = Math.floor((plan.createdAt - draft.startAt) / DAY_MS)
    plan.habits.firstDay = Math.max(0, first)
  }
}

export function patternMail(members: readonly Plan[], chance: Chance): void {
  const mails = patternedMails(members.length, chance)
  for (const [index, plan] of members.entries()) plan.email = mails[index] ?? plan.email
}

/** Mail addresses and, if the directory says so, the name of one organisation. */
export function employ(
  members: readonly Plan[],
  name: string,
  isNamed: boolean,
  hasDomain: boolean,
  kind = 'enterprise' as Plan['tier'],
): void {
  for (const plan of members) {
    if (isNamed) plan.organization = name
    if (hasDomain) plan.email = `${plan.email.split('@')[0]}@${name.toLowerCase()}.example`
    plan.tier = kind
  }
}

export function script(plan: Plan, item: Scripted): void {
  plan.habits.scripted.push({ ...item, day: Math.max(plan.habits.firstDay, item.day) })
}

/** A working day inside an account's life. */
export function someDay(plan: Plan, chance: Chance): number {
  return chance.whole(plan.habits.firstDay, plan.habits.lastDay)
}
