import { platformError } from '../errors.ts'
import { isBlock, isInBlock } from './addresses.ts'

/**
 * What an operator lets the program call although it is private, plain HTTP or on another port than 443: host names with
 * an optional port (`keycloak.internal:8443`), addresses (`127.0.0.1:4000`, `[::1]:4000`), blocks (`10.1.0.0/16`).
 */
export interface AllowList {
  readonly names: ReadonlyArray<{ readonly host: string; readonly port: number | undefined }>
  readonly blocks: readonly string[]
}

/** Reads the entries of the setting. Throws WB_PLATFORM_HTTP_ALLOW with the entry that is none. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const names: Array<{ host: string; port: number | undefined }> = []
  const blocks: string[] = []
  for (const entry of entries) {
    if (entry.includes('/') && isBlock(entry)) blocks.push(entry)
    else names.push(parseName(entry))
  }
  return { names, blocks }
}

function parseName(entry: string): { host: string; port: number | undefined } {
  const parts = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(entry)
  const url = parts === null ? undefined : `http://${parts[1] ?? ''}`
  if (url === undefined || !URL.canParse(url))
    throw platformError(
      'WB_PLATFORM_HTTP_ALLOW',
      `found ${JSON.stringify(entry.slice(0, 80))} in the list of allowed hosts, wanted a host, host:port or block`,
      { hint: 'write it as keycloak.internal:8443, 127.0.0.1:4000 or 10.1.0.0/16' },
    )
  const port = parts?.[2] === undefined ? undefined : Number(parts[2])
  return { host: new URL(url).hostname, port }
}

/** Whether the list names the host of a URL, with its port. */
export function isNamed(list: AllowList, url: URL): boolean {
  const asked = portOf(url)
  return list.names.some(
    ({ host, port }) => host === url.hostname && (port === undefined || port === asked),
  )
}

export function isAllowedAddress(list: AllowList, address: string): boolean {
  return list.blocks.some((block) => isInBlock(address, block))
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
