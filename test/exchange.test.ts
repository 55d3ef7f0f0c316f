import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TLP_MARKINGS, type Tlp } from '../src/formats/stix/index.ts'
import { builtBinary } from './fixtures/built-binary.ts'
import { bundle, run, stixIndicator } from './fixtures/command.ts'
import { placeTestRecords } from './fixtures/records.ts'

/** Several pages of a thousand, and several envelopes of ten megabytes when they are sent back. */
const SHARED = 3500
const SENT_BACK = 2000
/** Processes are started and stores made many times. */
const SLOW = 240_000
const WIDE = 'x'.repeat(12_000)

const root = mkdtempSync(join(tmpdir(), 'windbreak-exchange-'))
const north = join(root, 'north')
const feed = join(root, 'feed')
let binary: string
let server: ChildProcess
let address = ''
let collection = ''
let secret = ''
let released: { released: number; wereThere: number; withheld: object[] }

const marking = (level: Tlp) =>
  Object.keys(TLP_MARKINGS).find((id) => TLP_MARKINGS[id] === level) ?? ''
const marked = (n: number, level: Tlp, more: object = {}) =>
  stixIndicator(n, `[domain-name:value = 'h${n}.example']`, {
    object_marking_refs: [marking(level)],
    ...more,
  })

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [binary, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, WINDBREAK_TAXII_SECRET: secret },
  })
}

/** Starts the service on the records of the north; the port stays the same over restarts. */
async function serve(): Promise<void> {
  const listen = address === '' ? '127.0.0.1:0' : new URL(address).host
  server = start(['serve', '--data', north, '--listen', listen])
  const [line] = (await once(server.stdout ?? process.stdin, 'data')) as [Buffer]
  address = /http:\/\/\S+/.exec(line.toString())?.[0] ?? ''
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

const json = async <Row>(...args: string[]) => JSON.parse((await run(...args, '--json')).out) as Row
const url = () => `${address}/taxii2/south/collections/${collection}/`

function pulled(): string[] {
  const pages = readdirSync(feed).filter((name) => name.endsWith('.json'))
  return pages.map((name) => readFileSync(join(feed, name), 'utf8'))
}

describe('two operators exchange intelligence over TAXII', () => {
  const red = marked(900_001, 'red')
  beforeAll(async () => {
    binary = await builtBinary()
    await placeTestRecords(north)
    const shared = Array.from({ length: SHARED }, (_, n) =>
      marked(n, n % 2 === 0 ? 'clear' : 'green'),
    )
    const naming = marked(900_002, 'green', { description: `like ${String(red['id'])}` })
    const file = join(root, 'north.json')
    writeFileSync(file, bundle([...shared, red, naming, marked(900_003, 'amber')]))
    const data = ['--data', north]
    const partner = await json<{ partner: string; secret: string }>(
      'intel',
      'partner',
      ...data,
      '--name',
      'South',
      '--agreement',
      'A-1',
      '--clearance',
      'green',
      '--unmarked-as',
      'amber',
      '--user',
      'south',
    )
    const made = await json<{ collection: string }>(
      'intel',
      'collection',
      ...data,
      '--root',
      'south',
      '--title',
      'For South',
      '--ceiling',
      'green',
    )
    collection = made.collection
    secret = partner.secret
    const ids = ['--partner', partner.partner, '--collection', collection]
    await run('intel', 'grant', ...data, ...ids, '--rights', 'both')
    released = await json(
      'intel',
      'release',
      ...data,
      '--collection',
      collection,
      '--files',
      file,
      '--unmarked-as',
      'red',
    )
    await serve()
  }, SLOW)
  afterAll(async () => {
    if (server?.exitCode === null && server.signalCode === null) await kill(server)
    rmSync(root, { recursive: true, force: true })
  }, SLOW)

  it('a poll that is killed goes on where it stopped, and nothing above the clearance arrives', async () => {
    expect(released).toMatchObject({ released: SHARED, wereThere: 0 })
    expect(released.withheld).toHaveLength(3)
    mkdirSync(feed)
    const poll = start(['intel', 'pull', '--collection', url(), '--into', feed, '--user', 'south'])
    while (!existsSync(join(feed, 'page-000001.json'))) await sleep(5)
    await kill(poll)
    expect(pulled().length).toBeLessThan(Math.ceil(SHARED / 1000))
    process.env['WINDBREAK_TAXII_SECRET'] = secret
    const { code } = await run(
      'intel',
      'pull',
      '--collection',
      url(),
      '--into',
      feed,
      '--user',
      'south',
    )
    expect(code).toBe(0)
    const text = pulled().join('\n')
    const ids = text.match(/"id":"indicator--[^"]+"/g) ?? []
    expect(new Set(ids).size).toBe(SHARED)
    for (const n of ['900001', '900002', '900003']) expect(text).not.toContain(n)
    expect(
      (await run('intel', 'pull', '--collection', url(), '--into', feed, '--user', 'south')).out,
    ).toBe('0 objects pulled\n')
  })

  it(
    'what is sent while the service is killed and started again is there once, and nothing above the ceiling',
    async () => {
      const own = Array.from({ length: SENT_BACK }, (_, n) =>
        marked(500_000 + n, 'green', { name: WIDE }),
      )
      const file = join(root, 'south.json')
      writeFileSync(
        file,
        bundle([...own, marked(600_000, 'amber'), stixIndicator(600_001, '[file:size = 1]')]),
      )
      process.env['WINDBREAK_TAXII_SECRET'] = secret
      const pushing = json<{ taken: number; failures: object[] }>(
        'intel',
        'push',
        '--collection',
        url(),
        '--files',
        file,
        '--user',
        'south',
      )
      await sleep(400)
      await kill(server)
      await serve()
      const report = await pushing
      expect(report).toMatchObject({ sent: SENT_BACK + 2, taken: SENT_BACK })
      expect(report.failures).toHaveLength(2)
      await kill(server)
      const { collections } = await json<{ collections: Array<{ objects: number }> }>(
        'intel',
        'partners',
        '--data',
        north,
      )
      expect(collections[0]?.objects).toBe(SHARED + SENT_BACK)
    },
    SLOW,
  )
})
