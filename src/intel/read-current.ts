import type { Engine } from '../platform/index.ts'

/** How many objects counted at the instant asked for. */
export async function countCurrent(engine: Engine): Promise<number> {
  const [row] = await engine.rows<{ objects: number }>(
    'SELECT count() AS objects FROM intel_current',
  )
  return row?.objects ?? 0
}

/**
 * The objects that counted at the instant asked for, each as the JSON text that was read, with everything unknown in it;
 * in the order of type and id. Whoever asks has counted them first: all of them are in memory.
 */
export async function readCurrentTexts(engine: Engine): Promise<string[]> {
  const rows = await engine.rows<{ raw: string }>(
    `SELECT raw FROM intel_objects
     WHERE problem = '' AND (file, position) IN (SELECT file, position FROM intel_current)
     ORDER BY type, id, modified, file, position`,
  )
  return rows.map(({ raw }) => raw)
}
