import type { Engine } from '../platform/index.ts'
import { type AccountSignal, findStolenKeySigns, type ForeignUse } from '../signals/index.ts'
import type { RankedLead } from './leads.ts'

/**
 * Finds leads that look like an innocent customer whose key was stolen, by account. What ties such an
 * account to an operation, the addresses and clients, is only a part of its use.
 */
export async function findVictims(
  engine: Engine,
  ranked: readonly RankedLead[],
): Promise<Map<string, AccountSignal>> {
  const uses = ranked.map(foreignUseOf)
  const signs = uses.length === 0 ? [] : await findStolenKeySigns(engine, uses)
  return new Map(signs.map((sign) => [sign.account, sign]))
}

function foreignUseOf(lead: RankedLead): ForeignUse {
  const tied = lead.tie?.link.families.flatMap((family) => family.values) ?? []
  const indicated = lead.signals.filter(
    (signal) => signal.source === 'indicator' && signal.name.startsWith('ip '),
  )
  return {
    account: lead.account,
    addresses: [
      ...indicated.map((signal) => signal.observed),
      ...tied.filter((value) => value.family === 'net').map((value) => value.value),
    ],
    clients: tied.filter((value) => value.family === 'device').map((value) => value.value),
  }
}
