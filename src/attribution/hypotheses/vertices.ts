import { clamp } from '../../core/index.ts'
import type { Conduct, TtpLabel } from '../../signals/index.ts'
import { HYPOTHESIS_PARAMETERS as P } from '../hypothesis-parameters.ts'
import { type Home, type Script, SCRIPTS } from './homes.ts'

/** The four vertices of the Diamond model; evidence within one is dependent, so each is capped. */
export const VERTICES = ['infrastructure', 'capability', 'victim', 'adversary'] as const
export type Vertex = (typeof VERTICES)[number]

/** One piece of evidence about who: bits against an actor that is unknown, and what was seen, in words. */
export interface VertexEvidence {
  readonly bits: number
  readonly words: string
}

/** What everybody does, to compare with: shares of accounts, and of labelled prompts. */
export interface Background {
  readonly scripts: ReadonlyMap<Script, number>
  readonly words: ReadonlyMap<string, number>
  readonly labels: ReadonlyMap<TtpLabel, number>
}

/** Shares with one account added to each side, so that nothing is certain. */
export function backgroundOf(sample: readonly Conduct[], leads: readonly Conduct[]): Background {
  const shareOf = (holds: (one: Conduct) => boolean): number =>
    (sample.filter(holds).length + 1) / (sample.length + 2)
  const words = new Set([...sample, ...leads].flatMap((one) => one.words))
  const labels = new Map<TtpLabel, number>()
  for (const one of leads)
    for (const [label, count] of one.labels) labels.set(label, (labels.get(label) ?? 0) + count)
  return {
    scripts: new Map(SCRIPTS.map((script) => [script, shareOf((one) => writes(one, script))])),
    words: new Map([...words].sort().map((w) => [w, shareOf((one) => one.words.includes(w))])),
    labels,
  }
}

/** A script counts when it stands in more than one prompt, or in a fifth of them: words are quoted. */
function writes(one: Conduct, script: Script): boolean {
  const prompts = one.scripts[script] ?? 0
  return prompts >= 2 || (prompts >= 1 && prompts * 5 >= one.prompts)
}

/**
 * Capability: P(label | actor) / P(label | anybody) over the labelled prompts, of which `labelledMax` count as
 * independent. An actor asks `kitShare` of the time for what its known techniques let expect.
 */
export function weighCapability(
  conducts: readonly Conduct[],
  kit: readonly TtpLabel[],
  background: Background,
): VertexEvidence {
  const counts = new Map<TtpLabel, number>()
  for (const one of conducts)
    for (const [label, count] of one.labels) counts.set(label, (counts.get(label) ?? 0) + count)
  const total = sumOf(counts)
  if (kit.length === 0 || total === 0) return { bits: 0, words: '' }
  const all = sumOf(background.labels)
  const base = (label: TtpLabel): number => ((background.labels.get(label) ?? 0) + 1) / (all + 11)
  const kitBase = kit.reduce((sum, label) => sum + base(label), 0)
  const inKit = (label: TtpLabel): number => (P.kitShare * base(label)) / kitBase
  const mean = [...counts].reduce((sum, [label, count]) => {
    const given = (1 - P.kitShare) * base(label) + (kit.includes(label) ? inKit(label) : 0)
    return sum + (count / total) * Math.log2(given / base(label))
  }, 0)
  const bits = mean * Math.min(total, P.labelledMax)
  const known = [...counts].filter(([label]) => kit.includes(label))
  const share = known.reduce((sum, [, count]) => sum + count, 0)
  return {
    bits: clamp(bits, -P.capabilityMax, P.capabilityMax),
    words: `${share} of ${total} telling prompts serve techniques that it is known for`,
  }
}

