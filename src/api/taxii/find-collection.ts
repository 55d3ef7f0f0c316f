import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import {
  findCollection,
  type GrantedCollection,
  listApiRoots,
  notFound,
  type SharingTables,
  TaxiiError,
} from '../../sharing/index.ts'

type Roots = Awaited<ReturnType<typeof listApiRoots>>

/** The API root in the address, if the partner was granted anything in it. Throws a TaxiiError of status 404. */
export async function findApiRoot(
  db: Kysely<SharingTables>,
  request: FastifyRequest<{ Params: { root: string } }>,
): Promise<Roots[number]> {
  const roots = await listApiRoots(db, request.partner.id)
  const root = roots.find(({ name }) => name === request.params.root)
  if (root === undefined) throw notFound('The API root')
  return root
}

export type InCollection = { Params: { root: string; collection: string } }

/** The collection in the address. Throws a TaxiiError: 404 when it was not granted, 403 when it was granted for less. */
export async function collectionFor(
  db: Kysely<SharingTables>,
  request: FastifyRequest<InCollection>,
  needed: { readonly read?: true; readonly write?: true },
): Promise<GrantedCollection> {
  const { root, collection: idOrAlias } = request.params
  const collection = await findCollection(db, root, request.partner.id, idOrAlias)
  if (collection === undefined) throw notFound('The collection')
  const { canRead, canWrite } = collection
  if (needed.read && needed.write && !canRead && !canWrite) throw notFound('The collection')
  if (needed.read && !canRead) throw forbidden('read from')
  if (needed.write && !canWrite) throw forbidden('write to')
  return collection
}

function forbidden(what: string): TaxiiError {
  return new TaxiiError(403, 'Forbidden', `You may not ${what} this collection.`)
}
