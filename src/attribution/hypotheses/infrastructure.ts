import type { ActorProfile } from '../../intel/index.ts'
import type { Signal } from '../../signals/index.ts'
import { HYPOTHESIS_PARAMETERS as P } from '../hypothesis-parameters.ts'
import type { VertexEvidence } from './vertices.ts'

/** Evidence of infrastructure for each actor, by name, and for an actor whom nobody named. */
export interface Infrastructure {
  readonly byActor: ReadonlyMap<string, VertexEvidence>
  readonly nameless: VertexEvidence
}

/** What counts of a signal: how much, what was met, and whose it is said to be. */
type Met = Pick<Signal, 'actor' | 'bits' | 'observed' | 'intel'>

/**
 * Weighs whose infrastructure was met. Each actor's distinct values count, later ones a share of the one before, up to
 * the cap. A name that several actors carry as name or alias is a hypothesis for each of them, less log2 of their number.
 */
export function weighInfrastructure(
  signals: readonly Met[],
  profiles: readonly ActorProfile[],
): Infrastructure {
  const bearers = bearersByName(profiles)
  const values = new Map<string, Map<string, number>>()
  const nameless = new Map<string, number>()
  for (const signal of signals) {
    if (signal.bits <= 0 || (signal.intel === null && signal.actor === '')) continue
    const actors = signal.actor === '' ? [] : (bearers.get(nameKey(signal.actor)) ?? [signal.actor])
    if (actors.length === 0) keepMost(nameless, signal.observed, signal.bits)
    for (const actor of actors) {
      const held = values.get(actor) ?? new Map<string, number>()
      keepMost(held, signal.observed, signal.bits - Math.log2(actors.length))
      values.set(actor, held)
    }
  }
  return {
    byActor: new Map(
      [...values].map(([actor, held]) => [
        actor,
        { bits: Math.max(0, Math.min(P.infrastructureMax, halved(held))), words: named(held) },
      ]),
    ),
    nameless: {
      bits: Math.min(P.infrastructureMax, P.namelessShare * halved(nameless)),
      words:
        nameless.size === 0 ? '' : `${named(nameless)}, of which the intelligence names no actor`,
    },
  }
}

function keepMost(values: Map<string, number>, value: string, bits: number): void {
  values.set(value, Math.max(values.get(value) ?? 0, bits))
}

function halved(values: ReadonlyMap<string, number>): number {
  return [...values.values()]
    .sort((x, y) => y - x)
    .reduce((sum, bits, rank) => sum + bits * P.repeatShare ** rank, 0)
}

function named(values: ReadonlyMap<string, number>): string {
  const list = [...values]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([value]) => value)
  const more = list.length > VALUES_SHOWN ? ` and ${list.length - VALUES_SHOWN} more` : ''
  return `met ${list.slice(0, VALUES_SHOWN).join(', ')}${more}`
}

const VALUES_SHOWN = 3

/**
 * Actors by each name that they bear. A name that is an alias elsewhere joins nobody: it stays a hypothesis for each
 * bearer, the actor of that name among them.
 */
export function bearersByName(profiles: readonly ActorProfile[]): Map<string, string[]> {
  const bearers = new Map<string, string[]>()
  for (const profile of profiles) {
    for (const name of new Set([profile.name, ...profile.aliases].map(nameKey))) {
      const list = bearers.get(name)
      if (list === undefined) bearers.set(name, [profile.name])
      else if (!list.includes(profile.name)) list.push(profile.name)
    }
  }
  return bearers
}

/** Names as they are compared: `APT 28`, `apt-28` and `APT28` are one name. */
export function nameKey(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '')
}
