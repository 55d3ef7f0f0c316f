/** Told how far a long stage is. `total` is undefined when it is not known. Units: bytes, objects, accounts. */
export type Progress = (
  stage: string,
  done: number,
  total: number | undefined,
  unit: string,
) => void

interface Terminal {
  readonly isTTY?: boolean
  write(text: string): unknown
}

const DRAW_EVERY_MS = 100
const SHOW_AFTER_MS = 2000
const BAR_WIDTH = 24

/**
 * Draws one line on a terminal with bar, rate and time left; draws nothing when output is not a
 * terminal, nor for stages that end within two seconds. Call `clear` before printing anything else.
 */
export function terminalProgress(terminal: Terminal): { progress: Progress; clear: () => void } {
  let current = ''
  let startedAt = 0
  let drawnAt = 0
  let drawn = false
  const clear = (): void => {
    if (drawn) terminal.write('\r\u001b[2K')
    drawn = false
  }
  const progress: Progress = (stage, done, total, unit) => {
    const now = performance.now()
    if (stage !== current) {
      clear()
      current = stage
      startedAt = now
    }
    if (terminal.isTTY !== true || now - startedAt < SHOW_AFTER_MS || now - drawnAt < DRAW_EVERY_MS)
      return
    drawnAt = now
    drawn = true
    const seconds = (now - startedAt) / 1000
    terminal.write(`\r\u001b[2K${progressLine(stage, done, total, unit, seconds)}`)
  }
  return { progress, clear }
}

/** One progress line, e.g. `reading usage [######    ] 62% 310 MB/s 4 s left`. */
export function progressLine(
  stage: string,
  done: number,
  total: number | undefined,
  unit: string,
  seconds: number,
): string {
  const rate = done / Math.max(seconds, 0.001)
  const speed = `${amount(rate, unit)}/s`
  if (total === undefined || total <= 0) return `${stage} ${amount(done, unit)} ${speed}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * BAR_WIDTH)
  const bar = '#'.repeat(filled) + ' '.repeat(BAR_WIDTH - filled)
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : ''
  return `${stage} [${bar}] ${Math.floor(share * 100)}% ${speed} ${left}`.trimEnd()
}

function amount(value: number, unit: string): string {
  const [size, prefix] =
    value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : value >= 1e3 ? [1e3, 'k'] : [1, '']
  const digits = value / size >= 100 || size === 1 ? 0 : 1
  return unit === 'bytes'
    ? `${(value / size).toFixed(digits)} ${prefix}B`
    : `${(value / size).toFixed(digits)}${prefix} ${unit}`
}
