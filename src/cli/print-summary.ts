import type { Lead } from '../attribution/index.ts'
import type { ScreenResult } from './screen-job.ts'

const LEADS_SHOWN = 15

/** The closing table of `screen`: what was read, what was found, what was rejected and why, where time went. */
export function printSummary(result: ScreenResult): string {
  const { counts, stages, rejectedReasons, indicators } = result.summary
  const lines = [
    '',
    `as of ${result.summary.asOf}, prior ${result.summary.prior}`,
    '',
    ...table(Object.entries(counts).map(([name, count]) => [name, number(count)])),
    '',
    'indicators',
    ...table(Object.entries(indicators).map(([status, count]) => [`  ${status}`, number(count)])),
  ]
  const reasons = Object.entries(rejectedReasons).sort(([, x], [, y]) => y - x)
  if (reasons.length > 0) {
    lines.push(
      '',
      'set aside (rejected.jsonl)',
      ...table(reasons.map(([reason, count]) => [`  ${reason}`, number(count)])),
    )
  }
  lines.push(
    '',
    'seconds',
    ...table(stages.map(({ stage, seconds }) => [`  ${stage}`, seconds.toFixed(2)])),
  )
  lines.push('', ...printLeads(result.leads))
  return `${lines.join('\n')}\n`
}

function printLeads(leads: readonly Lead[]): string[] {
  if (leads.length === 0) return ['no account reached probability 0.05']
  const rows = leads
    .slice(0, LEADS_SHOWN)
    .map((lead) => [
      String(lead.rank),
      printable(lead.account, 24),
      lead.probability.toFixed(3),
      lead.expectedFalse.toFixed(2),
      lead.cluster ?? '-',
      printable(lead.actor?.name ?? '-', 22),
      printable(lead.signals[0]?.name ?? '', 40),
    ])
  const more =
    leads.length > LEADS_SHOWN ? [`… and ${leads.length - LEADS_SHOWN} more in leads.jsonl`] : []
  return [
    ...table([
      ['rank', 'account', 'p', 'exp.false', 'cluster', 'actor', 'strongest evidence'],
      ...rows,
    ]),
    ...more,
  ]
}

/** Text from outside, made safe for a terminal: control and bidi characters are shown as marks, long text is cut. */
export function printable(text: string, charsMax: number): string {
  const marked = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    '\u00b7',
  )
  return marked.length > charsMax ? `${marked.slice(0, charsMax - 1)}…` : marked
}

/** Aligns columns: the first and text columns left, numbers right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        /^[\d.,-]+$/.test(cell)
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** A count with thousands separated. */
function number(count: number): string {
  return count.toLocaleString('en-US')
}
