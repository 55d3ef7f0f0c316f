import { inspectError } from './errors.ts'

/** One record of a CSV file with the line on which it begins. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Splits CSV (RFC 4180): comma, quotes doubled within quotes, line feeds within quotes, LF or CRLF, a byte
 * order mark is passed over, blank lines are no records. Throws WB_FORMATS_INSPECT_SYNTAX for a quote that never closes.
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = []
  let cells: string[] = []
  let line = 1
  let start = 1
  let at = text.startsWith('\ufeff') ? 1 : 0
  const endRecord = (): void => {
    if (cells.length > 1 || cells[0] !== '') records.push({ line: start, cells })
    cells = []
  }
  while (at < text.length) {
    if (cells.length === 0) start = line
    let cell = ''
    if (text[at] === '"') {
      const end = closingQuote(text, at, start)
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      line += cell.split('\n').length - 1
      at = end + 1
    }
    const stop = nextStop(text, at)
    cells.push(cell + text.slice(at, stop).replace(/\r$/, ''))
    at = stop + 1
    if (stop < text.length && text[stop] === ',') {
      if (at === text.length) cells.push('')
      continue
    }
    line++
    endRecord()
  }
  if (cells.length > 0) endRecord()
  return records
}

function nextStop(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === ',' || text[at] === '\n') return at
  return text.length
}

function closingQuote(text: string, open: number, line: number): number {
  let from = open + 1
  for (;;) {
    const end = text.indexOf('"', from)
    if (end === -1)
      throw inspectError('WB_FORMATS_INSPECT_SYNTAX', 'found a quote that is never closed', {
        at: { line },
        hint: 'double a quote that belongs to the text',
      })
    if (text[end + 1] !== '"') return end
    from = end + 2
  }
}
