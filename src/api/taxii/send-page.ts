import type { FastifyReply } from 'fastify'

/**
 * Answers with a page whose entries are JSON texts already, so that stored objects are sent as they were received. An
 * empty page is `{}`: TAXII forbids empty lists.
 */
export function sendPage(
  reply: FastifyReply,
  page: {
    readonly next: string | undefined
    readonly first: string | undefined
    readonly last: string | undefined
  },
  name: 'objects' | 'versions',
  entries: readonly string[],
): string {
  if (page.first === undefined || page.last === undefined) return '{}'
  reply.header('x-taxii-date-added-first', page.first).header('x-taxii-date-added-last', page.last)
  const next =
    page.next === undefined ? '"more":false' : `"more":true,"next":${JSON.stringify(page.next)}`
  return `{${next},"${name}":[${entries.join(',')}]}`
}
