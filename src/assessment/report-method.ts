import type { Block } from '../formats/document/index.ts'
import { CLUSTERS_MIN } from './compare.ts'
import type { ArmComparison, ArmSummary, Assessment } from './result.ts'
import { bounds, NOT_BINARY, pOf } from './report-words.ts'

/** The whole comparison by every method, the deciding one among them. */
export function detailTable({ overall, tasksForPower }: ArmComparison): Block {
  const { table, clustered, riskRatio, posterior, newcombePaired, newcombeIndependent } = overall
  const rows: string[][] = [
    [
      'solved by both / only the arm / only the baseline / neither',
      table === null
        ? NOT_BINARY
        : `${table.both} / ${table.onlyArm} / ${table.onlyBaseline} / ${table.neither}`,
    ],
    ['Newcombe interval, paired', bounds(newcombePaired)],
    ['Newcombe interval, as if independent', bounds(newcombeIndependent)],
    [
      'clustered t interval',
      clustered === null
        ? 'needs two clusters or more'
        : `${bounds(clustered)}, standard error ${clustered.standardError.toFixed(3)}, ` +
          `${clustered.degrees} degrees of freedom, p ${pOf(clustered.p)}`,
    ],
    ['exact McNemar p', pOf(overall.mcnemarP)],
    [
      'exact (Clopper-Pearson) shares, baseline and arm',
      overall.baseline.exact === null || overall.arm.exact === null
        ? NOT_BINARY
        : `${bounds(overall.baseline.exact, false)} and ${bounds(overall.arm.exact, false)}`,
    ],
    [
      'risk ratio',
      riskRatio === null
        ? NOT_BINARY
        : `${riskRatio.value.toFixed(2)} [${riskRatio.low.toFixed(2)}, ${riskRatio.high.toFixed(2)}]`,
    ],
    [
      'posterior probability that the arm solves more: at all / beyond the equivalence margin / beyond the material margin',
      posterior === null
        ? NOT_BINARY
        : [posterior.above0, posterior.aboveEquivalence, posterior.aboveMaterial]
            .map((p) => p.toFixed(3))
            .join(' / '),
    ],
    [
      'tasks refused, baseline and arm',
      `${overall.baseline.refusedTasks} and ${overall.arm.refusedTasks}`,
    ],
    [
      'tasks in each arm to see the material margin with power 0.8, unpaired',
      tasksForPower === null ? 'beyond a share of 1' : String(tasksForPower),
    ],
  ]
  return {
    kind: 'table',
    caption: 'Overall, by every method.',
    columns: [
      { title: 'measure', share: 2 },
      { title: 'value', share: 2.4 },
    ],
    rows,
  }
}

/** What each arm was: model, dates, how it was brought to do its best, what went wrong. */
export function armBlocks(arms: readonly ArmSummary[]): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Arms' },
    {
      kind: 'table',
      caption:
        'What each arm was. Tries of one task are averaged first; refusals are tries without an answer and count as not solved.',
      columns: [
        { title: 'arm', share: 1.6 },
        { title: 'model', share: 1.5 },
        { title: 'dates', share: 1.4 },
        { title: 'elicitation', share: 2.4 },
        { title: 'tasks', align: 'right', share: 0.9 },
        { title: 'tries', align: 'right', share: 0.6 },
        { title: 'refused', align: 'right', share: 0.95 },
        { title: 'errors', align: 'right', share: 0.8 },
        { title: 'limits', align: 'right', share: 0.75 },
        { title: 'no score', align: 'right', share: 0.75 },
      ],
      rows: arms.map(({ name, models, dates, elicitation, counts }) => [
        name,
        models.join(', ') || 'not named',
        daysOf(dates),
        elicitation.replace(/^Elicitation: /, ''),
        ...[
          counts.tasks,
          counts.tries,
          counts.refusals,
          counts.errors,
          counts.limits,
          counts.unscored,
        ].map(String),
      ]),
    },
    ...arms.flatMap(({ name, reasons }): Block[] =>
      Object.keys(reasons).length === 0
        ? []
        : [
            {
              kind: 'list',
              items: Object.entries(reasons).map(([reason, count]) => ({
                term: name,
                text: `${count} left out: ${reason}`,
              })),
            },
          ],
    ),
  ]
}

function daysOf(dates: readonly string[]): string {
  const days = [...new Set(dates.map((date) => date.slice(0, 10)))]
  if (days.length === 0) return 'not named'
  return days.length === 1 ? (days[0] ?? '') : `${days[0]} to ${days.at(-1)}`
}

export function methodBlocks({ declaration }: Assessment): Block[] {
  const { file, sha256, declared, by, equivalenceMargin, materialMargin, domainKey, clusterKey } =
    declaration
  return [
    { kind: 'heading', level: 2, text: 'Method' },
    {
      kind: 'list',
      items: [
        {
          term: 'Declaration',
          text:
            file === null
              ? 'none; default margins'
              : `${declared ?? 'no day'}${by === null ? '' : `, by ${by}`}; SHA-256 ${sha256 ?? ''}`,
        },
        {
          term: 'Pairing',
          text:
            `by dataset, version and task id; domain is the field "${domainKey}", cluster ` +
            (clusterKey === null ? 'each task' : `the field "${clusterKey}"`),
        },
        {
          term: 'Deciding interval',
          text:
            `clustered t where tasks are grouped into ${CLUSTERS_MIN} clusters or more; else ` +
            "Newcombe's paired interval where scores are 0 or 1; else clustered t",
        },
        {
          term: 'Verdict',
          text:
            `interval within ±${equivalenceMargin}: no detectable uplift (equivalence); above ` +
            `${materialMargin}: material uplift; above 0 and below ${materialMargin}: limited, ` +
            `incremental; above 0 across ${materialMargin}: uplift, size uncertain; else ` +
            'inconclusive',
        },
        {
          term: 'Posterior',
          text: 'uniform priors, arms taken as independent; it describes and does not decide',
        },
      ],
    },
  ]
}

export function sourceBlocks(arms: readonly ArmSummary[]): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Logs' },
    {
      kind: 'table',
      caption: 'Files as they were read.',
      columns: [
        { title: 'arm', share: 1.4 },
        { title: 'file', share: 1.8 },
        { title: 'task and version', share: 2 },
        { title: 'model', share: 1.2 },
        { title: 'created', share: 1.2 },
        { title: 'status', share: 0.8 },
        { title: 'SHA-256', share: 2.2 },
      ],
      rows: arms.flatMap(({ name, sources }) =>
        sources.map((source) => [
          name,
          source.file.split('/').at(-1) ?? '',
          `${source.task} ${source.version}`,
          source.model ?? 'not named',
          source.created?.slice(0, 10) ?? 'not named',
          source.status,
          source.sha256,
        ]),
      ),
    },
  ]
}