function sumOf(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

/** Victim: the rarest of its targets that the accounts speak of. Not speaking of them says nothing. */
export function weighVictim(
  conducts: readonly Conduct[],
  targets: readonly string[],
  background: Background,
): VertexEvidence {
  const spoken = targets
    .filter((word) => conducts.some((one) => one.words.includes(word)))
    .map((word) => {
      const share = background.words.get(word) ?? 1
      return { word, bits: Math.log2(P.targetShare / share) }
    })
    .filter(({ bits }) => bits > 0)
    .sort((x, y) => y.bits - x.bits || (x.word < y.word ? -1 : 1))
  const bits = spoken.reduce((sum, one, rank) => sum + one.bits * 0.5 ** rank, 0)
  return {
    bits: Math.min(P.victimMax, bits),
    words: spoken.length === 0 ? '' : `speaks of ${spoken.map(({ word }) => word).join(', ')}`,
  }
}

/** Adversary: the writing and the working hours of its home. */
export function weighAdversary(
  conducts: readonly Conduct[],
  home: Home,
  background: Background,
): VertexEvidence {
  const scripts = weighScripts(conducts, home.scripts, background)
  const hours = weighHours(conducts, home.offsets)
  return {
    bits: clamp(scripts.bits + hours.bits, P.adversaryLeast, P.adversaryMax),
    words: [scripts.words, hours.words].filter((words) => words !== '').join('; '),
  }
}

/** Each account is a witness of its own, later ones half as much: members of a crew are alike. */
function weighScripts(
  conducts: readonly Conduct[],
  scripts: readonly Script[],
  background: Background,
): VertexEvidence {
  const [main] = scripts
  const readers = conducts.filter((one) => one.prompts > 0)
  if (main === undefined || readers.length === 0) return { bits: 0, words: '' }
  const base = Math.max(...scripts.map((script) => background.scripts.get(script) ?? 0.01))
  const writers = readers.filter((one) => scripts.some((script) => writes(one, script))).length
  const foreign = readers.filter((one) =>
    SCRIPTS.some((script) => !isAkin(script, scripts) && writes(one, script)),
  ).length
  const up = Math.log2(P.homeScriptShare / base)
  const down = Math.log2((1 - P.homeScriptShare) / (1 - base))
  const bits = halving(up, writers) + halving(down, readers.length - writers)
  const alien = foreign > writers ? `; ${foreign} in a script that is not of its home` : ''
  return { bits, words: `${writers} of ${readers.length} accounts write ${main} script${alien}` }
}

/** Persian and Arabic share letters, Japanese and Chinese too. */
function isAkin(script: Script, scripts: readonly Script[]): boolean {
  const akin = (a: Script, b: Script): boolean => scripts.includes(a) && script === b
  return (
    scripts.includes(script) ||
    akin('persian', 'arabic') ||
    akin('arabic', 'persian') ||
    akin('kana', 'han')
  )
}

function halving(bits: number, count: number): number {
  return bits * 2 * (1 - 0.5 ** count)
}

/** How likely an active hour-day is at each local hour of somebody who works: nine to six, an evening, a quiet night. */
const WORKING_DAY = [
  1, 1, 1, 1, 1, 1, 2, 4, 8, 12, 12, 12, 9, 11, 12, 12, 12, 11, 8, 6, 6, 5, 4, 2,
] as const
const WORKED = WORKING_DAY.reduce((sum, hours) => sum + hours, 0)

/**
 * Likelihood of the active hours at the home's offsets against that of an offset nobody knows, with at most
 * `hourDaysMax` of the hours as independent.
 */
function weighHours(conducts: readonly Conduct[], offsets: readonly number[]): VertexEvidence {
  const hours = Array.from({ length: 24 }, (_, hour) =>
    conducts.reduce((sum, one) => sum + (one.hours[hour] ?? 0), 0),
  )
  const total = hours.reduce((sum, count) => sum + count, 0)
  if (offsets.length === 0 || total < P.hourDaysMin) return { bits: 0, words: '' }
  const scale = Math.min(1, P.hourDaysMax / total)
  const likelihood = (offset: number): number => {
    const bits = hours.reduce((sum, count, hour) => {
      const local = (((hour + offset) % 24) + 24) % 24
      return sum + count * Math.log2(((WORKING_DAY[local] ?? 1) * 24) / WORKED)
    }, 0)
    return 2 ** (bits * scale)
  }
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, offset) => sum + likelihood(offset), 0) / list.length
  const all = Array.from({ length: 24 }, (_, offset) => offset)
  const bits = clamp(Math.log2(mean(offsets) / mean(all)), P.adversaryLeast, P.hoursMax)
  const zone = offsets.map((offset) => `UTC${offset < 0 ? '' : '+'}${offset}`).join(' or ')
  const fit = bits > 0 ? 'fit' : 'do not fit'
  return { bits, words: `active hours ${fit} a working day at ${zone}` }
}
