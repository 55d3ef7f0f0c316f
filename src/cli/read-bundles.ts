import { readFile } from 'node:fs/promises'
import type { StixObject } from '../sharing/index.ts'
import { cliError } from './errors.ts'
import { parseJson } from './parse-json.ts'

/** The objects of STIX bundles, in the order of the files. Throws WB_CLI_BAD_OPTION, WB_CLI_NO_BUNDLE (both exit 2). */
export async function readBundles(files: readonly string[], usage: string): Promise<StixObject[]> {
  if (files.length === 0)
    throw cliError('WB_CLI_BAD_OPTION', 'found no --files, wanted at least one STIX bundle', {
      hint: usage,
    })
  const objects: StixObject[] = []
  for (const file of files) for (const object of await objectsIn(file)) objects.push(object)
  return objects
}

async function objectsIn(file: string): Promise<readonly StixObject[]> {
  const text = await readFile(file, 'utf8')
  const found = parseJson(text) as { type?: unknown; objects?: unknown } | undefined
  if (found?.type === 'bundle' && Array.isArray(found.objects)) return found.objects as StixObject[]
  throw cliError(
    'WB_CLI_NO_BUNDLE',
    'found no STIX bundle, wanted {"type":"bundle","objects":[…]}',
    {
      hint: 'give JSON files, each with one bundle',
      at: { file },
    },
  )
}
