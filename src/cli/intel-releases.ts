import { readFile } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import {
  approveRelease,
  listReceipts,
  proposeRelease,
  publishRelease,
  type Receipt,
  recallRelease,
  type SharingTables,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { openSharing } from './open-sharing.ts'
import { listOption, type Options, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'
import { readBundles } from './read-bundles.ts'

interface Answer {
  readonly result: object
  readonly lines: readonly string[]
}
type Work = (db: Kysely<SharingTables>, options: Options, usage: string) => Promise<Answer>

/** An action on the records: options are read, the records opened, the answer printed. */
function recordAction(names: readonly string[], work: (clock: () => string) => Work): IntelAction {
  return async (args, terminal, usage) => {
    const config = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
    const options = readOptions(
      args,
      {
        ...config,
        data: { type: 'string' },
        json: { type: 'boolean' },
        ...(names.includes('files') ? { files: { type: 'string', multiple: true } } : {}),
      },
      usage,
    )
    const records = await openSharing(options, usage)
    try {
      const { result, lines } = await work(terminal.clock)(records.db, options, usage)
      printResult(terminal, options, result, lines)
    } finally {
      await records.close()
    }
  }
}

export const proposeAction: IntelAction = recordAction(
  ['files', 'by'],
  (clock) => async (db, options, usage) => {
    const bundle = await bundleText(options, usage)
    const by = neededOption(options, 'by', usage)
    const { id, hash } = await proposeRelease(db, clock, { bundle, by })
    return {
      result: { release: id, sha256: hash },
      lines: [
        `release ${id}`,
        `SHA-256 ${hash}`,
        'another person reads the bundle and approves it',
      ],
    }
  },
)

export const approveAction: IntelAction = recordAction(
  ['release', 'files', 'by'],
  (clock) => async (db, options, usage) => {
    const id = neededOption(options, 'release', usage)
    const by = neededOption(options, 'by', usage)
    await approveRelease(db, clock, id, { bundle: await bundleText(options, usage), by })
    return {
      result: { release: id, approved: true },
      lines: [`release ${printable(id)} is approved`],
    }
  },
)

export const publishAction: IntelAction = recordAction(
  ['release', 'files', 'collection'],
  (clock) => async (db, options, usage) => {
    const id = neededOption(options, 'release', usage)
    const collectionId = neededOption(options, 'collection', usage)
    const bundle = await bundleText(options, usage)
    const { released, wereThere } = await publishRelease(db, clock, id, { bundle, collectionId })
    return {
      result: { release: id, collection: collectionId, released, wereThere },
      lines: [`${released} objects released, ${wereThere} there already`],
    }
  },
)

export const recallAction: IntelAction = recordAction(
  ['release', 'by'],
  (clock) => async (db, options, usage) => {
    const id = neededOption(options, 'release', usage)
    const report = await recallRelease(db, clock, id, neededOption(options, 'by', usage))
    return {
      result: { release: id, ...report },
      lines: [
        `release ${printable(id)} is recalled from ${report.collections.length} collections`,
        ...report.collections.map((one) => `  ${one.id}: ${one.revoked} objects revoked`),
      ],
    }
  },
)

export const receiptsAction: IntelAction = recordAction(['release'], () => async (db, options) => {
  const receipts = await listReceipts(db, textOption(options, 'release'))
  return {
    result: { receipts },
    lines:
      receipts.length === 0 ? ['nobody has fetched anything of this'] : receipts.map(showReceipt),
  }
})

function showReceipt(receipt: Receipt): string {
  const { partner, collection, objects, pages, firstAt, lastAt, fetchedRecall } = receipt
  const recall =
    fetchedRecall === null ? '' : fetchedRecall ? ', the recall too' : ', but not the recall'
  return `partner ${partner} fetched ${objects} objects in ${pages} pages of ${collection}, ${firstAt} to ${lastAt}${recall}`
}

/** The one file that is proposed, approved or published, byte for byte; it must be a bundle. */
async function bundleText(options: Options, usage: string): Promise<string> {
  const files = listOption(options, 'files')
  const [file] = files
  if (file === undefined || files.length > 1)
    throw cliError('WB_CLI_BAD_OPTION', `--files: found ${files.length}, wanted one bundle`, {
      hint: usage,
    })
  await readBundles(files, usage)
  return readFile(file, 'utf8')
}
