import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { platformError } from './errors.ts'

/**
 * Makes a folder if it is missing and makes sure that files can be written to it. Throws
 * WB_PLATFORM_FOLDER_UNUSABLE, which names the setting that gave the folder.
 */
export async function prepareFolder(folder: string, setting: string): Promise<void> {
  const probe = join(folder, `.windbreak-probe-${process.pid}`)
  try {
    await makeFolder(resolve(folder))
    await access(folder, constants.W_OK | constants.X_OK)
    await writeFile(probe, '')
    await rm(probe)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'an unknown fault'
    throw platformError(
      'WB_PLATFORM_FOLDER_UNUSABLE',
      `${setting}: found ${EXPLAINED[code] ?? code}, wanted a folder that can be written to`,
      { hint: `give ${setting} another folder`, at: { file: folder }, cause },
    )
  }
}

/** Not `mkdir` with `recursive`, which never ends where the system says of an existing folder that nothing is there. */
async function makeFolder(folder: string): Promise<void> {
  const kind = await stat(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  })
  if (kind?.isDirectory() === true) return
  const parent = dirname(folder)
  if (kind === undefined && parent !== folder) await makeFolder(parent)
  await mkdir(folder)
}

const EXPLAINED: Readonly<Record<string, string>> = {
  EEXIST: 'a file',
  ENOTDIR: 'a file where a folder was expected',
  EACCES: 'a folder that may not be written to',
  EPERM: 'a folder that may not be written to',
  EROFS: 'a file system that may only be read',
  ENOSPC: 'a full disk',
  ENOENT: 'a place where no folder can be made',
  ENAMETOOLONG: 'a name that is too long',
  ELOOP: 'links that lead in a circle',
}
