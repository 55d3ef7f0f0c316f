import { type Chance, chanceFrom } from './chance.ts'

/** The evasion ladder and the nulls; `mild` and `hard` are the two mixtures that the aims name. */
export const KINDS = [
  'mild',
  'hard',
  'proxy',
  'paraphrase',
  'slow',
  'compartment',
  'cover',
  'stolen-key',
  'poison',
  'null',
  'lookalike',
] as const
export type Kind = (typeof KINDS)[number]

export interface WorldOptions {
  readonly seed: string
  readonly kind: Kind
  readonly accounts: number
  readonly actorAccounts: number
}

/** Hyper-parameters that a world draws on first use; the same name gives the same draw whatever is asked before it. */
export interface Traits {
  /** A real number in [low, high), drawn once. */
  real(name: string, low: number, high: number): number
  /** A whole number, log-uniform in [low, high], drawn once. */
  wide(name: string, low: number, high: number): number
  happens(name: string, probability: number): boolean
  /** Everything drawn so far, in order of name. */
  drawn(): Readonly<Record<string, number>>
}

export function traitsOf(seed: string): Traits {
  const values = new Map<string, number>()
  const once = (name: string, draw: (chance: Chance) => number): number => {
    const held = values.get(name)
    if (held !== undefined) return held
    const value = draw(chanceFrom(`${seed}/trait/${name}`))
    values.set(name, value)
    return value
  }
  return {
    real: (name, low, high) => once(name, (chance) => chance.real(low, high)),
    wide: (name, low, high) => once(name, (chance) => chance.wide(low, high)),
    happens: (name, probability) =>
      once(name, (chance) => (chance.happens(probability) ? 1 : 0)) === 1,
    drawn: () =>
      Object.fromEntries(
        [...values]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
      ),
  }
}

/** How the operations of a world behave. Probabilities unless named otherwise. */
export interface Craft {
  readonly card: number
  readonly exitDays: number
  readonly device: number
  readonly burst: number
  readonly mailPattern: number
  readonly ownRate: number
  readonly tactics: number
  readonly indicated: number
  readonly touches: number
  readonly rotates: boolean
  readonly slow: boolean
  readonly paraphrase: number
  readonly isCompartmented: boolean
}

/** The craft of a kind: a mild crew, and the steps that its kind changes. */
export function craftOf(kind: Kind, traits: Traits): Craft {
  const hard = kind === 'hard'
  const has = (step: Kind): boolean => hard || kind === step
  const mild: Craft = {
    card: traits.real('craft/card', 0.65, 0.88),
    exitDays: traits.real('craft/exit-days', 0.15, 0.6),
    device: traits.real('craft/device', 0.3, 0.8),
    burst: traits.real('craft/burst', 0.4, 0.9),
    mailPattern: traits.real('craft/mail', 0.3, 0.7),
    ownRate: traits.real('craft/own-rate', 0.25, 0.7),
    tactics: traits.real('craft/tactics', 0.2, 0.5),
    indicated: 1 / 3,
    touches: 3,
    rotates: has('proxy'),
    slow: has('slow'),
    paraphrase: has('paraphrase') ? 0.6 : traits.real('craft/paraphrase', 0, 0.15),
    isCompartmented: kind === 'compartment',
  }
  const covered = has('cover') ? { ...mild, tactics: 0.1 } : mild
  if (!hard) return covered
  return {
    ...covered,
    card: 0,
    exitDays: 0,
    device: traits.real('craft/device-hard', 0.05, 0.35),
    burst: traits.real('craft/burst-hard', 0, 0.3),
    mailPattern: traits.real('craft/mail-hard', 0, 0.25),
    ownRate: traits.real('craft/own-rate-hard', 0.15, 0.45),
    touches: 1,
  }
}
