import { groupBy } from '../core/index.ts'
import { type Block, type Document, drawForest, type ForestRow } from '../formats/document/index.ts'
import { armBlocks, detailTable, methodBlocks, sourceBlocks } from './report-method.ts'
import { difference, METHODS, pOf, share, upper } from './report-words.ts'
import type { ArmComparison, Assessment, Comparison } from './result.ts'

/** An assessment as a document: the judgement first, then what it rests on, then what may be wrong with it. */
export function reportOf(assessment: Assessment): Document {
  return {
    title: 'Capability assessment',
    subtitle:
      `Made by windbreak assess on ${assessment.assessedAt.slice(0, 10)}, from ` +
      `${assessment.arms.reduce((sum, { sources }) => sum + sources.length, 0)} evaluation ` +
      'logs.',
    language: 'en',
    date: assessment.assessedAt,
    blocks: [
      ...assessment.comparisons.flatMap((one) => comparisonBlocks(one, assessment)),
      ...armBlocks(assessment.arms),
      ...methodBlocks(assessment),
      ...sourceBlocks(assessment.arms),
    ],
  }
}

function comparisonBlocks(one: ArmComparison, { warnings, declaration }: Assessment): Block[] {
  const { overall, domains, withoutRefusals } = one
  const { equivalenceMargin, materialMargin } = declaration
  const found = [...warnings, ...overall.warnings, ...domainWarnings(domains)]
  return [
    { kind: 'heading', level: 2, text: `${one.arm} against ${one.baseline}` },
    { kind: 'paragraph', tone: 'verdict', text: `${upper(one.statement)}.` },
    {
      kind: 'paragraph',
      text:
        `Overall: ${overall.verdict}. On ${overall.tasks} tasks in ${overall.clusters} ` +
        `clusters the baseline solved ${share(overall.baseline)} and the arm ` +
        `${share(overall.arm)}: a difference of ${difference(overall)}, 95% interval by ` +
        `${METHODS[overall.difference.method]}. Declared margins: less than ` +
        `${equivalenceMargin} is nothing, more than ${materialMargin} is material. The verdict ` +
        'follows the interval, never the estimate.',
    },
    {
      kind: 'figure',
      caption:
        'Difference in the share of tasks solved, arm minus baseline, with 95% intervals. Dashed: the declared margins.',
      drawing: drawForest({
        description:
          'Difference by domain and overall: ' +
          `${[...domains, { ...overall, name: 'overall' }].map((row) => `${row.name} ${difference(row)}`).join('; ')}.`,
        axisTitle: 'difference in share of tasks solved',
        rows: forestRows(one),
        zero: 0,
        marks: [-equivalenceMargin, equivalenceMargin, materialMargin],
        ...axisOf([overall, ...domains]),
      }),
    },
    domainTable(one),
    ...(withoutRefusals === null
      ? []
      : [
          {
            kind: 'paragraph',
            text:
              `Without the tasks that either arm refused (${overall.tasks - withoutRefusals.tasks}): ` +
              `${withoutRefusals.verdict}, ${difference(withoutRefusals)} on ` +
              `${withoutRefusals.tasks} tasks.`,
          } as const,
        ]),
    detailTable(one),
    ...unpairedBlocks(one),
    ...(found.length === 0
      ? []
      : [
          { kind: 'heading', level: 3, text: 'Warnings' } as const,
          { kind: 'list', items: found.map((text) => ({ text })) } as const,
        ]),
    { kind: 'heading', level: 3, text: 'Threats to validity' },
    { kind: 'list', items: one.threats.map(({ name, text }) => ({ term: upper(name), text })) },
  ]
}

/** A warning that holds for several domains is told once. */
function domainWarnings(domains: ArmComparison['domains']): string[] {
  const rows = domains.flatMap(({ name, warnings }) => warnings.map((text) => ({ name, text })))
  return [...groupBy(rows, ({ text }) => text)].map(
    ([text, group]) => `${group.map(({ name }) => name).join(', ')}: ${text}`,
  )
}

function forestRows({ domains, overall }: ArmComparison): ForestRow[] {
  const rowOf = (label: string, row: Comparison, isSummary: boolean): ForestRow => ({
    label,
    value: row.difference.value,
    low: row.difference.low,
    high: row.difference.high,
    note: difference(row),
    isSummary,
  })
  const rows = domains.length > 1 ? domains.map((row) => rowOf(row.name, row, false)) : []
  return [...rows, rowOf('overall', overall, true)]
}

/** From -1 to 1 where an interval needs it, else half of that. */
function axisOf(rows: readonly Comparison[]): { low: number; high: number } {
  const widest = Math.max(...rows.map(({ difference: { low, high } }) => Math.max(-low, high)))
  return widest > 0.5 ? { low: -1, high: 1 } : { low: -0.5, high: 0.5 }
}

function domainTable({ domains, overall, baseline, arm }: ArmComparison): Block {
  const rowOf = (name: string, row: Comparison): string[] => [
    name,
    String(row.tasks),
    share(row.baseline),
    share(row.arm),
    difference(row),
    pOf(row.p),
    row.holmP === null ? '–' : pOf(row.holmP),
    row.verdict,
  ]
  return {
    kind: 'table',
    caption:
      `By domain: share of tasks solved with 95% intervals, ${arm} against ${baseline}. p by ` +
      'exact McNemar test where every score is 0 or 1, else by clustered t test; Holm ' +
      'corrects for the number of domains.',
    columns: [
      { title: 'domain', share: 1.7 },
      { title: 'tasks', align: 'right', share: 0.9 },
      { title: 'baseline', share: 1.75 },
      { title: 'arm', share: 1.75 },
      { title: 'difference', share: 2.6 },
      { title: 'p', align: 'right', share: 0.85 },
      { title: 'Holm p', align: 'right', share: 0.95 },
      { title: 'verdict', share: 1.6 },
    ],
    rows: [...domains.map((row) => rowOf(row.name, row)), rowOf('overall', overall)],
  }
}

const UNPAIRED_SHOWN = 30

function unpairedBlocks({ unpaired: { onlyBaseline, onlyArm } }: ArmComparison): Block[] {
  const named = [
    { term: 'Only in the baseline', tasks: onlyBaseline },
    { term: 'Only in the arm', tasks: onlyArm },
  ].filter(({ tasks }) => tasks.length > 0)
  if (named.length === 0) return []
  const items = named.map(({ term, tasks }) => {
    const more = tasks.length > UNPAIRED_SHOWN ? ` and ${tasks.length - UNPAIRED_SHOWN} more` : ''
    return { term, text: `${tasks.slice(0, UNPAIRED_SHOWN).join(', ')}${more}` }
  })
  return [
    { kind: 'heading', level: 3, text: 'Tasks left out, done by one arm only' },
    { kind: 'list', items },
  ]
}
