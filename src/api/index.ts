export { createServer } from './server.ts'
export type { ServerOptions } from './server.ts'
export { taxiiRoutes } from './taxii/taxii-routes.ts'
export type { TaxiiOptions } from './taxii/taxii-routes.ts'
