import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  KNOWN_ACTORS,
  type NameClaim,
  readActorFile,
  readKeptClaims,
  whoIsMeant,
} from '../intel/index.ts'
import { cliError } from './errors.ts'
import { type IntelAction, neededOption, printResult } from './intel-action.ts'
import { hasRecords, withRecords } from './open-intel.ts'
import { listOption, readOptions, textOption } from './options.ts'
import { printable } from './printable.ts'

/** The largest published file of actors, ATT&CK for enterprises, has about 50 MB. */
const FILE_BYTES_MAX = 256 * 1024 * 1024
const NAMES_SHOWN = 8

/** `windbreak intel alias NAME`: who may be meant by a name, by whose word. */
export const aliasAction: IntelAction = async (args, terminal, usage) => {
  const [first = ''] = args
  const given = first === '' || first.startsWith('--') ? args : ['--name', ...args]
  const options = readOptions(
    given,
    {
      name: { type: 'string' },
      actors: { type: 'string', multiple: true },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
    usage,
  )
  const name = neededOption(options, 'name', usage)
  const claims: NameClaim[] = [...KNOWN_ACTORS]
  if (hasRecords(textOption(options, 'data')))
    for (const claim of await withRecords(options, usage, readKeptClaims)) claims.push(claim)
  for (const file of listOption(options, 'actors'))
    for (const claim of await claimsIn(file)) claims.push(claim)
  const meaning = whoIsMeant(name, claims)
  const { candidates, ambiguousIn, isDisputed } = meaning
  printResult(terminal, options, meaning, [
    ...candidates.map(({ entry, source, confidence, names }) => {
      const shown = names.slice(0, NAMES_SHOWN).join(', ')
      const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
      return `${String(confidence).padStart(3)}  ${printable(source, 50)}: ${printable(entry, 60)}  (${printable(shown, 200)}${more})`
    }),
    ...ambiguousIn.map(
      (source) => `ambiguous: ${printable(source, 50)} gives this name to several actors`,
    ),
    ...(isDisputed
      ? ['the entries may or may not be the same actor: nothing is merged by name']
      : []),
    ...(candidates.length === 0 ? ['nobody is known by this name'] : []),
  ])
}

/** Names in a published file of actors, JSON or YAML. Throws WB_CLI_BAD_INTEL. */
export async function claimsIn(file: string): Promise<NameClaim[]> {
  const { size } = await stat(file)
  const claims =
    size > FILE_BYTES_MAX
      ? undefined
      : readActorFile(await parse(await readFile(file, 'utf8')), basename(file))
  if (claims !== undefined) return claims
  throw cliError(
    'WB_CLI_BAD_INTEL',
    'found no actors, wanted a MISP galaxy cluster, STIX, ATLAS, or {"actors":[…]}',
    {
      hint: `give JSON or YAML files of at most ${FILE_BYTES_MAX} bytes`,
      at: { file },
    },
  )
}

/** ATLAS is published as YAML; JSON is tried first, since it is read a hundred times as fast. */
async function parse(text: string): Promise<unknown> {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    const { parse: parseYaml } = await import('yaml')
    try {
      return parseYaml(text, { maxAliasCount: 100 })
    } catch {
      return undefined
    }
  }
}
