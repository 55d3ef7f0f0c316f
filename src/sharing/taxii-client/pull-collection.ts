import { sharingError } from '../errors.ts'
import { askPartner, type PartnerAccess, type PartnerAnswer } from './ask-partner.ts'

/**
 * Where a poll stands. `addedAfter` stays while `next` is followed, since a `next` belongs to the filters that it was
 * given for, and moves when there is no more.
 */
export interface PullPlace {
  readonly addedAfter?: string
  readonly next?: string
  /** The latest `date_added` seen, from which the next poll goes on. */
  readonly seen?: string
}

export interface PulledPage {
  readonly objects: readonly unknown[]
  /** Where to go on once the page is kept. */
  readonly place: PullPlace
}

/** Pages without any object that are taken for a server that never ends. */
const EMPTY_PAGES_MAX = 3

/**
 * Reads what a partner's collection got since a place, a page at a time. The caller keeps a page before it asks for the
 * next, and then the place: a poll that dies goes on there, and at worst reads one page twice. Throws what `askPartner`
 * throws, and WB_SHARING_PARTNER_REFUSED for a server that leads in a circle.
 */
export async function* pullCollection(
  access: PartnerAccess,
  collectionUrl: string,
  from: PullPlace,
): AsyncGenerator<PulledPage> {
  let place = from
  let empty = 0
  for (;;) {
    const answer = await askPartner(access, pageUrl(collectionUrl, place))
    const objects = Array.isArray(answer.body['objects'])
      ? (answer.body['objects'] as unknown[])
      : []
    const following = placeAfter(place, answer)
    empty = objects.length === 0 ? empty + 1 : 0
    const isStuck = following.next !== undefined && following.next === place.next
    if (isStuck || empty > EMPTY_PAGES_MAX)
      throw sharingError(
        'WB_SHARING_PARTNER_REFUSED',
        `${new URL(collectionUrl).origin}: says that there is more and gives nothing new`,
        { hint: 'ask the partner to check paging; what came before is kept' },
      )
    place = following
    yield { objects, place }
    if (answer.body['more'] !== true) return
  }
}

/** Without `next`, more is asked for by the last time of adding (TAXII 2.1, 3.5). */
function placeAfter(place: PullPlace, { headers, body }: PartnerAnswer): PullPlace {
  const seen = headers.get('x-taxii-date-added-last') ?? place.seen
  const next = body['more'] === true && typeof body['next'] === 'string' ? body['next'] : undefined
  if (next !== undefined)
    return {
      ...(place.addedAfter === undefined ? {} : { addedAfter: place.addedAfter }),
      next,
      ...(seen === undefined ? {} : { seen }),
    }
  return seen === undefined ? {} : { addedAfter: seen, seen }
}

function pageUrl(collectionUrl: string, place: PullPlace): string {
  const url = new URL('objects/', collectionUrl.endsWith('/') ? collectionUrl : `${collectionUrl}/`)
  url.searchParams.set('match[version]', 'all')
  if (place.addedAfter !== undefined) url.searchParams.set('added_after', place.addedAfter)
  if (place.next !== undefined) url.searchParams.set('next', place.next)
  return url.href
}
