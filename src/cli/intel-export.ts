import { createHash } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { v4 } from 'uuid'
import type { Instant } from '../core/index.ts'
import { mispEventsOf, readManifest, writeFeed, type WrittenEvent } from '../formats/misp/index.ts'
import type { Tlp } from '../formats/stix/index.ts'
import {
  countCurrent,
  countLife,
  type IndicatorLife,
  readCurrentTexts,
  readLife,
} from '../intel/index.ts'
import { prepareFolder } from '../platform/index.ts'
import {
  attributeLives,
  chooseObjects,
  EXPORTED_MAX,
  type ObjectText,
  isLifeNote,
  ownIdentity,
  ownWords,
  readCollectionTexts,
  type StixObject,
} from '../sharing/index.ts'
import type { Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { parseJson } from './parse-json.ts'
import {
  type IntelAction,
  neededOption,
  printResult,
  tlpOption,
  withheldLines,
} from './intel-action.ts'
import { INTEL_PLACE, oneOf } from './intel-life.ts'
import { hasRecords, readDecided, withIntel, withRecords } from './open-intel.ts'
import { instantOption, type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'
import { replaceFile } from './replace-file.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const DEFAULT_FROM = 'an operator of an AI service'
const LEFT_SHOWN = 20
const MANIFEST = 'manifest.json'

/** `windbreak intel export`: what is known, as it stands at an instant, up to a level. */
export const exportAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      ...INTEL_PLACE,
      collection: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string' },
      tlp: { type: 'string' },
      'unmarked-as': { type: 'string' },
      from: { type: 'string' },
      'objects-only': { type: 'boolean' },
    },
    usage,
  )
  const to = neededOption(options, 'to', usage)
  const format = oneOf(options, 'format', ['stix', 'misp']) ?? 'stix'
  const ceiling = tlpOption(options, 'tlp', usage)
  const unmarkedAs = tlpOption(options, 'unmarked-as', usage)
  const at = instantOption(options, 'as-of') ?? terminal.clock()
  const place = { ...options, 'as-of': at }
  const texts = await readTexts(place, terminal, usage)
  if (texts.length > EXPORTED_MAX) throw tooMany(texts.length)
  const order = { ceiling, unmarkedAs }
  const { admitted, withheld } = hasRecords(textOption(options, 'data'))
    ? await withRecords(options, usage, (db) => chooseObjects(texts, { ...order, db }))
    : await chooseObjects(texts, { ...order, db: undefined })
  const judged =
    options['objects-only'] === true ? NOTHING : await judge(admitted, place, terminal, usage)
  const { words } = judged
  const all = [...admitted, ...words.map((object) => ({ object, text: JSON.stringify(object) }))]
  const result = { objects: admitted.length, words: words.length, withheld }
  const lines = [
    `${result.objects} objects, ${result.words} words of our own on them, up to TLP:${ceiling.toUpperCase()}`,
    `${withheld.length} withheld`,
    ...withheldLines(withheld),
  ]
  if (format === 'stix') {
    await writeBundle(to, all)
    printResult(terminal, options, result, lines)
    return
  }
  const events = eventsOf(
    all.map(({ object }) => object),
    judged.lives,
    options,
    unmarkedAs,
  )
  await writeFeedFolder(to, writeFeed(events.map(({ event }) => event)))
  const left = events.flatMap((event) => event.left)
  printResult(terminal, options, { ...result, events: events.length, left }, [
    ...lines,
    `${events.length} MISP events; ${left.length} objects that MISP has no type for`,
    ...left.slice(0, LEFT_SHOWN).map(({ id, reason }) => `  ${printable(id)} ${printable(reason)}`),
  ])
}

/** What counts at an instant, of files, of the store, or of one of our collections. */
async function readTexts(
  options: Options & { readonly 'as-of': Instant },
  terminal: Terminal,
  usage: string,
): Promise<string[]> {
  const collection = textOption(options, 'collection')
  if (collection !== undefined)
    return withRecords(options, usage, (db) => readCollectionTexts(db, collection))
  return withIntel(options, terminal, usage, async (engine) => {
    const count = await countCurrent(engine)
    if (count > EXPORTED_MAX) throw tooMany(count)
    return readCurrentTexts(engine)
  })
}

