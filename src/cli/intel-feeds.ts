import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPartnerFetch, type PartnerLink } from '../platform/index.ts'
import {
  openFeedFolder,
  type PartnerAccess,
  pullCollection,
  pushObjects,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { oneOf } from './intel-life.ts'
import { listOption, type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'
import { readBundles } from './read-bundles.ts'

const ANSWER_MS_MAX = 60_000
/** A page of a thousand objects is about one megabyte; a partner may put larger ones together. */
const ANSWER_BYTES_MAX = 256_000_000
const FAILURES_SHOWN = 20

export const pullAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      collection: { type: 'string' },
      into: { type: 'string' },
      ...LINK,
      json: { type: 'boolean' },
    },
    usage,
  )
  const collection = partnerUrl(options, 'collection', usage)
  const folder = await openFeedFolder(neededOption(options, 'into', usage), collection)
  let objects = 0
  for await (const page of pullCollection(
    await accessOf(options, usage),
    collection,
    folder.place,
  )) {
    await folder.keep(page)
    objects += page.objects.length
    terminal.progress('pulling', objects, undefined, 'objects')
  }
  terminal.clearProgress()
  printResult(terminal, options, { objects }, [`${objects} objects pulled`])
}

export const pushAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      collection: { type: 'string' },
      files: { type: 'string', multiple: true },
      ...LINK,
      json: { type: 'boolean' },
    },
    usage,
  )
  const collection = partnerUrl(options, 'collection', usage)
  const objects = await readBundles(listOption(options, 'files'), usage)
  const report = await pushObjects(await accessOf(options, usage), collection, objects)
  printResult(terminal, options, report, [
    `${report.sent} objects sent, ${report.taken} taken, ${report.failures.length} refused`,
    ...report.failures
      .slice(0, FAILURES_SHOWN)
      .map(({ id, message }) => `  ${printable(id)} ${printable(message)}`),
  ])
}

/** An option that is the address of a partner. Throws WB_CLI_BAD_OPTION. */
export function partnerUrl(options: Options, name: string, usage: string): string {
  const text = neededOption(options, name, usage)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && isSafe(url)) return url.href.endsWith('/') ? url.href : `${url.href}/`
  throw cliError(
    'WB_CLI_BAD_OPTION',
    `--${name}: found "${text}", wanted the https address of a partner`,
    {
      hint: 'plain http is taken for this machine only, and no user or password in the address',
    },
  )
}

/** Credentials go over TLS, or do not leave the machine. */
function isSafe(url: URL): boolean {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) && url.username === ''
}

/** Options of whoever speaks to a partner. */
export const LINK = {
  user: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'tls-min': { type: 'string' },
  proxy: { type: 'string' },
} as const

/** How a partner is spoken to, by `LINK` and WINDBREAK_TAXII_SECRET. Throws WB_CLI_BAD_OPTION. */
export async function accessOf(options: Options, usage: string): Promise<PartnerAccess> {
  const secret = process.env['WINDBREAK_TAXII_SECRET']
  const user = textOption(options, 'user')
  const credential =
    secret === undefined
      ? undefined
      : user === undefined
        ? { kind: 'bearer' as const, name: '', secret }
        : { kind: 'basic' as const, name: user, secret }
  const link = await linkOf(options, usage)
  return {
    fetch: Object.keys(link).length === 0 ? fetch : await openPartnerFetch(link),
    credential,
    wait: async (milliseconds) => {
      await sleep(milliseconds)
    },
    timeout: ANSWER_MS_MAX,
    bytesMax: ANSWER_BYTES_MAX,
  }
}

async function linkOf(options: Options, usage: string): Promise<PartnerLink> {
  const pem = async (name: 'ca' | 'cert' | 'key') => {
    const file = textOption(options, name)
    return file === undefined ? {} : { [name]: await readFile(file, 'utf8') }
  }
  const tlsMin = oneOf(options, 'tls-min', ['1.2', '1.3'])
  const proxy = textOption(options, 'proxy')
  if (proxy !== undefined && !(URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)))
    throw cliError(
      'WB_CLI_BAD_OPTION',
      '--proxy: wanted an address such as http://proxy.example:3128',
    )
  if ((textOption(options, 'cert') === undefined) !== (textOption(options, 'key') === undefined))
    throw cliError('WB_CLI_BAD_OPTION', 'found one of --cert and --key, wanted both or none', {
      hint: usage,
    })
  return {
    ...(await pem('ca')),
    ...(await pem('cert')),
    ...(await pem('key')),
    ...(tlsMin === undefined ? {} : { tlsMin: tlsMin === '1.3' ? 'TLSv1.3' : 'TLSv1.2' }),
    ...(proxy === undefined ? {} : { proxy }),
  }
}
