import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { signalsError } from '../errors.ts'

/** A file of rules, of tests or of a pipeline, read whole. */
export interface RuleFile {
  readonly path: string
  readonly text: string
}

const ENDINGS: readonly string[] = ['.yml', '.yaml', '.nov', '.stix', '.jsonl']
/** Bytes of one file; the largest public collections of one file stay below a tenth. */
const BYTES_MAX = 16 * 1024 * 1024

/**
 * Reads files of rules, and those below folders, in order of path. Throws WB_SIGNALS_RULE_FILES for a
 * path that is not there, a file too large, or nothing that could be a rule.
 */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFile[]> {
  const found = new Set<string>()
  for (const path of paths) for (const file of await filesBelow(path, true)) found.add(file)
  const files: RuleFile[] = []
  for (const path of [...found].sort()) {
    const { size } = await stat(path)
    if (size > BYTES_MAX)
      throw filesError(path, `found a file of ${size} bytes`, `wanted at most ${BYTES_MAX}`)
    files.push({ path, text: (await readFile(path, 'utf8')).replace(/^\uFEFF/, '') })
  }
  if (!files.some(({ path }) => !path.endsWith('.jsonl')))
    throw filesError(
      paths[0] ?? '',
      'found no file of rules',
      'give .yml (Sigma), .nov (NOVA) or .stix (one STIX pattern)',
    )
  return files
}

async function filesBelow(path: string, isGiven: boolean): Promise<string[]> {
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined)
    throw filesError(path, 'found nothing here', 'give a file or folder of rules that exists')
  if (!kind.isDirectory()) return isGiven || ENDINGS.includes(extname(path)) ? [path] : []
  const entries = await readdir(path)
  const below = await Promise.all(
    entries
      .filter((name) => !name.startsWith('.'))
      .map((name) => filesBelow(join(path, name), false)),
  )
  return below.flat()
}

function filesError(file: string, found: string, hint: string): Error {
  return signalsError('WB_SIGNALS_RULE_FILES', `${found}: ${hint}`, { hint, at: { file } })
}
