import { describe, expect, it } from 'vitest'
import { type Document, drawForest } from '../formats/document/index.ts'
import { printPdf } from './index.ts'

const words = 'One sentence of some length that fills a line or two of the page and says nothing. '

function documentOf(rows: number, cell: string): Document {
  const drawing = drawForest({
    description: 'a plot',
    axisTitle: 'difference',
    rows: Array.from({ length: 40 }, (_, index) => ({
      label: `row ${index}`,
      value: 0,
      low: -0.2,
      high: 0.2,
      note: 'note',
    })),
    zero: 0,
    marks: [0.1],
    low: -0.5,
    high: 0.5,
  })
  return {
    title: 'A report',
    subtitle: 'made of nothing',
    language: 'en',
    date: '2026-11-25T08:00:00Z',
    blocks: [
      { kind: 'heading', level: 2, text: 'Проверка, Prüfung, έλεγχος' },
      { kind: 'paragraph', tone: 'verdict', text: words },
      { kind: 'list', items: [{ term: 'Term', text: words.repeat(20) }] },
      {
        kind: 'table',
        caption: 'A table',
        columns: [{ title: 'a' }, { title: 'b', align: 'right' }],
        rows: Array.from({ length: rows }, () => [cell, 'b']),
      },
      { kind: 'figure', caption: 'A figure', drawing },
      { kind: 'paragraph', text: words.repeat(300) },
    ],
  }
}

const textOf = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1')
const pagesOf = (pdf: Uint8Array): number =>
  (textOf(pdf).match(/\/Type \/Page\b(?!s)/g) ?? []).length

describe('PDF', () => {
  it('is the same bytes for the same document, with its date and language', async () => {
    const document = documentOf(5, 'a')
    const first = await printPdf(document)
    expect(Buffer.compare(first, await printPdf(document))).toBe(0)
    expect(textOf(first)).toMatch(/^%PDF-1\.\d/)
    expect(textOf(first)).toContain('(D:20261125080000Z)')
    expect(textOf(first)).toContain('/Lang (en)')
    expect(textOf(first)).not.toMatch(/\/JavaScript|\/JS\b|\/Launch|\/URI/)
  })

  it('goes on over as many pages as it needs, and no empty ones behind them', async () => {
    const short = pagesOf(
      await printPdf({ ...documentOf(1, 'a'), blocks: [{ kind: 'paragraph', text: 'short' }] }),
    )
    const long = pagesOf(await printPdf(documentOf(200, 'a')))
    expect(short).toBe(1)
    expect(long).toBeGreaterThan(6)
    expect(long).toBeLessThan(16)
  })

  it('bears cells longer than a page and texts that act', async () => {
    const pdf = await printPdf(documentOf(3, `${words.repeat(200)}\u202E\u0000\uD800 👩 漢字`))
    expect(pagesOf(pdf)).toBeGreaterThan(3)
  })
})
