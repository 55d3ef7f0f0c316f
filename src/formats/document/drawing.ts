/** A picture of a few shapes, in points; each form of output draws the same ones. Colours are of the palette. */
export interface Drawing {
  readonly width: number
  readonly height: number
  /** What the picture shows, for those who do not see it. */
  readonly description: string
  readonly shapes: readonly Shape[]
}

export type Colour = 'ink' | 'muted' | 'grid' | 'accent'

export type Shape =
  | {
      readonly kind: 'line'
      readonly x1: number
      readonly y1: number
      readonly x2: number
      readonly y2: number
      readonly colour: Colour
      readonly width: number
      readonly isDashed?: boolean
    }
  | {
      readonly kind: 'polygon'
      readonly points: ReadonlyArray<readonly [x: number, y: number]>
      readonly colour: Colour
    }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly size: number
      readonly anchor: 'start' | 'middle' | 'end'
      readonly colour: Colour
      readonly isBold?: boolean
    }

/** Dark on white with contrast of 4.5 and more for what is read; prints in grey too. */
export const PALETTE: Readonly<Record<Colour, string>> = {
  ink: '#1b1f24',
  muted: '#57606a',
  grid: '#d0d7de',
  accent: '#0a4f9e',
}
