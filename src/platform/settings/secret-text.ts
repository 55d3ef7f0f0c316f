import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { platformError } from '../errors.ts'

/** A secret of the settings. It prints as `[secret]` wherever it is printed by mistake; `reveal` gives it. */
export class SecretText {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }
}

interface Place {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The file of settings; a secret's own file is looked for beside it. */
  readonly file: string
}

/**
 * Puts secrets in where a value says where they are, `{ env = "NAME" }` or `{ file = "PATH" }`, at any depth. The end of
 * a file's last line is left out. Throws WB_PLATFORM_SETTING that names the place of a secret that is not there or empty.
 */
export async function resolveSecrets(value: unknown, place: Place, path: string): Promise<unknown> {
  if (Array.isArray(value))
    return Promise.all(value.map((item, i) => resolveSecrets(item, place, `${path}[${i}]`)))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const entries = Object.entries(value)
  const [first] = entries
  if (first !== undefined && entries.length === 1 && typeof first[1] === 'string') {
    const [kind, where] = first as [string, string]
    if (kind === 'env') return secretOf(place.environment[where], path, `the variable ${where}`)
    if (kind === 'file') {
      const file = resolve(dirname(place.file), where)
      const text = await readFile(file, 'utf8').catch(() => undefined)
      return secretOf(text?.replace(/\r?\n$/, ''), path, `the file ${where}`)
    }
  }
  const resolved: [string, unknown][] = []
  for (const [name, item] of entries)
    resolved.push([name, await resolveSecrets(item, place, `${path}.${name}`)])
  return Object.fromEntries(resolved)
}

function secretOf(text: string | undefined, path: string, where: string): SecretText {
  if (text !== undefined && text !== '') return new SecretText(text)
  throw platformError(
    'WB_PLATFORM_SETTING',
    `${path}: found nothing in ${where}, wanted a secret`,
    {
      hint: 'set the variable, or let the process read the file',
    },
  )
}
