import type { TaxiiStatus } from '../taxii/statuses.ts'
import { askPartner, type PartnerAccess } from './ask-partner.ts'

/** What became of the objects that were sent. */
export interface PushReport {
  readonly sent: number
  readonly taken: number
  readonly failures: readonly { readonly id: string; readonly message: string }[]
}

/** Bytes kept free of the server's limit for the envelope. */
const ENVELOPE_BYTES = 64
const BYTES_IF_UNSAID = 1_000_000
const STATUS_ASKS_MAX = 30
const STATUS_WAIT = 1000

/**
 * Sends objects to a partner's collection, in envelopes below the server's limit, and waits until each has been taken
 * or refused. Sending again what was sent is harmless: the server says that it was there. Throws what `askPartner` throws.
 */
export async function pushObjects(
  access: PartnerAccess,
  collectionUrl: string,
  objects: readonly Readonly<Record<string, unknown>>[],
): Promise<PushReport> {
  const root = new URL('../../', withSlash(collectionUrl)).href
  const { body } = await askPartner(access, root)
  const limit = Number(body['max_content_length'])
  const bytesMax = Number.isSafeInteger(limit) && limit > ENVELOPE_BYTES ? limit : BYTES_IF_UNSAID
  const failures: Array<{ id: string; message: string }> = []
  let taken = 0
  for (const part of parts(objects, bytesMax - ENVELOPE_BYTES)) {
    const url = new URL('objects/', withSlash(collectionUrl)).href
    const answer = await askPartner(access, url, `{"objects":[${part.join(',')}]}`)
    const status = await settled(access, root, answer.body as unknown as TaxiiStatus)
    taken += status.success_count
    for (const { id, message = '' } of status.failures ?? []) failures.push({ id, message })
  }
  return { sent: objects.length, taken, failures }
}

/** Objects as texts, in runs that fit; one that alone is too long goes alone, and the server refuses it. */
function parts(
  objects: readonly Readonly<Record<string, unknown>>[],
  bytesMax: number,
): string[][] {
  const runs: string[][] = []
  let room = 0
  for (const object of objects) {
    const text = JSON.stringify(object)
    const bytes = Buffer.byteLength(text) + 1
    const run = runs.at(-1)
    if (run !== undefined && bytes <= room) run.push(text)
    else runs.push([text])
    room = (run !== undefined && bytes <= room ? room : bytesMax) - bytes
  }
  return runs
}

async function settled(
  access: PartnerAccess,
  root: string,
  status: TaxiiStatus,
): Promise<TaxiiStatus> {
  let current = status
  for (let asks = 0; current.status === 'pending' && asks < STATUS_ASKS_MAX; asks += 1) {
    await access.wait(STATUS_WAIT)
    const answer = await askPartner(access, new URL(`status/${current.id}/`, root).href)
    current = answer.body as unknown as TaxiiStatus
  }
  return current
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
