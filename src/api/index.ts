export { taxiiRoutes } from './taxii/taxii-routes.ts'
export type { TaxiiOptions } from './taxii/taxii-routes.ts'
