import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { productFiles } from '../fixtures/own-patterns.ts'

/**
 * Suites 5, 6, 7, 15 and 16 where their defence is that something is not there: these tests fail when it comes, and say
 * what has to come with it.
 */
const root = join(import.meta.dirname, '..', '..')
const sources = productFiles().map((file) => ({
  name: relative(root, file),
  text: readFileSync(file, 'utf8'),
}))
const having = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name)
interface Package {
  readonly version: string
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly integrity?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly license?: string
  readonly hasInstallScript?: boolean
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Package>>
}
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('orders in what accounts wrote', () => {
  it('reach no model that could follow them: nothing here asks one', () => {
    // A helper that lets a model read content has to come with suite 5: its output labelled, no tools, no right to act.
    const clients = /openai|anthropic|langchain|ollama|mistral|@ai-sdk|bedrock|vertexai/i
    expect(Object.keys(manifest.dependencies).filter((name) => clients.test(name))).toEqual([])
    expect(having(/from '(?:openai|@anthropic-ai|ollama|ai)['/]/)).toEqual([])
  })
})

describe('a formula in what accounts wrote', () => {
  it('reaches no spreadsheet: nothing here writes CSV or workbooks', () => {
    // A writer has to come with suite 6: cells that begin with = + - @ TAB CR LF, full width too, get an apostrophe.
    expect(having(/text\/csv|spreadsheetml|writeFile\([^)]*\.csv/)).toEqual([])
    expect(
      Object.keys(manifest.dependencies).filter((name) => /csv|xlsx|excel/i.test(name)),
    ).toEqual([])
  })
})

describe('the way out', () => {
  it('is one guarded door, but for the provider of logins and partners whose address an operator types', () => {
    const ways =
      /(?:from |import\()'(?:undici|node:https?|node:net|node:tls|node:dgram|openid-client|ws)'|\bfetch[(,]/
    const isJudging = /^src\/(?:formats|sharing\/findings)\//
    expect(
      having(ways)
        .filter((name) => !isJudging.test(name))
        .sort(),
    ).toEqual([
      'src/api/login/provider.ts',
      'src/demo/texts/snippets.ts',
      'src/platform/http/open-http.ts',
      'src/platform/partner-fetch.ts',
      'src/sharing/taxii-client/ask-partner.ts',
    ])
  })

  it('starts no other program, and makes no code of text', () => {
    expect(having(/node:child_process|node:vm|\beval\(|new Function\(/)).toEqual([])
  })
})

/** Their manifests name no licence; the texts beside them are MIT, and the free one of Bitstream Vera and Arev. */
const READ_BY_HAND = ['node_modules/png-js', 'node_modules/dejavu-fonts-ttf']

describe('what is installed', () => {
  it('is named by exact version, and pinned by hash from the registry', () => {
    const named = { ...manifest.dependencies, ...manifest.devDependencies }
    const loose = Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    // The compiler alone takes patches: nothing of it runs in the product.
    expect(loose.map(([name]) => name)).toEqual(['typescript'])
    // What is for another system only is pinned by whoever installs there: the lock has the hashes of what was seen here.
    const isElsewhere = ({ optional, os, cpu, libc }: Package) => optional && (os ?? cpu ?? libc)
    const unpinned = packages.filter(
      ([, one]) => !isElsewhere(one) && one.integrity?.startsWith('sha512-') !== true,
    )
    expect(unpinned.map(([path]) => path)).toEqual([])
  })

  it('has licences that may be given on with the product', () => {
    const may =
      /^\(?(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|OFL-1\.1|Python-2\.0|Zlib)\b/
    const installed = packages.filter(
      ([path, { dev }]) => dev !== true && existsSync(join(root, path)),
    )
    const bad = installed
      .filter(([path]) => !READ_BY_HAND.includes(path))
      .filter(([path, { license = '' }]) => !may.test(license || licenceOf(path)))
    expect(bad.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  })

  it('runs no script of its own while it is installed with the product', () => {
    const scripts = packages.filter(
      ([, { dev, hasInstallScript }]) => dev !== true && hasInstallScript,
    )
    // The engine's script is empty: it keeps the package manager from looking for a compiler.
    expect(scripts.map(([path]) => path)).toEqual(['node_modules/chdb'])
    const engine = readFileSync(join(root, 'node_modules/chdb/package.json'), 'utf8')
    expect(engine).toContain('"install": "node -e \\"\\""')
  })

  it('can be told as a bill of materials', () => {
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
    const bill = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as {
      bomFormat: string
      components: { name: string; version: string }[]
    }
    expect(bill.bomFormat).toBe('CycloneDX')
    const told = bill.components.map(({ name, version }) => `${name}@${version}`)
    const named = Object.entries(manifest.dependencies).map((one) => one.join('@'))
    expect(named.filter((one) => !told.includes(one))).toEqual([])
  })
})

/** Older packages tell their licence in their own manifest only. */
function licenceOf(path: string): string {
  const text = readFileSync(join(root, path, 'package.json'), 'utf8')
  const { license } = JSON.parse(text) as { license?: string | { type: string } }
  return typeof license === 'object' ? license.type : (license ?? '')
}

describe('pages', () => {
  it('are not served yet: suite 16 begins with the first', () => {
    // A console has to come with axe on every page, keyboard, dark mode and 320 pixels.
    expect(having(/text\/html|@fastify\/static|\.sendFile\(/)).toEqual([])
  })
})