/** How things stand with the values that leave, and what we say of them. */
interface Judged {
  readonly lives: readonly IndicatorLife[]
  readonly words: readonly StixObject[]
}
const NOTHING: Judged = { lives: [], words: [] }

/**
 * Scores are made afresh of what leaves and nothing else: a score that a withheld source had raised would tell of it.
 */
async function judge(
  admitted: readonly ObjectText[],
  options: Options & { readonly 'as-of': Instant },
  terminal: Terminal,
  usage: string,
): Promise<Judged> {
  const indicators = admitted.map(({ object }) => object).filter(({ type }) => type === 'indicator')
  if (indicators.length === 0) return NOTHING
  const tlp = tlpOption(options, 'tlp', usage)
  const { sightings } = await readDecided(textOption(options, 'data'))
  return withTemporaryFolder('windbreak-export-', async (folder) => {
    const file = join(folder, 'admitted.json')
    await writeFile(file, bundleOf(admitted))
    const lives: IndicatorLife[] = await withIntel(
      { ...options, intel: [file] },
      terminal,
      usage,
      async (engine, at) => {
        const counts = Object.values(await countLife(engine, at))
        return readLife(engine, { at, limit: counts.reduce((sum, count) => sum + count, 0) })
      },
    )
    const from = textOption(options, 'from') ?? DEFAULT_FROM
    const at = options['as-of']
    return { lives, words: ownWords({ lives, sightings, indicators, at, tlp, from }) }
  })
}

function eventsOf(
  objects: readonly StixObject[],
  lives: readonly IndicatorLife[],
  options: Options,
  sourceDefault: Tlp,
): WrittenEvent[] {
  const name = textOption(options, 'from') ?? DEFAULT_FROM
  return mispEventsOf(
    objects.filter((object) => !isLifeNote(object)),
    {
      organisation: { name, uuid: ownIdentity(name).split('--')[1] ?? '' },
      sourceDefault,
      lives: attributeLives(lives),
    },
  )
}

/**
 * Writes a feed over what an earlier export put into the folder: events first, the manifest that names them last, then
 * events that it no longer names go, since nobody decided that they may still be read.
 */
async function writeFeedFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await prepareFolder(folder, '--to')
  const manifest = await readFile(join(folder, MANIFEST), 'utf8').catch(() => '{}')
  const known = readManifest(parseJson(manifest)).entries.map(({ uuid }) => `${uuid}.json`)
  const names = [...files.keys()].sort((a, b) => Number(a === MANIFEST) - Number(b === MANIFEST))
  for (const name of names)
    await replaceFile(join(folder, name), async (write) => {
      await write(files.get(name) ?? '')
    })
  for (const name of known) if (!files.has(name)) await rm(join(folder, name), { force: true })
}

async function writeBundle(path: string, objects: readonly ObjectText[]): Promise<void> {
  await replaceFile(path, async (write) => {
    await write(bundleOf(objects))
  })
}

/** The same objects are the same file, to the byte; one object a line. */
function bundleOf(objects: readonly ObjectText[]): string {
  const hash = createHash('sha256')
  for (const { text } of objects) hash.update(text)
  const id = `bundle--${v4({ random: hash.digest().subarray(0, 16) })}`
  const lines = objects.map(({ text }) => text).join(',\n')
  return `{"type":"bundle","id":"${id}"${objects.length === 0 ? '' : `,"objects":[\n${lines}\n]`}}\n`
}

function tooMany(count: number): Error {
  return cliError(
    'WB_CLI_BAD_OPTION',
    `found ${count} objects, at most ${EXPORTED_MAX} in one export`,
    {
      hint: 'give fewer files with --intel',
    },
  )
}
