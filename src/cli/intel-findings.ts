import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v4 } from 'uuid'
import type { Cluster, Lead } from '../attribution/index.ts'
import { parseInstant } from '../core/index.ts'
import { type Tlp, validateStix } from '../formats/stix/index.ts'
import { openSecretKey } from '../platform/index.ts'
import {
  clusterLabel,
  type FoundCluster,
  keyedPseudonyms,
  makeFindings,
  type StixObject,
  tellableIntel,
  versionObjects,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult, tlpOption } from './intel-action.ts'
import { openSharing } from './open-sharing.ts'
import { listOption, type Options, readOptions, textOption } from './options.ts'
import { printable, printableJson } from './printable.ts'
import { readBundles } from './read-bundles.ts'

const DEFAULT_FROM = 'an operator of an AI service'

/** `windbreak intel findings`: a cluster of a screen as a STIX 2.1 bundle that holds nothing personal. */
export const findingsAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      'out-folder': { type: 'string' },
      cluster: { type: 'string' },
      tlp: { type: 'string' },
      intel: { type: 'string', multiple: true },
      'unmarked-as': { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      preview: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const data = neededOption(options, 'data', usage)
  const isPreview = options['preview'] === true
  const to = isPreview ? '' : neededOption(options, 'to', usage)
  const tlp = tlpOption(options, 'tlp', usage)
  const found = await readCluster(
    neededOption(options, 'out-folder', usage),
    neededOption(options, 'cluster', usage),
  )
  const intel = await readIntel(options, tlp, usage)
  const records = await openSharing(options, usage)
  try {
    const pseudonyms = keyedPseudonyms(await openSecretKey(data))
    const from = textOption(options, 'from') ?? DEFAULT_FROM
    const made = makeFindings({ found, intel, tlp, pseudonyms, from })
    if (made === undefined)
      throw cliError(
        'WB_CLI_NO_CLUSTER',
        'no member is as likely as not to be an actor’s account',
        {
          hint: 'nothing of such a cluster may be told to others; look at its leads',
        },
      )
    const objects = await versionObjects(records.db, made.objects, terminal.clock(), !isPreview)
    const text = bundleText(objects)
    if (!isPreview) await writeFile(to, text)
    const label = clusterLabel(pseudonyms, found.cluster.cluster)
    const { keptBack } = made
    const result = { label, objects: objects.length, keptBack }
    if (isPreview) terminal.out(text)
    else
      printResult(terminal, options, result, [
        `${printable(found.cluster.cluster)} is told as ${label}: ${objects.length} objects, TLP:${tlp.toUpperCase()}`,
        ...(keptBack.indicators > 0
          ? [
              `${keptBack.indicators} indicators met are not named: not in --intel, or above the level`,
            ]
          : []),
        ...(keptBack.actor
          ? ["the actor's name is kept back: not in --intel, or above the level"]
          : []),
        'read it, then: windbreak intel propose',
      ])
  } finally {
    await records.close()
  }
}

async function readIntel(options: Options, tlp: Tlp, usage: string) {
  const files = listOption(options, 'intel')
  const objects = files.length === 0 ? [] : await readBundles(files, usage)
  const unmarkedAs =
    textOption(options, 'unmarked-as') === undefined
      ? 'red'
      : tlpOption(options, 'unmarked-as', usage)
  return tellableIntel(objects, tlp, unmarkedAs)
}

/** A cluster of an out folder with its leads. Throws WB_CLI_NO_CLUSTER (exit 2). */
async function readCluster(folder: string, name: string): Promise<FoundCluster> {
  const clusters = (await readLines(join(folder, 'clusters.jsonl'))) as Cluster[]
  const cluster = clusters.find((one) => one.cluster === name)
  const summary = JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as {
    asOf: string
  }
  const asOf = parseInstant(`${summary.asOf.replace(' ', 'T').replace(/Z$/, '')}Z`)
  if (cluster === undefined || asOf === undefined)
    throw cliError('WB_CLI_NO_CLUSTER', `found no cluster "${name}" in clusters.jsonl`, {
      hint: 'give the folder that screen wrote with --out, and a name that stands in it',
      at: { file: join(folder, 'clusters.jsonl') },
    })
  const leads = (await readLines(join(folder, 'leads.jsonl'))) as Lead[]
  return { cluster, leads: leads.filter((lead) => lead.cluster === name), asOf }
}

async function readLines(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

/** The same objects are the same file, to the byte. A bundle that is not valid is never written. */
function bundleText(objects: readonly StixObject[]): string {
  const random = createHash('sha256').update(JSON.stringify(objects)).digest().subarray(0, 16)
  const id = `bundle--${v4({ random })}`
  const bundle = { type: 'bundle', id, objects }
  const broken = validateStix(bundle).findings.find(({ severity }) => severity === 'error')
  if (broken !== undefined)
    throw cliError('WB_CLI_UNEXPECTED', `made STIX that is not valid: ${broken.message}`, {
      hint: 'this is an error of windbreak; report it',
      at: { path: broken.path },
    })
  return `${printableJson(bundle, 2)}\n`
}
