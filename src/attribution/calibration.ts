import { logOdds, probabilityOf } from '../core/index.ts'
import type { Signal } from '../signals/index.ts'
import type { RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** A lead whose probability means what it says. `priorBits` plus the signals' bits is the log odds of `probability`. */
export interface CalibratedLead extends RankedLead {
  readonly priorBits: number
}

/**
 * Calibrates a lead: log odds times `calibrationSlope` plus `calibrationOffset`, as fitted on whole
 * development worlds of two generators (bench/worlds/fit-calibration.ts). The slope is applied to each
 * signal and the offset to the prior, so the ledger still adds up; above `probabilityMax` it is scaled to it.
 *
 * Where neither the account nor its crew met anything that intelligence names (`isIndicated` is false), log odds above
 * even count `habitsSlope` times: unusual habits alone ask for a look and seldom for more.
 */
export function calibrateLead(lead: RankedLead, prior: number): CalibratedLead {
  const priorBits = P.calibrationSlope * logOdds(prior) + P.calibrationOffset
  const stated = lead.signals.reduce((sum, signal) => sum + signal.bits, 0)
  const raw = priorBits + stated * P.calibrationSlope
  const eased = lead.isIndicated || raw <= 0 ? raw : raw * P.habitsSlope
  const final = Math.min(logOdds(P.probabilityMax), eased)
  const scale = stated > 0 ? (final - priorBits) / stated : P.calibrationSlope
  const signals = lead.signals.map((signal): Signal => ({ ...signal, bits: signal.bits * scale }))
  return { ...lead, signals, priorBits, probability: probabilityOf(stated > 0 ? final : raw) }
}
