import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describeServer } from '../src/api/index.ts'

/** The text of schemas/openapi.json, made from the routes. */
export async function printOpenapi(): Promise<string> {
  return `${JSON.stringify(await describeServer(), null, 2)}\n`
}

if (process.argv[1]?.endsWith('make-openapi.ts') === true)
  writeFileSync(
    join(resolve(import.meta.dirname, '..'), 'schemas', 'openapi.json'),
    await printOpenapi(),
  )
