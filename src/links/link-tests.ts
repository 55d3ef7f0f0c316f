import type { Engine } from '../platform/index.ts'
import { type IsDiscovery, selectDiscoveries } from './discoveries.ts'
import type { SharedValues } from './evidence.ts'
import { type NullRate, runNull } from './null-run.ts'

/** How links are tested against coincidence: by shuffles of the values, and by e-BH over all pairs. */
export interface LinkTests {
  readonly nullRate: NullRate
  readonly isDiscovery: IsDiscovery
}

/** Prepares both tests from what the suspects share. */
export async function testLinks(
  engine: Engine,
  suspects: readonly string[],
  shared: readonly SharedValues[],
  people: number,
): Promise<LinkTests> {
  const nullRate = await runNull(engine, suspects, shared, people)
  return { nullRate, isDiscovery: selectDiscoveries(suspects, shared, people) }
}
