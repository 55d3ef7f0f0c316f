import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type PDFDocument from 'pdfkit'
import {
  type Block,
  type Document,
  type Drawing,
  PALETTE,
  plainText,
  type Shape,
} from '../formats/document/index.ts'

type Pdf = InstanceType<typeof PDFDocument>

const MARGIN = 50
const FOOTER_GAP = 28
const CELL_PADDING = 4
const SIZES = {
  title: 19,
  subtitle: 9.5,
  2: 13.5,
  3: 11,
  body: 9.5,
  table: 7.5,
  caption: 8,
} as const

/**
 * Prints a document as PDF on A4 with page numbers. Its date is the document's own and its id follows from that,
 * so the same document gives the same bytes. The fonts (DejaVu Sans, regular and bold) are embedded.
 */
export async function printPdf(document: Document): Promise<Uint8Array> {
  // Loaded when a PDF is asked for: no other command should pay for it.
  const { default: Constructor } = await import('pdfkit')
  const date = new Date(document.date)
  const pdf = new Constructor({
    size: 'A4',
    margins: { top: MARGIN, bottom: MARGIN + FOOTER_GAP, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: document.language,
    displayTitle: true,
    info: {
      Title: plainText(document.title),
      Creator: 'windbreak',
      CreationDate: date,
      ModDate: date,
    },
  })
  const fonts = join(
    dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
    'ttf',
  )
  pdf.registerFont('regular', join(fonts, 'DejaVuSans.ttf'))
  pdf.registerFont('bold', join(fonts, 'DejaVuSans-Bold.ttf'))
  const chunks: Uint8Array[] = []
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  write(pdf, document.title, 'bold', SIZES.title, PALETTE.ink)
  pdf.moveDown(0.3)
  write(pdf, document.subtitle, 'regular', SIZES.subtitle, PALETTE.muted)
  pdf.moveDown(1)
  for (const block of document.blocks) drawBlock(pdf, block)
  numberPages(pdf, document.title)
  pdf.end()
  return whole
}

const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * MARGIN
const bottomOf = (pdf: Pdf): number => pdf.page.height - MARGIN - FOOTER_GAP

function write(
  pdf: Pdf,
  text: string,
  font: 'regular' | 'bold',
  size: number,
  colour: string,
): void {
  pdf
    .font(font)
    .fontSize(size)
    .fillColor(colour)
    .text(plainText(text), MARGIN, pdf.y, { width: widthOf(pdf) })
}

function needRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > bottomOf(pdf)) pdf.addPage()
}

function drawBlock(pdf: Pdf, block: Block): void {
  switch (block.kind) {
    case 'heading':
      needRoom(pdf, 70)
      pdf.moveDown(block.level === 2 ? 0.9 : 0.6)
      write(pdf, block.text, 'bold', SIZES[block.level], PALETTE.ink)
      pdf.moveDown(0.3)
      return
    case 'paragraph':
      drawParagraph(pdf, block.text, block.tone ?? 'plain')
      return
    case 'list':
      for (const { term, text } of block.items) drawItem(pdf, term, text)
      pdf.moveDown(0.3)
      return
    case 'table':
      drawTable(pdf, block)
      return
    case 'figure':
      drawFigure(pdf, block.drawing, block.caption)
      return
  }
}

function drawParagraph(pdf: Pdf, text: string, tone: 'plain' | 'verdict' | 'warning'): void {
  const [font, size] =
    tone === 'verdict' ? (['bold', 11] as const) : (['regular', SIZES.body] as const)
  const indent = tone === 'plain' ? 0 : 10
  const width = widthOf(pdf) - indent
  const shown = plainText(text)
  const height = pdf.font(font).fontSize(size).heightOfString(shown, { width })
  needRoom(pdf, Math.min(height, 120))
  const top = pdf.y
  pdf.fillColor(PALETTE.ink).text(shown, MARGIN + indent, top, { width })
  // A bar only where the paragraph stayed on its page.
  if (indent > 0 && pdf.y > top)
    pdf.rect(MARGIN, top, 3, pdf.y - top).fill(tone === 'warning' ? '#9a3412' : PALETTE.accent)
  pdf.moveDown(0.5)
}

function drawItem(pdf: Pdf, term: string | undefined, text: string): void {
  needRoom(pdf, 26)
  const options = { width: widthOf(pdf) - 12 }
  const top = pdf.y
  pdf
    .font('regular')
    .fontSize(SIZES.body)
    .fillColor(PALETTE.ink)
    .text('•', MARGIN, top, { lineBreak: false })
  pdf.y = top
  if (term !== undefined)
    pdf
      .font('bold')
      .text(`${plainText(term)}. `, MARGIN + 12, top, { ...options, continued: true })
      .font('regular')
      .text(plainText(text), options)
  else pdf.text(plainText(text), MARGIN + 12, top, options)
  pdf.moveDown(0.25)
}

