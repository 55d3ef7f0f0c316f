import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Kind, KINDS, type WorldOptions } from './knobs.ts'
import { makeWorld, type World } from './world.ts'

const USAGE = `npx tsx bench/worlds/make.ts --out DIR --seed S --kind ${KINDS.join('|')}
  [--accounts 20000] [--actor-accounts 40]`

/** Reads the command line; throws a RangeError that says what is wanted. */
export function readWorldArguments(args: readonly string[]): WorldOptions & { out: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      seed: { type: 'string' },
      kind: { type: 'string' },
      accounts: { type: 'string', default: '20000' },
      'actor-accounts': { type: 'string', default: '40' },
    },
  })
  const kind = KINDS.find((one) => one === values.kind)
  const accounts = Number(values.accounts)
  const actorAccounts = Number(values['actor-accounts'])
  if (values.out === undefined || values.seed === undefined || kind === undefined)
    throw new RangeError(
      `found --out ${values.out}, --seed ${values.seed}, --kind ${values.kind}; wanted all three:\n${USAGE}`,
    )
  if (
    !Number.isInteger(accounts) ||
    !Number.isInteger(actorAccounts) ||
    actorAccounts < 2 ||
    accounts < actorAccounts * 5
  )
    throw new RangeError(
      `found ${accounts} accounts with ${actorAccounts} of actors, wanted at least 2 of actors and five times as many in all`,
    )
  return { out: values.out, seed: values.seed, kind: kind satisfies Kind, accounts, actorAccounts }
}

/** Writes a world's files below a folder. */
export function writeWorld(world: World, folder: string): void {
  for (const [path, lines] of world.files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    const handle = openSync(file, 'w')
    for (let index = 0; index < lines.length; index += 2000)
      writeSync(handle, `${lines.slice(index, index + 2000).join('\n')}\n`)
    closeSync(handle)
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { out, ...options } = readWorldArguments(process.argv.slice(2))
  const world = makeWorld(options)
  writeWorld(world, out)
  console.log(JSON.stringify({ out, kind: options.kind, seed: options.seed, ...world.counts }))
}
