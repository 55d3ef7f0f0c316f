import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { llmUsagePage } from '../scripts/make-llm-usage-page.ts'
import { parametersPage } from '../scripts/make-parameters-page.ts'
import { COMMANDS, runCommandLine } from '../src/cli/index.ts'
import { CHECKS } from '../src/formats/stix/validate/checks.ts'
import * as core from '../src/core/index.ts'
import { READERS } from '../src/events/readers/index.ts'
import { EVENT_TABLES, OBSERVABLE_KINDS, OBSERVABLE_RELATIONS } from '../src/events/schema.ts'

const root = resolve(import.meta.dirname, '..')
const LAYER_HEADINGS = ['Takes', 'Gives', 'Owns', 'Never', 'Start reading at']
const LAYER_LINES_MAX = 20

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (!entry.isDirectory()) return entry.name.endsWith(ending) ? [path] : []
      const isLeftOut = ['node_modules', 'dist', 'golden', 'results', 'coverage', '.git']
      return isLeftOut.includes(entry.name) ? [] : filesBelow(path, ending)
    })
    .sort()
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const reference = (name: string): string => read(`docs/reference/${name}.md`)

/** The product's own source: what the pages must agree with. */
const code = filesBelow('src', '.ts')
  .filter((path) => !path.endsWith('.test.ts'))
  .map(read)
  .join('\n')

/** The part of a page below a heading, up to the next heading of its level or above. */
function section(page: string, heading: string): string {
  const [, level = ''] = /^(#+)/.exec(heading) ?? []
  const from = page.split(`\n${heading}\n`)[1] ?? ''
  return from.split(new RegExp(`\\n#{1,${level.length}} `))[0] ?? ''
}

/** Names in the first column of a section's tables. */
function rowNames(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name ?? '').sort()
}

/** Links of a page as paths from the root; those to other sites and to places in the page itself are left out. */
function linksOf(page: string): string[] {
  const text = read(page).replace(/```[\s\S]*?```/g, '')
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => relative(root, resolve(root, dirname(page), target)))
}

