import type { Random } from '../core/index.ts'
import { DAY_MS, HOUR_MS, normal, pickWeighted, type Weighted } from './chance.ts'
import type { Country } from './countries.ts'

/** When somebody works: office hours, evenings, any time awake, nights, or a machine's even beat. */
export type RhythmKind = 'office' | 'evening' | 'daytime' | 'night' | 'machine'

export interface Rhythm {
  readonly kind: RhythmKind
  /** Hours east of UTC. */
  readonly offset: number
  readonly weekend: readonly number[]
  /** Chance that a day off is worked like any other. */
  readonly weekendWork: number
}

const PEAKS: Readonly<Record<Exclude<RhythmKind, 'machine'>, ReadonlyArray<Weighted<number>>>> = {
  office: [
    [8, 3],
    [9, 9],
    [10, 11],
    [11, 10],
    [12, 5],
    [13, 6],
    [14, 10],
    [15, 10],
    [16, 9],
    [17, 6],
    [18, 2],
    [20, 1],
  ],
  evening: [
    [7, 1],
    [12, 2],
    [16, 3],
    [17, 4],
    [18, 6],
    [19, 9],
    [20, 11],
    [21, 11],
    [22, 8],
    [23, 4],
    [0, 1],
  ],
  daytime: [
    [7, 2],
    [8, 4],
    [9, 6],
    [10, 7],
    [11, 7],
    [12, 6],
    [13, 6],
    [14, 7],
    [15, 7],
    [16, 7],
    [17, 6],
    [18, 6],
    [19, 6],
    [20, 6],
    [21, 5],
    [22, 3],
  ],
  night: [
    [20, 2],
    [21, 4],
    [22, 7],
    [23, 9],
    [0, 10],
    [1, 9],
    [2, 7],
    [3, 4],
    [14, 2],
    [16, 2],
  ],
}

/** The rhythm of somebody in a country. */
export function rhythmIn(country: Country, kind: RhythmKind, random: Random): Rhythm {
  const weekendWork = kind === 'office' ? 0.04 + random() * 0.12 : 0.5 + random() * 0.5
  return { kind, offset: country.offset, weekend: country.weekend, weekendWork }
}

/** A moment in [startMs, endMs) that fits the rhythm. */
export function drawMoment(rhythm: Rhythm, startMs: number, endMs: number, random: Random): number {
  if (rhythm.kind === 'machine') return startMs + random() * (endMs - startMs)
  const days = Math.max(1, Math.ceil((endMs - startMs) / DAY_MS))
  const firstDay = Math.floor(startMs / DAY_MS)
  let moment = startMs
  for (let attempt = 0; attempt < 12; attempt++) {
    const day = firstDay + Math.floor(random() * days)
    const weekday = (((day + 4) % 7) + 7) % 7
    const isOff = rhythm.weekend.includes(weekday)
    if (isOff && random() >= rhythm.weekendWork) continue
    const hour = pickWeighted(random, PEAKS[rhythm.kind]) + random() + 0.12 * normal(random)
    moment = day * DAY_MS + (hour - rhythm.offset) * HOUR_MS
    if (moment >= startMs && moment < endMs) return moment
  }
  return moment < startMs || moment >= endMs ? startMs + random() * (endMs - startMs) : moment
}
