import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Document,
  drawForest,
  plainText,
  printHtml,
  printMarkdown,
  type Shape,
  signed,
} from './index.ts'

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '![x](https://evil.example/beacon)',
  '[x](javascript:alert(1))',
  '<!-- `` | a \u202Egnp.exe \u0007 \u200B \uD800',
  'https://evil.example www.evil.example a@evil.example',
]

/** A document that holds a text in every place where one can stand. */
function documentOf(text: string): Document {
  const drawing = drawForest({
    description: text,
    axisTitle: text,
    rows: [
      { label: text, value: 0.2, low: -2, high: 2, note: text },
      { label: text, value: 0, low: -0.1, high: 0.1, note: text, isSummary: true },
    ],
    zero: 0,
    marks: [0.05],
    low: -0.5,
    high: 0.5,
  })
  return {
    title: text,
    subtitle: text,
    language: text,
    date: '2026-11-25T00:00:00Z',
    blocks: [
      { kind: 'heading', level: 2, text },
      { kind: 'paragraph', tone: 'verdict', text },
      { kind: 'paragraph', tone: 'warning', text },
      { kind: 'list', items: [{ term: text, text }, { text }] },
      {
        kind: 'table',
        caption: text,
        columns: [{ title: text }, { title: text, align: 'right' }],
        rows: [[text, text]],
      },
      { kind: 'figure', caption: text, drawing },
    ],
  }
}

describe('the web page', () => {
  it.each(HOSTILE)('shows %j as text, everywhere', (text) => {
    const page = printHtml(documentOf(text))
    const neutral = printHtml(documentOf('x'))
    const tags = (html: string): string[] =>
      [...html.matchAll(/<[^>]*>/g)].map(([tag]) =>
        tag.replace(/(content|aria-label|lang)="[^"]*"/g, ''),
      )
    expect(tags(page)).toEqual(tags(neutral))
    expect(page).not.toMatch(/[\u202E\u0007\u200B]/)
  })

  it('has the same tags whatever text it is given', () => {
    const tags = (html: string): number => (html.match(/</g) ?? []).length
    const wanted = tags(printHtml(documentOf('x')))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tags(printHtml(documentOf(text)))).toBe(wanted)
      }),
    )
  })

  it('allows its own style by hash, loads nothing and runs nothing', () => {
    const page = printHtml(documentOf('x'))
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page).toContain(
      `default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    )
    expect(page.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /<script|<link|<img|<iframe|https?:|url\(|style=|@import/,
    )
  })
})

describe('Markdown', () => {
  it.each(HOSTILE)('shows %j as text', (text) => {
    const page = printMarkdown(documentOf(text))
    expect(page).not.toMatch(/(?<!\\)</)
    expect(page).not.toMatch(/(?<!\\)\]\(|(?<!\\)!\[|https?:|www\.|a@/)
    expect(page).not.toMatch(/[\u202E\u0007\u200B]/)
  })

  it.each([
    ['1. no list', '1\\. no list'],
    ['- no list', '\\- no list'],
    ['0.375', '0.375'],
    ['+0.25', '+0.25'],
    ['# no title', '\\# no title'],
  ])('%j becomes %j', (text, wanted) => {
    expect(printMarkdown({ ...documentOf('x'), blocks: [{ kind: 'paragraph', text }] })).toContain(
      `\n${wanted}\n`,
    )
  })

  it('keeps a cell in its table', () => {
    const rows = printMarkdown(documentOf('a|b\n|c|'))
      .split('\n')
      .filter((line) => line.startsWith('| '))
    expect(rows.map((line) => line.match(/(?<!\\)\|/g)?.length)).toEqual([3, 3, 3])
  })
})

describe('the forest plot', () => {
  it('keeps every shape inside its picture, and ends in arrows what lies beyond the axis', () => {
    const { width, height, shapes } = documentOf('x').blocks.flatMap((block) =>
      block.kind === 'figure' ? [block.drawing] : [],
    )[0] ?? { width: 0, height: 0, shapes: [] }
    const pointsOf = (shape: Shape): readonly (readonly [number, number])[] => {
      if (shape.kind === 'polygon') return shape.points
      if (shape.kind === 'text') return [[shape.x, shape.y]]
      return [
        [shape.x1, shape.y1],
        [shape.x2, shape.y2],
      ]
    }
    const outside = shapes
      .flatMap(pointsOf)
      .filter(([x, y]) => x < 0 || x > width || y < 0 || y > height)
    expect([shapes.length > 10, outside]).toEqual([true, []])
    expect(shapes.filter(({ kind }) => kind === 'polygon')).toHaveLength(4)
  })

  it('writes differences with their sign', () => {
    expect([0.25, -0.1, 0, 0.001].map((one) => signed(one))).toEqual([
      '+0.25',
      '\u22120.10',
      '0.00',
      '0.00',
    ])
    expect(signed(0.0031, 3)).toBe('+0.003')
    expect(plainText('a\u202Eb\nc')).toBe('a\u00b7b\u00b7c')
  })
})
