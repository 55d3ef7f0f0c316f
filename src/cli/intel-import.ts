import { basename } from 'node:path'
import { type ActorFile, importIntel, keepActorFiles } from '../intel/index.ts'
import { openEmbeddedEngine, prepareFolder } from '../platform/index.ts'
import type { Terminal } from './command.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { claimsIn } from './intel-alias.ts'
import { readDecided, withRecords } from './open-intel.ts'
import { instantOption, listOption, type Options, readOptions } from './options.ts'
import { printable } from './printable.ts'

const REJECTED_SHOWN = 20

/** `windbreak intel import`: intelligence into a store, and names of actors into the records, for later commands. */
export const importAction: IntelAction = async (args, terminal, usage) => {
  const options = readOptions(
    args,
    {
      data: { type: 'string' },
      intel: { type: 'string', multiple: true },
      actors: { type: 'string', multiple: true },
      'as-of': { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const data = neededOption(options, 'data', usage)
  const paths = listOption(options, 'intel')
  const files = listOption(options, 'actors')
  if (paths.length + files.length === 0)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --intel and no --actors, wanted one of them', {
      hint: usage,
    })
  const actorFiles: ActorFile[] = []
  for (const file of files) actorFiles.push({ file: basename(file), claims: await claimsIn(file) })
  await prepareFolder(data, '--data')
  const report = paths.length === 0 ? undefined : await readInto(data, paths, options, terminal)
  if (actorFiles.length > 0)
    await withRecords(options, usage, (db) => keepActorFiles(db, actorFiles, terminal.clock()))
  const actors = actorFiles.map(({ file, claims }) => ({ file, names: claims.length }))
  printResult(terminal, options, { intel: report ?? null, actors }, [
    ...(report === undefined
      ? []
      : [
          `${report.objects} objects, ${report.values} values, ${report.actors} actors, ${report.warningValues} values of warning lists`,
          `${report.rejectedCount} set aside`,
          ...report.rejected
            .slice(0, REJECTED_SHOWN)
            .map(
              ({ file, position, reason }) =>
                `  ${printable(file)}${position === undefined ? '' : ` object ${position}`}: ${printable(reason)}`,
            ),
        ]),
    ...actors.map(({ file, names }) => `${printable(file)}: ${names} names kept`),
  ])
}

async function readInto(
  data: string,
  paths: readonly string[],
  options: Options,
  terminal: Terminal,
) {
  const lifecycle = await readDecided(data)
  const now = terminal.clock()
  const asOf = instantOption(options, 'as-of') ?? now
  const engine = await openEmbeddedEngine(data)
  try {
    return await importIntel(engine, {
      paths,
      now,
      asOf,
      lifecycle,
      decidedBy: asOf,
      onProgress: (at) => terminal.progress('reading intel', at.bytesRead, at.bytesTotal, 'bytes'),
    })
  } finally {
    terminal.clearProgress()
    await engine.close()
  }
}
