import { setTimeout as sleep } from 'node:timers/promises'
import {
  openFeedFolder,
  type PartnerAccess,
  pullCollection,
  pushObjects,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
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
      user: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const collection = partnerUrl(options, 'collection', usage)
  const folder = await openFeedFolder(neededOption(options, 'into', usage), collection)
  let objects = 0
  for await (const page of pullCollection(accessOf(options), collection, folder.place)) {
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
      user: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const collection = partnerUrl(options, 'collection', usage)
  const objects = await readBundles(listOption(options, 'files'), usage)
  const report = await pushObjects(accessOf(options), collection, objects)
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

export function accessOf(options: Options): PartnerAccess {
  const secret = process.env['WINDBREAK_TAXII_SECRET']
  const user = textOption(options, 'user')
  const credential =
    secret === undefined
      ? undefined
      : user === undefined
        ? { kind: 'bearer' as const, name: '', secret }
        : { kind: 'basic' as const, name: user, secret }
  return {
    fetch,
    credential,
    wait: async (milliseconds) => {
      await sleep(milliseconds)
    },
    timeout: ANSWER_MS_MAX,
    bytesMax: ANSWER_BYTES_MAX,
  }
}
