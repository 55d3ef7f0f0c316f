import { knownMarkings, TLP_LEVELS, TLP_MARKINGS } from '../formats/stix/index.ts'
import type { Engine } from '../platform/index.ts'

/**
 * The TLP rank of every marking that is known, from 1 (clear) to 5 (red), by its id: the fixed ones, and those that the files
 * define. 0 is a marking that sets no level. One that nobody defines is not among them, and counts as red.
 */
export async function readMarkings(
  engine: Engine,
): Promise<{ readonly ids: readonly string[]; readonly ranks: readonly number[] }> {
  const rows = await engine.rows<{ raw: string }>(
    "SELECT DISTINCT raw FROM intel_objects WHERE type = 'marking-definition' AND problem = ''",
  )
  const defined = knownMarkings(rows.map(({ raw }) => JSON.parse(raw) as Record<string, unknown>))
  const ranks = new Map<string, number>()
  for (const [id, level] of defined)
    ranks.set(id, level === null ? 0 : TLP_LEVELS.indexOf(level) + 1)
  // A copy of a fixed definition cannot change what it says.
  for (const [id, level] of Object.entries(TLP_MARKINGS))
    ranks.set(id, TLP_LEVELS.indexOf(level) + 1)
  return { ids: [...ranks.keys()], ranks: [...ranks.values()] }
}