type Table = Extract<Block, { kind: 'table' }>

function drawTable(pdf: Pdf, table: Table): void {
  const shares = table.columns.map(({ share }) => share ?? 1)
  const sum = shares.reduce((total, share) => total + share, 0)
  const widths = shares.map((share) => (share / sum) * widthOf(pdf))
  needRoom(pdf, 60)
  write(pdf, table.caption, 'regular', SIZES.caption, PALETTE.muted)
  pdf.moveDown(0.3)
  const titles = table.columns.map(({ title }) => title)
  drawRow(pdf, titles, widths, table, 'bold')
  for (const row of table.rows) {
    if (pdf.y + rowHeight(pdf, row, widths, 'regular') > bottomOf(pdf)) {
      pdf.addPage()
      drawRow(pdf, titles, widths, table, 'bold')
    }
    drawRow(pdf, row, widths, table, 'regular')
  }
  pdf.moveDown(0.8)
}

function rowHeight(
  pdf: Pdf,
  cells: readonly string[],
  widths: readonly number[],
  font: 'regular' | 'bold',
): number {
  pdf.font(font).fontSize(SIZES.table)
  const heights = cells.map((cell, at) =>
    pdf.heightOfString(plainText(cell), { width: (widths[at] ?? 0) - 2 * CELL_PADDING }),
  )
  // A row never grows beyond a page: what is longer is cut below.
  return Math.min(Math.max(...heights), ROW_HEIGHT_MAX) + 2 * CELL_PADDING
}

const ROW_HEIGHT_MAX = 400

function drawRow(
  pdf: Pdf,
  cells: readonly string[],
  widths: readonly number[],
  table: Table,
  font: 'regular' | 'bold',
): void {
  const height = rowHeight(pdf, cells, widths, font)
  const top = pdf.y
  let x = MARGIN
  pdf.fillColor(PALETTE.ink)
  for (const [at, cell] of cells.entries()) {
    const width = widths[at] ?? 0
    pdf
      .font(font)
      .fontSize(SIZES.table)
      .text(plainText(cell), x + CELL_PADDING, top + CELL_PADDING, {
        width: width - 2 * CELL_PADDING,
        height: height - 2 * CELL_PADDING + 1,
        align: table.columns[at]?.align ?? 'left',
        ellipsis: true,
      })
    x += width
  }
  pdf.y = top + height
  pdf
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + widthOf(pdf), pdf.y)
    .lineWidth(0.5)
    .strokeColor(PALETTE.grid)
    .stroke()
}

function drawFigure(pdf: Pdf, drawing: Drawing, caption: string): void {
  const scale = Math.min(
    1,
    widthOf(pdf) / drawing.width,
    (bottomOf(pdf) - MARGIN - 40) / drawing.height,
  )
  needRoom(pdf, drawing.height * scale + 30)
  const top = pdf.y
  pdf.save().translate(MARGIN, top).scale(scale)
  for (const shape of drawing.shapes) drawShape(pdf, shape)
  pdf.restore()
  pdf.y = top + drawing.height * scale + 4
  write(pdf, caption, 'regular', SIZES.caption, PALETTE.muted)
  pdf.moveDown(0.8)
}

function drawShape(pdf: Pdf, shape: Shape): void {
  const colour = PALETTE[shape.colour]
  if (shape.kind === 'line') {
    pdf
      .moveTo(shape.x1, shape.y1)
      .lineTo(shape.x2, shape.y2)
      .lineWidth(shape.width)
      .strokeColor(colour)
    if (shape.isDashed === true) pdf.dash(3, { space: 3 })
    pdf.stroke().undash()
  } else if (shape.kind === 'polygon')
    pdf.polygon(...shape.points.map(([x, y]) => [x, y])).fill(colour)
  else {
    const text = plainText(shape.text)
    pdf
      .font(shape.isBold === true ? 'bold' : 'regular')
      .fontSize(shape.size)
      .fillColor(colour)
    const width = pdf.widthOfString(text)
    const x = shape.x - { start: 0, middle: width / 2, end: width }[shape.anchor]
    // The library counts from the top of a line, drawings from its base.
    pdf.text(text, x, shape.y - shape.size * ASCENT, { lineBreak: false })
  }
}

/** Height of DejaVu Sans above its base line, in units of its size. */
const ASCENT = 0.93

function numberPages(pdf: Pdf, title: string): void {
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    // Below the bottom margin, where the library would otherwise begin a new page.
    pdf.page.margins.bottom = 0
    const y = pdf.page.height - MARGIN
    pdf.font('regular').fontSize(SIZES.caption).fillColor(PALETTE.muted)
    pdf.text(plainText(title), MARGIN, y, { lineBreak: false })
    const label = `${page + 1} / ${count}`
    pdf.text(label, pdf.page.width - MARGIN - pdf.widthOfString(label), y, { lineBreak: false })
  }
}
