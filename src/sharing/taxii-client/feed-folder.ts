import { open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { prepareFolder } from '../../platform/index.ts'
import type { PulledPage, PullPlace } from './pull-collection.ts'

/** Not JSON by name, so that readers of the folder's intelligence leave it alone. */
const CURSOR = 'cursor.taxii'

/** A folder of pulled pages, each a STIX bundle, with the place where the next poll goes on. */
export interface FeedFolder {
  readonly place: PullPlace
  /** Keeps a page, then the place after it. Once it returns, neither can be lost. */
  keep(page: PulledPage): Promise<void>
}

/** Opens or makes the folder of one collection; a folder of another collection has another cursor, so give each its own. */
export async function openFeedFolder(folder: string, collectionUrl: string): Promise<FeedFolder> {
  await prepareFolder(folder, '--into')
  const cursor = await readCursor(folder, collectionUrl)
  let pages = (await readdir(folder)).filter((name) => PAGE.test(name)).length
  return {
    place: cursor,
    keep: async ({ objects, place }) => {
      if (objects.length > 0) {
        pages += 1
        const bundle = { type: 'bundle', id: bundleId(pages), objects }
        await writeWhole(
          folder,
          `page-${String(pages).padStart(6, '0')}.json`,
          JSON.stringify(bundle),
        )
      }
      await writeWhole(folder, CURSOR, JSON.stringify({ collection: collectionUrl, ...place }))
    },
  }
}

const PAGE = /^page-\d{6,}\.json$/

/** An id of a bundle says nothing (STIX 2.1, 8); this one is the number of the page. */
function bundleId(page: number): string {
  return `bundle--00000000-0000-4000-8000-${String(page).padStart(12, '0')}`
}

async function readCursor(folder: string, collectionUrl: string): Promise<PullPlace> {
  const text = await readFile(join(folder, CURSOR), 'utf8').catch(() => '{}')
  const { collection, ...place } = JSON.parse(text) as PullPlace & { collection?: string }
  return collection === collectionUrl ? place : {}
}

/** A file is there whole or not at all: written beside, forced to disk, then renamed. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const beside = join(folder, `.${name}.part`)
  const file = await open(beside, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, join(folder, name))
}
