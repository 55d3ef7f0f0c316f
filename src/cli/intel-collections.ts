import {
  addApiRoot,
  addCollection,
  describeSharing,
  grantCollection,
  hasApiRoot,
  releaseObjects,
} from '../sharing/index.ts'
import { cliError } from './errors.ts'
import {
  type IntelAction,
  neededOption,
  printResult,
  tlpOption,
  withheldLines,
} from './intel-action.ts'
import { openSharing } from './open-sharing.ts'
import { listOption, readOptions } from './options.ts'
import { printable } from './printable.ts'
import { readBundles } from './read-bundles.ts'

/** Bytes of one envelope that a partner may send to an API root made here. */
const CONTENT_LENGTH_MAX = 10_000_000
/** Withheld objects that are listed; all are in the JSON. */

export const addCollectionAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      root: { type: 'string' },
      title: { type: 'string' },
      ceiling: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const root = neededOption(options, 'root', usage)
  const title = neededOption(options, 'title', usage)
  const ceiling = tlpOption(options, 'ceiling', usage)
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(root))
    throw cliError('WB_CLI_BAD_OPTION', `--root: found "${root}", wanted a-z, 0-9 and hyphens`)
  const records = await openSharing(options, usage)
  try {
    if (!(await hasApiRoot(records.db, root)))
      await addApiRoot(records.db, {
        name: root,
        title: root,
        maxContentLength: CONTENT_LENGTH_MAX,
      })
    const id = await addCollection(records.db, { apiRoot: root, title, ceiling })
    const path = `/taxii2/${root}/collections/${id}/`
    printResult(terminal, options, { collection: id, path }, [
      `collection ${id}`,
      `address ${path}`,
    ])
  } finally {
    await records.close()
  }
}

export const grantAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      partner: { type: 'string' },
      collection: { type: 'string' },
      rights: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const partner = neededOption(options, 'partner', usage)
  const collection = neededOption(options, 'collection', usage)
  const rights = neededOption(options, 'rights', usage)
  if (!['read', 'write', 'both'].includes(rights))
    throw cliError('WB_CLI_BAD_OPTION', `--rights: found "${rights}", wanted read, write or both`)
  const records = await openSharing(options, usage)
  try {
    const given = { canRead: rights !== 'write', canWrite: rights !== 'read' }
    await grantCollection(records.db, partner, collection, given)
    printResult(terminal, options, { partner, collection, ...given }, [
      `partner ${printable(partner)} may ${rights === 'both' ? 'read and write' : rights} ${printable(collection)}`,
    ])
  } finally {
    await records.close()
  }
}

export const releaseAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      collection: { type: 'string' },
      files: { type: 'string', multiple: true },
      'unmarked-as': { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const collection = neededOption(options, 'collection', usage)
  const unmarkedAs = tlpOption(options, 'unmarked-as', usage)
  const objects = await readBundles(listOption(options, 'files'), usage)
  const isDryRun = options['dry-run'] === true
  const records = await openSharing(options, usage)
  try {
    const report = await releaseObjects(records.db, terminal.clock, {
      collectionId: collection,
      objects,
      unmarkedAs,
      isDryRun,
    })
    const { withheld } = report
    printResult(terminal, options, report, [
      `${report.released} ${isDryRun ? 'would be ' : ''}released, ${report.wereThere} there already, ${withheld.length} withheld`,
      ...withheldLines(withheld),
    ])
  } finally {
    await records.close()
  }
}

export const listSharing: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(args, { data: { type: 'string' }, json: { type: 'boolean' } }, usage)
  const records = await openSharing(options, usage)
  try {
    const { partners, collections, grants } = await describeSharing(records.db)
    printResult(terminal, options, { partners, collections, grants }, [
      ...partners.map(
        ({ id, name, clearance, ended }) =>
          `partner    ${id}  up to TLP:${clearance.toUpperCase()}  ${printable(name)}${ended ? '  (ended)' : ''}`,
      ),
      ...collections.map(
        ({ id, ceiling, title, objects }) =>
          `collection ${id}  up to TLP:${ceiling.toUpperCase()}  ${objects} objects  ${printable(title)}`,
      ),
      ...grants.map(
        ({ partner, collection, canRead, canWrite }) =>
          `grant      ${partner} ${[canRead ? 'reads' : '', canWrite ? 'writes' : ''].filter(Boolean).join(' and ')} ${collection}`,
      ),
    ])
  } finally {
    await records.close()
  }
}
