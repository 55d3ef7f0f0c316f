import type { Route } from '../route.ts'
import { healthz } from './healthz.ts'
import { metrics } from './metrics.ts'
import { openapi } from './openapi.ts'
import { readyz } from './readyz.ts'

/** Every route of the server but those of TAXII. The description, the guard and the tests of rights are made from it. */
export const ROUTES: readonly Route[] = [healthz, readyz, metrics, openapi]
