import { clamp, logOdds } from '../core/index.ts'
import type { Engine } from '../platform/index.ts'
import {
  type AccountSignal,
  type ForeignUse,
  type Signal,
  type StolenKeyOdds,
  weighStolenKeys,
} from '../signals/index.ts'
import type { CalibratedLead } from './calibration.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** A lead with what it claims. `probability` is that of the verdict: that an actor runs the account, or that its key was stolen. */
export interface JudgedLead extends CalibratedLead {
  readonly verdict: 'actor-account' | 'victim-key'
  /** Share of the probability of an operation behind the account that falls to the verdict. */
  readonly verdictShare: number
}

/**
 * Divides the probability that an operation is behind a lead between the two ways in which it can be: the account is the
 * actor's, or it is an innocent customer's whose key was stolen. The verdict is the more probable of the two;
 * where the account's use cannot tell them apart, neither is probable.
 */
export async function judgeHands(
  engine: Engine,
  leads: readonly CalibratedLead[],
  own: ReadonlyMap<string, readonly AccountSignal[]>,
): Promise<JudgedLead[]> {
  const uses = leads.map((lead) => foreignUseOf(lead, own.get(lead.account) ?? []))
  const odds = new Map((await weighStolenKeys(engine, uses)).map((one) => [one.account, one]))
  return leads.map((lead) => divideLead(lead, odds.get(lead.account)))
}

/** Divides one lead; the share that does not fall to the verdict stands in the ledger as bits against it. */
export function divideLead(lead: CalibratedLead, odds: StolenKeyOdds | undefined): JudgedLead {
  if (odds === undefined) return { ...lead, verdict: 'actor-account', verdictShare: 1 }
  const isVictim = odds.probability >= 0.5
  const verdictShare = isVictim ? odds.probability : 1 - odds.probability
  const probability = clamp(lead.probability * verdictShare, LEAST, 1 - LEAST)
  const bits = logOdds(probability) - logOdds(lead.probability)
  const sign = { ...SIGN, bits, note: odds.note }
  const isTold = isVictim || odds.probability >= P.stolenToldMin
  const rest = isTold ? { ...lead, signals: [...lead.signals, sign] } : lead
  return {
    ...rest,
    probability: isTold ? probability : lead.probability,
    verdict: isVictim ? 'victim-key' : 'actor-account',
    verdictShare: isTold ? verdictShare : 1,
  }
}

const LEAST = 1e-12

const SIGN: Signal = {
  source: 'behaviour',
  name: 'signs of a stolen key',
  bits: 0,
  events: [],
  observed: '',
  techniques: ['T1078'],
  intel: null,
  note: '',
  actor: '',
}

function foreignUseOf(lead: CalibratedLead, own: readonly AccountSignal[]): ForeignUse {
  const tied = lead.tie?.link.families.flatMap((family) => family.values) ?? []
  const indicated = own.filter((signal) => signal.source === 'indicator' && signal.bits > 0)
  const isOwner =
    indicated.some((signal) => signal.relation === 'signup') ||
    tied.some((value) => value.family === 'pay' || value.family === 'mail')
  return {
    account: lead.account,
    addresses: [
      ...indicated
        .filter((signal) => signal.name.startsWith('ip ') && signal.relation === 'contact')
        .map((signal) => signal.observed),
      ...tied.filter((value) => value.family === 'net').map((value) => value.value),
    ],
    clients: tied.filter((value) => value.family === 'device').map((value) => value.value),
    isOwner,
  }
}
