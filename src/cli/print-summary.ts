import type { Lead } from '../attribution/index.ts'
import { printable } from './printable.ts'
import type { ScreenResult } from './screen-job.ts'

const LEADS_SHOWN = 15
const REASONS_SHOWN = 20

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
      ...table(
        reasons
          .slice(0, REASONS_SHOWN)
          .map(([reason, count]) => [`  ${printable(reason, 100)}`, number(count)]),
      ),
    )
    if (reasons.length > REASONS_SHOWN)
      lines.push(`  … and ${number(reasons.length - REASONS_SHOWN)} more reasons`)
  }
  lines.push(
    '',
    'seconds',
    ...table(stages.map(({ stage, seconds }) => [`  ${stage}`, seconds.toFixed(2)])),
  )
  lines.push('', ...printLeads(result.leads), ...printLedger(result.leads[0]))
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
      printable(strongest(lead), 40),
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

/** The first lead's ledger in words, so that one number at least is read as a sum. */
function printLedger(lead: Lead | undefined): string[] {
  if (lead === undefined) return []
  return [
    '',
    `why ${printable(lead.account, 24)}`,
    ...lead.why.map((line) => `  ${printable(line, 160)}`),
  ]
}

/** The name of the signal with the most bits. */
function strongest(lead: Lead): string {
  return lead.signals.reduce((best, signal) => (signal.bits > best.bits ? signal : best), {
    name: '',
    bits: 0,
  }).name
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
