import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** The line of layers, left to right (ARCHITECTURE.md). A file imports only from its left or its own folder. */
const LAYERS = [
  'core',
  'formats',
  'platform',
  'intel',
  'events',
  'signals',
  'links',
  'attribution',
  'cases',
  'actions',
  'sharing',
  'reporting',
]
/** `api` and `cli` sit at the right end, where `windbreak serve` starts the one; assessment, evaluation and the demo world stand apart. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  assessment: ['core', 'formats', 'platform'],
  evaluation: ['core', 'formats'],
  demo: ['core'],
  api: [...LAYERS, 'assessment'],
  cli: [...LAYERS, 'api', 'assessment', 'evaluation', 'demo'],
}
for (const [index, layer] of LAYERS.entries()) MAY_IMPORT[layer] = LAYERS.slice(0, index)
MAY_IMPORT['reporting'] = [...(MAY_IMPORT['reporting'] ?? []), 'assessment']

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g
const BANNED: ReadonlyArray<readonly [RegExp, string, (file: string) => boolean]> = [
  [/\bFIXME\b/, 'FIXME: mend it or open an issue', () => true],
  [/:\s*any\b|<any>|\bas any\b/, 'any: give it a type', () => true],
  [/\bconsole\./, 'console: write through the output that was passed in', isProduct],
  [
    /\bDate\.now\(|new Date\(\)/,
    'the clock belongs to platform; pass it in',
    (f) => isProduct(f) && !f.startsWith('src/platform/'),
  ],
  [/\bMath\.random\(/, 'chance is an argument: pass in a seeded Random', isProduct],
  [/\bexport default\b/, 'default export: name it', isProduct],
  [/\bexport \*/, 'export *: name what leaves the door', isProduct],
]
const FILE_LINES_MAX = 300
const LINE_CHARS_MAX = 140

function isProduct(file: string): boolean {
  return file.startsWith('src/') && !file.endsWith('.test.ts')
}

function filesBelow(folder: string, endings: readonly string[]): string[] {
  const found: string[] = []
  if (!existsSync(join(root, folder))) return found
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'golden', 'results', '.git'].includes(entry.name))
        found.push(...filesBelow(path, endings))
    } else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(path)
  }
  return found.sort()
}

const sources = ['src', 'test', 'bench', 'conformance', 'scripts'].flatMap((folder) =>
  filesBelow(folder, ['.ts']),
)

describe('the house', () => {
  it('has source files to check', () => {
    expect(sources.length).toBeGreaterThan(10)
  })

  it('imports one way, through the doors', () => {
    const problems: string[] = []
    for (const file of sources.filter(isProduct)) {
      const layer = file.split('/')[1] ?? ''
      if (layer.endsWith('.ts')) continue
      for (const match of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
        const target = match[1] ?? ''
        if (!target.startsWith('.')) continue
        const path = relative(root, resolve(root, dirname(file), target))
        const other = path.split('/')[1] ?? ''
        if (other === layer) continue
        if (!MAY_IMPORT[layer]?.includes(other))
          problems.push(
            `${file}: ${layer} may not import ${other}; move the shared part left, or pass it in`,
          )
        else if (!/^src\/(?:formats\/)?[a-z-]+\/index\.ts$/.test(path))
          problems.push(`${file}: import ${other} through its door index.ts, not ${path}`)
      }
    }
    expect(problems).toEqual([])
  })

  it('keeps files and lines short', () => {
    const problems: string[] = []
    for (const file of sources) {
      const lines = readFileSync(join(root, file), 'utf8').split('\n')
      if (lines.length > FILE_LINES_MAX)
        problems.push(`${file}: ${lines.length} lines, at most ${FILE_LINES_MAX}`)
      for (const [index, line] of lines.entries()) {
        if (line.length > LINE_CHARS_MAX)
          problems.push(
            `${file}:${index + 1}: ${line.length} characters, at most ${LINE_CHARS_MAX}`,
          )
      }
    }
    expect(problems).toEqual([])
  })

  it('uses no banned word', () => {
    const problems: string[] = []
    for (const file of sources.filter((name) => name !== 'test/tidy.test.ts')) {
      const lines = readFileSync(join(root, file), 'utf8').split('\n')
      for (const [pattern, reason, applies] of BANNED) {
        if (!applies(file)) continue
        for (const [index, line] of lines.entries())
          if (pattern.test(line)) problems.push(`${file}:${index + 1}: ${reason}`)
      }
    }
    expect(problems).toEqual([])
  })

  it('names files in kebab case and never utils, common or helpers', () => {
    const bad = sources.filter((file) => {
      const name = file.split('/').at(-1) ?? ''
      return (
        !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/.test(name) ||
        /^(?:utils?|common|helpers?|misc)\./.test(name)
      )
    })
    expect(bad).toEqual([])
  })

  it('gives every markdown file one title', () => {
    const pages = ['.', 'docs', 'src'].flatMap((folder) =>
      folder === '.'
        ? readdirSync(root).filter(
            (name) => name.endsWith('.md') && statSync(join(root, name)).isFile(),
          )
        : filesBelow(folder, ['.md']),
    )
    const bad = pages.filter((page) => {
      const outsideCode = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```/gm, '')
      return (outsideCode.match(/^# /gm) ?? []).length !== 1
    })
    expect(bad).toEqual([])
  })
})