/** Names of the fields that an interface declares in its own body, those of nested objects too. */
function fieldsOf(name: string): string[] {
  const body = new RegExp(`interface ${name} (?:extends \\w+ )?{\\n([\\s\\S]*?)\\n}`).exec(code)
  const text = (body?.[1] ?? '').replace(/\/\*\*[\s\S]*?\*\//g, '')
  return [...text.matchAll(/(\w+)\??: /g)].map(([, field]) => field ?? '')
}

/** The last parts of the paths that a section's tables list: `signals[].bits` is `bits`. */
function pathEnds(heading: string): string[] {
  const names = rowNames(section(reference('output'), heading))
  return [...new Set(names.map((name) => name.split('.').at(-1)?.replace('[]', '') ?? ''))].sort()
}

/** Weights change with the parameters, in the ledger's words too; what an example is there for does not. */
function withoutWeights(lead: unknown): unknown {
  const blank = (key: string, value: unknown): unknown => {
    if (key === 'why' && Array.isArray(value))
      return value.map((line) => String(line).replace(/\d[\d,.]*/g, '0'))
    return typeof value === 'number' ? 0 : value
  }
  return JSON.parse(JSON.stringify(lead, blank))
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort()

describe('the documentation', () => {
  it('shows the usage of every command as the command prints it, and no other command', async () => {
    const page = reference('cli')
    for (const { name, load } of COMMANDS) {
      const { usage } = await load()
      const text = section(page, `## windbreak ${name}`)
      expect(text).toContain(`\`\`\`\n${usage}\`\`\``)
      const flags = (from: string): string[] => sorted(from.match(/--[a-z][a-z-]*/g) ?? [])
      expect(flags(text)).toEqual(flags(usage))
    }
    const told = [...page.matchAll(/^## windbreak (\S+)/gm)].map(([, name]) => name ?? '')
    expect(told).toEqual(COMMANDS.map(({ name }) => name))
  })

  it('lists every error code and none that is gone', () => {
    const tables = filesBelow('src', 'errors.ts').map(read).join('\n')
    const codes = sorted(tables.match(/\bWB_[A-Z]+_[A-Z_]+\b/g) ?? [])
    expect(codes.length).toBeGreaterThan(10)
    expect(rowNames(reference('errors'))).toEqual(codes)
  })

  it('gives each error the exit code that it has', () => {
    const tables = filesBelow('src', 'errors.ts').map(read).join('\n')
    const rows = reference('errors').matchAll(/^\| `(WB_[A-Z_]+)` \| (\d) \|/gm)
    for (const [, name, exitCode] of rows) expect(tables).toContain(`${name}: ${exitCode}`)
    expect(reference('errors').match(/^\| `WB_[A-Z_]+` \| \d \|/gm)).toHaveLength(
      rowNames(reference('errors')).length,
    )
  })

  it('lists every column of an event and none that is gone', () => {
    const definition = EVENT_TABLES['events'] ?? ''
    const columns = definition
      .slice(definition.indexOf('(') + 1, definition.lastIndexOf(') ENGINE'))
      .replace(/'[^']*'/g, '')
      .replace(/\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, '')
      .split(',')
      .map((column) => column.trim().split(' ')[0] ?? '')
    expect(columns).toContain('event_id')
    expect(rowNames(section(reference('event-fields'), '## Columns'))).toEqual(sorted(columns))
  })

  it('lists every kind of observable and every relation', () => {
    const page = reference('event-fields')
    expect(rowNames(section(page, '## Kinds'))).toEqual(sorted(Object.keys(OBSERVABLE_KINDS)))
    expect(rowNames(section(page, '## Relations'))).toEqual(
      sorted(Object.keys(OBSERVABLE_RELATIONS)),
    )
  })

  it('has a section for every usage format, in the order in which they are tried', () => {
    const told = [...reference('usage-formats').matchAll(/^## `([^`]+)`/gm)]
    expect(told.map(([, name]) => name)).toEqual(READERS.map(({ name }) => name))
  })

  it('tells of every reason for which a record of a usage log or a directory is set aside', () => {
    const pages = `${reference('usage-formats')}${reference('accounts')}`
    const events = filesBelow('src/events', '.ts').filter((path) => !path.endsWith('.test.ts'))
    const starts = 'the|an?|no|not|account_id|created_at|email|signup_ip'
    const texts = events
      .map(read)
      .join('\n')
      .matchAll(new RegExp(`'((?:${starts}) [^'$\\n]+)'`, 'g'))
    const reasons = sorted([...texts].map(([, reason]) => reason ?? ''))
    expect(reasons.length).toBeGreaterThan(10)
    expect(reasons.filter((reason) => !pages.includes(reason))).toEqual([])
  })

  it('holds the parameters as the sources have them', () => {
    // `npx tsx scripts/make-parameters-page.ts` writes the page again.
    expect(reference('parameters')).toBe(parametersPage())
  })

  it('holds the fields of llm_usage as the source has them', () => {
    // `npx tsx scripts/make-llm-usage-page.ts` writes the table again.
    expect(reference('llm-usage')).toBe(llmUsagePage())
  })

  it('lists every check of STIX data with its number', () => {
    const rows = section(reference('stix'), '## Checks').matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)
    const told = Object.fromEntries([...rows].map(([, name, number]) => [name, Number(number)]))
    expect(told).toEqual(CHECKS)
  })

  it('lists every limit with its value', () => {
    const limits = Object.entries(core).filter(([name]) => /^[A-Z_]+$/.test(name))
    const text = section(reference('limits'), '## In core/limits.ts')
    expect(rowNames(text)).toEqual(sorted(limits.map(([name]) => name)))
    for (const [name, value] of limits) expect(text).toContain(`| \`${name}\` | ${String(value)} |`)
  })

  it('describes every field of the output files and none that is gone', () => {
    const signal = fieldsOf('Signal')
    expect(signal).toContain('bits')
    const lead = [...fieldsOf('Lead'), ...signal, ...fieldsOf('Counterfactual')]
    expect(pathEnds('## leads.jsonl')).toEqual(sorted(lead))
    const parts = ['Cluster', 'Hypothesis', 'MatrixRow', 'ClusterHistory'].flatMap(fieldsOf)
    const cluster = [...parts, 'history']
    expect(pathEnds('## clusters.jsonl')).toEqual(sorted(cluster))
    expect(pathEnds('## rejected.jsonl')).toEqual(sorted(fieldsOf('Rejection')))
    const summary = [...fieldsOf('ScreenSummary'), ...fieldsOf('FileReport')]
    expect(sorted(summary).filter((name) => !pathEnds('## summary.json').includes(name))).toEqual(
      [],
    )
  })

  it('shows in the guide what its example really gives, and lists what the summary counts', async () => {
    const guide = read('docs/guides/screen-your-logs.md')
    const folder = mkdtempSync(join(tmpdir(), 'windbreak-guide-'))
    const blocks = [...guide.matchAll(/```\w+ file=(\S+)\n([\s\S]*?)```/g)]
    const inputs = blocks.filter(([, name = '']) => !name.startsWith('out/'))
    for (const [, name = '', text = ''] of inputs) writeFileSync(join(folder, name), text)
    const [, line = ''] = /^windbreak (screen .*)$/m.exec(guide) ?? []
    const args = line
      .split(' ')
      .map((word) => (/^(screen$|--)/.test(word) ? word : join(folder, word)))
    const quiet = { out: () => {}, err: () => {}, progress: () => {}, clearProgress: () => {} }
    const exitCode = await runCommandLine(args, { ...quiet, clock: () => '2026-02-01T00:00:00Z' })
    const leads = readFileSync(join(folder, 'out', 'leads.jsonl'), 'utf8')
    const summary = readFileSync(join(folder, 'out', 'summary.json'), 'utf8')
    rmSync(folder, { recursive: true, force: true })
    const told = blocks.find(([, name]) => name === 'out/leads.jsonl')?.[2] ?? ''
    expect(exitCode).toBe(0)
    expect(withoutWeights(JSON.parse(leads))).toEqual(withoutWeights(JSON.parse(told)))
    const { counts } = JSON.parse(summary) as { counts: object }
    const listed = rowNames(section(reference('output'), '## summary.json'))
    expect(listed.filter((name) => name.startsWith('counts.'))).toEqual(
      sorted(Object.keys(counts).map((name) => `counts.${name}`)),
    )
  })

  it('has no link that leads nowhere', () => {
    const pages = filesBelow('.', '.md')
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(pages).toContain('docs/README.md')
    expect(broken).toEqual([])
  })

  it('has no page that cannot be reached from docs/README.md', () => {
    const reached = new Set(['docs/README.md'])
    for (const page of reached)
      for (const target of linksOf(page))
        if (target.endsWith('.md') && existsSync(join(root, target))) reached.add(target)
    const pages = [...filesBelow('docs', '.md'), ...filesBelow('src', '.md')]
    expect(pages.filter((page) => !reached.has(page))).toEqual([])
  })

  const layers = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

  it.each(layers)('tells in a few lines what src/%s takes, gives, owns and never does', (layer) => {
    const text = read(`src/${layer}/README.md`)
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(LAYER_LINES_MAX)
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(LAYER_HEADINGS)
    const source = filesBelow(`src/${layer}`, '.ts').map(read).join('\n')
    const owned = [...section(text, '## Owns').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
    expect(owned.filter((table) => !new RegExp(`\\b${table}\\b`).test(source))).toEqual([])
    const files = [...section(text, '## Start reading at').matchAll(/`([^`]+)`/g)]
    expect(files.length).toBeGreaterThan(0)
    const missing = files.filter(([, file = '']) => !existsSync(join(root, 'src', layer, file)))
    expect(missing).toEqual([])
  })
})
