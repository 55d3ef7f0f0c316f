import type { Drawing, Shape } from './drawing.ts'

export interface ForestRow {
  readonly label: string
  readonly value: number
  readonly low: number
  readonly high: number
  /** Numbers beside the row. */
  readonly note: string
  /** Summaries are drawn as a diamond over their interval. */
  readonly isSummary?: boolean
}

export interface ForestPlot {
  readonly description: string
  readonly axisTitle: string
  readonly rows: readonly ForestRow[]
  /** Where nothing happens, and other values to mark with a dashed line. */
  readonly zero: number
  readonly marks: readonly number[]
  readonly low: number
  readonly high: number
}

const WIDTH = 520
const LABEL_WIDTH = 145
const NOTE_WIDTH = 145
const ROW_HEIGHT = 22
const TOP = 10
const AXIS_HEIGHT = 42
const LABEL_CHARS = 22

/** Draws estimates with their intervals on one axis, a row each; what lies beyond the axis ends in an arrow. */
export function drawForest(plot: ForestPlot): Drawing {
  const [left, right] = [LABEL_WIDTH, WIDTH - NOTE_WIDTH]
  const xOf = (value: number): number =>
    left +
    ((Math.min(plot.high, Math.max(plot.low, value)) - plot.low) / (plot.high - plot.low)) *
      (right - left)
  const bottom = TOP + plot.rows.length * ROW_HEIGHT
  const shapes: Shape[] = [...axis(plot, xOf, bottom)]
  for (const [index, row] of plot.rows.entries())
    shapes.push(...rowShapes(row, TOP + (index + 0.5) * ROW_HEIGHT, xOf, plot))
  return { width: WIDTH, height: bottom + AXIS_HEIGHT, description: plot.description, shapes }
}

function axis(plot: ForestPlot, xOf: (value: number) => number, bottom: number): Shape[] {
  const shapes: Shape[] = []
  for (const mark of plot.marks)
    shapes.push({
      kind: 'line',
      x1: xOf(mark),
      y1: TOP,
      x2: xOf(mark),
      y2: bottom,
      colour: 'grid',
      width: 1,
      isDashed: true,
    })
  shapes.push(
    {
      kind: 'line',
      x1: xOf(plot.zero),
      y1: TOP,
      x2: xOf(plot.zero),
      y2: bottom,
      colour: 'muted',
      width: 1,
    },
    {
      kind: 'line',
      x1: xOf(plot.low),
      y1: bottom,
      x2: xOf(plot.high),
      y2: bottom,
      colour: 'muted',
      width: 1,
    },
  )
  const steps = 4
  for (let step = 0; step <= steps; step++) {
    const value = plot.low + ((plot.high - plot.low) * step) / steps
    shapes.push(
      {
        kind: 'line',
        x1: xOf(value),
        y1: bottom,
        x2: xOf(value),
        y2: bottom + 4,
        colour: 'muted',
        width: 1,
      },
      {
        kind: 'text',
        x: xOf(value),
        y: bottom + 15,
        text: signed(value),
        size: 8.5,
        anchor: 'middle',
        colour: 'muted',
      },
    )
  }
  shapes.push({
    kind: 'text',
    x: (xOf(plot.low) + xOf(plot.high)) / 2,
    y: bottom + 31,
    text: plot.axisTitle,
    size: 8.5,
    anchor: 'middle',
    colour: 'muted',
  })
  return shapes
}

function rowShapes(
  row: ForestRow,
  y: number,
  xOf: (value: number) => number,
  plot: ForestPlot,
): Shape[] {
  const [low, middle, high] = [xOf(row.low), xOf(row.value), xOf(row.high)]
  const isBold = row.isSummary === true
  const label =
    row.label.length > LABEL_CHARS ? `${row.label.slice(0, LABEL_CHARS - 1)}…` : row.label
  const shapes: Shape[] = [
    {
      kind: 'text',
      x: LABEL_WIDTH - 10,
      y: y + 3,
      text: label,
      size: 9,
      anchor: 'end',
      colour: 'ink',
      isBold,
    },
    {
      kind: 'text',
      x: WIDTH - NOTE_WIDTH + 10,
      y: y + 3,
      text: row.note,
      size: 8.5,
      anchor: 'start',
      colour: 'ink',
      isBold,
    },
  ]
  if (isBold) {
    shapes.push({
      kind: 'polygon',
      points: [
        [low, y],
        [middle, y - 5],
        [high, y],
        [middle, y + 5],
      ],
      colour: 'accent',
    })
    return shapes
  }
  shapes.push(
    { kind: 'line', x1: low, y1: y, x2: high, y2: y, colour: 'accent', width: 1.5 },
    {
      kind: 'polygon',
      points: [
        [middle - 3, y - 3],
        [middle + 3, y - 3],
        [middle + 3, y + 3],
        [middle - 3, y + 3],
      ],
      colour: 'accent',
    },
  )
  if (row.low < plot.low)
    shapes.push({
      kind: 'polygon',
      points: [
        [low, y],
        [low + 5, y - 3],
        [low + 5, y + 3],
      ],
      colour: 'accent',
    })
  if (row.high > plot.high)
    shapes.push({
      kind: 'polygon',
      points: [
        [high, y],
        [high - 5, y - 3],
        [high - 5, y + 3],
      ],
      colour: 'accent',
    })
  return shapes
}

/** `+0.25`, `−0.10`, `0.00`: a difference with its sign and two digits, or as many as are asked for. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? '\u2212' : '+'}${text}`
}
