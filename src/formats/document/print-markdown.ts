import { escapeMarkdown } from './escape.ts'
import type { Block, Document } from './model.ts'

/** A document as Markdown (CommonMark with tables). A figure is its description: its numbers stand in the tables. */
export function printMarkdown(document: Document): string {
  const blocks = document.blocks.map(printBlock).join('\n')
  return `# ${escapeMarkdown(document.title)}\n\n${escapeMarkdown(document.subtitle)}\n\n${blocks}`
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeMarkdown(block.text)}\n`
    case 'paragraph': {
      const text = escapeMarkdown(block.text)
      if (block.tone === 'verdict') return `> **${text}**\n`
      return block.tone === 'warning' ? `> ${text}\n` : `${text}\n`
    }
    case 'list': {
      const items = block.items.map(({ term, text }) =>
        term === undefined
          ? `- ${escapeMarkdown(text)}`
          : `- **${escapeMarkdown(term)}.** ${escapeMarkdown(text)}`,
      )
      return `${items.join('\n')}\n`
    }
    case 'table':
      return printTable(block)
    case 'figure':
      return `*${escapeMarkdown(block.caption)} ${escapeMarkdown(block.drawing.description)}*\n`
  }
}

function printTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const head = line(columns.map(({ title }) => escapeMarkdown(title)))
  const rule = line(columns.map(({ align }) => (align === 'right' ? '---:' : '---')))
  const body = rows.map((row) => line(row.map(escapeMarkdown)))
  return `${escapeMarkdown(caption)}\n\n${[head, rule, ...body].join('\n')}\n`
}
