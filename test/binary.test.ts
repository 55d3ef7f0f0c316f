import { spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../src/cli/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { builtBinary } from './fixtures/built-binary.ts'
import { bundle, type Ran, request, stixIndicator } from './fixtures/command.ts'

const root = mkdtempSync(join(tmpdir(), 'windbreak-binary-'))
const at = (...names: readonly string[]): string => join(root, ...names)
let binary: string
/** The compiler's time on a machine that others use too. */
const BUILD_MS = 240_000

/** Runs the built binary as a stranger would, in a folder of its own. */
async function windbreak(args: readonly string[], options: SpawnOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [binary, ...args], { cwd: root, ...options })
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, out, err }
}

beforeAll(async () => {
  binary = await builtBinary()
  const strangers = Array.from({ length: 400 }, (_, n) =>
    request(`r${n}`, {
      requester_ip_address: `198.18.${n >> 8}.${n & 255}`,
      metadata: { user_api_key_user_id: `acct_${n}` },
    }),
  )
  mkdirSync(at('usage'))
  writeFileSync(at('usage', 'a.jsonl'), strangers.join('\n'))
  writeFileSync(at('intel.json'), bundle([stixIndicator(1, "[ipv4-addr:value = '198.18.0.7']")]))
  writeFileSync(at('a-file'), 'x')
  writeFileSync(at('nothing.txt'), 'no usage log\n')
}, BUILD_MS)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the binary', () => {
  it('ends with 0 or, when it was asked and found leads, with 1; relative paths, nothing but the table', async () => {
    const args = [
      'screen',
      '--usage',
      'usage',
      '--data',
      'store',
      '--out',
      'out',
      '--fail-on-leads',
    ]
    const none = await windbreak(args)
    expect([none.code, none.err]).toEqual([0, ''])
    const found = await windbreak([...args, '--intel', 'intel.json'])
    expect([found.code, found.err]).toEqual([1, ''])
    expect(found.out).toContain('acct_7')
    // Not a terminal: no progress, nothing that moves a cursor.
    expect(found.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
  })

  const usageArgs = ['screen', '--usage', 'usage']
  it.each<[string, string[], number, string, string]>([
    [
      'an unknown command',
      ['frobnicate'],
      2,
      'WB_CLI_UNKNOWN_COMMAND',
      'wanted one of demo, screen',
    ],
    ['an unknown option', [...usageArgs, '--frobnicate'], 2, 'WB_CLI_BAD_OPTION', "'--frobnicate'"],
    ['an option without its value', [...usageArgs, '--out'], 2, 'WB_CLI_BAD_OPTION', '--out'],
    ['no usage', ['screen'], 2, 'WB_CLI_BAD_OPTION', 'found no --usage'],
    [
      'an instant that is none',
      [...usageArgs, '--as-of', 'soon'],
      2,
      'WB_CLI_BAD_INSTANT',
      'found "soon"',
    ],
    [
      'usage that is not there',
      ['screen', '--usage', 'nowhere'],
      2,
      'WB_EVENTS_PATH_MISSING',
      'nowhere: error',
    ],
    [
      'usage that is a device',
      ['screen', '--usage', '/dev/null'],
      2,
      'WB_EVENTS_PATH_MISSING',
      'neither a file nor a folder',
    ],
    [
      'usage of no known format',
      ['screen', '--usage', 'nothing.txt'],
      2,
      'WB_EVENTS_NO_FORMAT',
      'otlp-traces',
    ],
    [
      'intel that is not there',
      [...usageArgs, '--intel', 'nowhere'],
      2,
      'WB_INTEL_FILE',
      'nowhere: error',
    ],
    [
      'intel of no known format',
      [...usageArgs, '--intel', 'nothing.txt'],
      2,
      'WB_INTEL_NOTHING_READ',
      'MISP',
    ],
    [
      'accounts that are not there',
      [...usageArgs, '--accounts', 'nowhere'],
      2,
      'WB_EVENTS_ACCOUNTS_UNREADABLE',
      'nowhere: error',
    ],
    [
      'accounts that are a folder',
      [...usageArgs, '--accounts', 'usage'],
      2,
      'WB_EVENTS_ACCOUNTS_UNREADABLE',
      'usage: error',
    ],
    [
      '--data that is a file',
      [...usageArgs, '--data', 'a-file'],
      3,
      'WB_PLATFORM_FOLDER_UNUSABLE',
      '--data: found a file',
    ],
    [
      '--data below a file',
      [...usageArgs, '--data', 'a-file/x'],
      3,
      'WB_PLATFORM_FOLDER_UNUSABLE',
      '--data: found a file',
    ],
    [
      '--data where no folder can be',
      [...usageArgs, '--data', '/proc/x'],
      3,
      'WB_PLATFORM_FOLDER_UNUSABLE',
      '/proc/x',
    ],
    [
      '--out that is a file',
      [...usageArgs, '--out', 'a-file'],
      3,
      'WB_PLATFORM_FOLDER_UNUSABLE',
      '--out: found a file',
    ],
    [
      'a demo into a folder in use',
      ['demo', '--out', 'usage'],
      3,
      'WB_CLI_OUT_NOT_EMPTY',
      'usage: error',
    ],
    ['a demo that is too small', ['demo', '--accounts', '5'], 2, 'WB_CLI_BAD_OPTION', 'found "5"'],
    [
      'evaluate without a result',
      ['evaluate', '--truth', '.', '--out', 'usage'],
      2,
      'WB_EVALUATION_NO_FILE',
      'accounts.jsonl',
    ],
  ])('refuses %s, and says what was found and wanted', async (_, args, code, name, words) => {
    const ran = await windbreak(args)
    expect([ran.code, ran.out]).toEqual([code, ''])
    expect(ran.err).toContain(`error ${name}: `)
    expect(ran.err).toContain(words)
    expect(ran.err).not.toMatch(/\n\s+at /)
  })

  it('ends with 4 when another process holds the store, and leaves it alone', async () => {
    const engine = await openEmbeddedEngine(at('held'))
    await engine.run('CREATE TABLE mine ENGINE = MergeTree ORDER BY n AS SELECT 7 AS n')
    const ran = await windbreak([...usageArgs, '--data', 'held'])
    expect(ran.code).toBe(4)
    expect(ran.err).toContain('error WB_PLATFORM_ENGINE_BUSY')
    expect(await engine.rows('SELECT n FROM mine')).toEqual([{ n: 7 }])
    await engine.close()
  })

  it.each([
    [[]],
    [['--help']],
    [['help']],
    ...COMMANDS.map((command) => [[command.name, '--help']]),
  ])('explains itself on %j', async (args) => {
    const ran = await windbreak(args)
    expect([ran.code, ran.err]).toEqual([0, ''])
    const named = COMMANDS.filter((command) => command.name === args[0])
    const usages = await Promise.all(named.map(async ({ load }) => (await load()).usage))
    const wanted = named.length > 0 ? usages : COMMANDS.map(({ summary }) => summary)
    for (const text of wanted) expect(ran.out).toContain(text)
  })

  it('leaves no store behind, whether it ends, fails or is interrupted', async () => {
    const env = { ...process.env, TMPDIR: at('tmp') }
    mkdirSync(at('tmp'))
    expect((await windbreak(['screen', '--usage', 'nothing.txt'], { env })).code).toBe(2)
    expect(readdirSync(at('tmp'))).toEqual([])
    const child = spawn(process.execPath, [binary, ...usageArgs], {
      cwd: root,
      env,
      stdio: 'ignore',
    })
    const exit = once(child, 'exit')
    while (!readdirSync(at('tmp')).some((name) => existsSync(at('tmp', name, 'data'))))
      await new Promise((resume) => setTimeout(resume, 20))
    child.kill('SIGINT')
    expect(await exit).toEqual([null, 'SIGINT'])
    expect(readdirSync(at('tmp'))).toEqual([])
  })

  it('ends quietly when the reader of its output goes away', async () => {
    const shell = spawn(
      'sh',
      [
        '-c',
        `"${process.execPath}" "${binary}" screen --usage usage --json --data store | head -c 10`,
      ],
      { cwd: root },
    )
    let err = ''
    shell.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    await once(shell, 'close')
    expect(err).toBe('')
  })
})
