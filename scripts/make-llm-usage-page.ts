/**
 * Writes the field table of docs/reference/llm-usage.md from src/signals/ir/event-fields.ts:
 *
 *     npx tsx scripts/make-llm-usage-page.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EVENT_FIELDS, FIELD_ALIASES } from '../src/signals/ir/event-fields.ts'

const page = join(resolve(import.meta.dirname, '..'), 'docs', 'reference', 'llm-usage.md')
const [from, to] = ['<!-- fields -->', '<!-- end -->']

/** The page with its table as the source stands now. */
export function llmUsagePage(): string {
  const text = readFileSync(page, 'utf8')
  const rows = Object.entries(EVENT_FIELDS).map(([name, { type, isScanned, meaning }]) => {
    const aliases = Object.entries(FIELD_ALIASES)
      .filter(([, target]) => target === name)
      .map(([alias]) => `\`${alias}\``)
    const kind = isScanned ? 'text, searched in one pass' : type
    return `| \`${name}\` | ${kind} | ${meaning} | ${aliases.join(', ') || '-'} |\n`
  })
  const table = `| field | type | what it holds | other names |\n| --- | --- | --- | --- |\n${rows.join('')}`
  return `${text.slice(0, text.indexOf(from) + from.length)}\n\n${table}\n${text.slice(text.indexOf(to))}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(page, llmUsagePage())
}
