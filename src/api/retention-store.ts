import type { Engine } from '../platform/index.ts'
import type { ApiParts } from './parts.ts'

/** Runs retention on the event store where there is one, else on the records alone. */
export function withStore<Result>(
  { hasEvents, withEvents }: ApiParts,
  work: (engine: Engine | undefined) => Promise<Result>,
): Promise<Result> {
  return hasEvents ? withEvents(work) : work(undefined)
}
