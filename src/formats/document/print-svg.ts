import { type Drawing, PALETTE, type Shape } from './drawing.ts'
import { escapeMarkup } from './escape.ts'

/** A drawing as an SVG element for a web page: attributes only, no style and no script, so that a strict policy shows it. */
export function printSvg({ width, height, description, shapes }: Drawing): string {
  const body = shapes.map(printShape).join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ` +
    `${number(height)}" width="${number(width)}" height="${number(height)}" ` +
    `role="img"><title>${escapeMarkup(description)}</title>${body}</svg>`
  )
}

function printShape(shape: Shape): string {
  const colour = PALETTE[shape.colour]
  switch (shape.kind) {
    case 'line': {
      const dash = shape.isDashed === true ? ' stroke-dasharray="3 3"' : ''
      return (
        `<line x1="${number(shape.x1)}" y1="${number(shape.y1)}" x2="${number(shape.x2)}" ` +
        `y2="${number(shape.y2)}" stroke="${colour}" ` +
        `stroke-width="${number(shape.width)}"${dash}/>`
      )
    }
    case 'polygon':
      return `<polygon points="${shape.points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ')}" fill="${colour}"/>`
    case 'text': {
      const weight = shape.isBold === true ? ' font-weight="bold"' : ''
      return (
        `<text x="${number(shape.x)}" y="${number(shape.y)}" font-size="${number(shape.size)}" ` +
        `text-anchor="${shape.anchor}" ` +
        `fill="${colour}"${weight}>${escapeMarkup(shape.text)}</text>`
      )
    }
  }
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}
