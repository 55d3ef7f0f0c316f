import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Row {
  readonly suite: string
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly commit: string
  readonly node: string
  readonly cpu: string
  readonly memoryGiB: number
  readonly date: string
}

const root = resolve(import.meta.dirname, '..')
const results = join(root, 'bench', 'results')

/** BENCHMARKS.md from bench/results/*.jsonl: the newest figure of each name, with its circumstances. */
export function benchmarksPage(): string {
  const files = readdirSync(results)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  const parts = [INTRODUCTION]
  for (const file of files) {
    const newest = new Map<string, Row>()
    for (const line of readFileSync(join(results, file), 'utf8').split('\n')) {
      if (line === '') continue
      const row = JSON.parse(line) as Row
      newest.set(row.name, row)
    }
    const rows = [...newest.values()]
    const first = rows[0]
    if (first === undefined) continue
    parts.push(
      `## ${first.suite}\n`,
      '| figure | value | unit | commit | date |',
      '| --- | ---: | --- | --- | --- |',
      ...rows.map(
        (row) =>
          `| ${row.name} | ${row.value} | ${row.unit} | ${row.commit} | ${row.date.slice(0, 10)} |`,
      ),
      `\nNode ${first.node}, ${first.cpu}, ${first.memoryGiB} GiB.\n`,
    )
  }
  return parts.join('\n')
}

const INTRODUCTION = `# Benchmarks

Made by \`npx tsx scripts/make-benchmarks-page.ts\` from \`bench/results/*.jsonl\`; each line there says when, where and
at which commit it was measured.
Absolute times hold for that machine on that day; compare only ratios taken within one run.
Detection quality comes first.

- \`npm run bench -- SIZE...\` measures speed and memory of \`screen\` from files to leads, beside a bare parse of the same files.
- \`npm run bench:worlds -- --kinds mild,hard --seeds a,b --record\` judges detection on worlds made from seeds.
- \`npm run bench:links\` measures links and crews over a population made in the engine, and again after a day more.
- \`npm run bench:records -- --table FILE --record\` links records of one person, beside a Splink-method baseline.
- \`npm run bench:taxii\` fills a TAXII collection with a million objects and reads pages at its start and its end.
- \`npm run bench:cases\` rebuilds the views of 100,000 cases from a million events.
- \`npm run bench:api\` reads the API from another process, beside a bare Fastify route in the same run.
- \`npm run bench:quality -- --prompts DIR\` judges the text model on labelled prompts.
`

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(join(root, 'BENCHMARKS.md'), benchmarksPage())
}
