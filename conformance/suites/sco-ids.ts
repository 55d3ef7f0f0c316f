import { WindbreakError } from '../../src/core/index.ts'
import { deterministicId } from '../../src/formats/stix/index.ts'
import type { Suite } from '../suite.ts'

/** Observables with the id that every producer must give them, or that must be refused. */
export const scoIds: Suite = {
  name: 'deterministic ids of observables',
  file: 'sco_ids.json',
  run: (row) => {
    const wanted = typeof row['id'] === 'string' ? row['id'] : 'refused'
    const found = idOf({ type: row['type'], ...(row['props'] as object) })
    return found === wanted ? 'passed' : { failed: `wanted ${wanted}, found ${found}` }
  },
}

function idOf(observable: Readonly<Record<string, unknown>>): string {
  try {
    return deterministicId(observable) ?? 'none'
  } catch (error) {
    if (error instanceof WindbreakError) return 'refused'
    throw error
  }
}
