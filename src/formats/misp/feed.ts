import { createHash } from 'node:crypto'
import { asList, asRecord, asText } from './read.ts'

type Json = Readonly<Record<string, unknown>>

/** One event that a feed offers. `sha256` is that of its file, where the feed says. */
export interface FeedEntry {
  readonly uuid: string
  /** Epoch seconds of the last change: fetch the event when this is newer than what is known. */
  readonly timestamp: number
  readonly sha256: string | undefined
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MANIFEST_FIELDS = [
  'info',
  'Orgc',
  'timestamp',
  'date',
  'analysis',
  'threat_level_id',
  'Tag',
] as const

/** The files of a feed by name: `manifest.json`, `hashes.csv` and one `<uuid>.json` an event (`{"Event": …}`). */
export function writeFeed(
  events: readonly { readonly Event: Json }[],
): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const manifest: Record<string, Json> = {}
  const hashes: string[] = []
  for (const event of events) {
    const uuid = asText(event.Event['uuid'])
    const text = `${JSON.stringify(event)}\n`
    files.set(`${uuid}.json`, text)
    const fields = MANIFEST_FIELDS.map((name) => [name, event.Event[name]] as const)
    manifest[uuid] = { ...Object.fromEntries(fields), 'integrity:sha256': sha256(text) }
    hashes.push(...valuesOf(event.Event).map((value) => `${md5(value)},${uuid}\n`))
  }
  files.set('manifest.json', `${JSON.stringify(manifest)}\n`)
  files.set('hashes.csv', hashes.join(''))
  return files
}

/** Values by which a receiver looks an event up: those of attributes, each part of those in two parts. */
function valuesOf(event: Json): string[] {
  const objects = asList(event['Object']).flatMap((object) => asList(asRecord(object)['Attribute']))
  const attributes = [...asList(event['Attribute']), ...objects].map(asRecord)
  return attributes
    .filter((attribute) => attribute['deleted'] !== true)
    .flatMap((attribute) => {
      const value = asText(attribute['value'])
      return asText(attribute['type']).includes('|') ? value.split('|') : [value]
    })
}

/** The entries of a manifest, oldest first; what is no entry is left out and counted. Total. */
export function readManifest(value: unknown): { entries: readonly FeedEntry[]; rejected: number } {
  const given = Object.entries(asRecord(value))
  const entries = given.flatMap(([key, entry]) => {
    const uuid = key.toLowerCase()
    const timestamp = Number(asText(asRecord(entry)['timestamp']) || Number.NaN)
    // The name becomes part of an address that is fetched: nothing but a UUID may.
    if (!UUID.test(uuid) || !Number.isSafeInteger(timestamp) || timestamp < 0) return []
    const hash = asText(asRecord(entry)['integrity:sha256']).toLowerCase()
    return [{ uuid, timestamp, sha256: /^[0-9a-f]{64}$/.test(hash) ? hash : undefined }]
  })
  entries.sort((a, b) => a.timestamp - b.timestamp || (a.uuid < b.uuid ? -1 : 1))
  return { entries, rejected: given.length - entries.length }
}

/** Whether the text of an event is the one that its manifest speaks of; true where the manifest says nothing. */
export function isWhole(entry: FeedEntry, text: string): boolean {
  return entry.sha256 === undefined || entry.sha256 === sha256(text)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What receivers of MISP feeds look values up by; it guards nothing. */
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
