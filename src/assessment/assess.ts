import { readFile } from 'node:fs/promises'
import { groupBy, roundTo } from '../core/index.ts'
import { type Arm, type ArmInput, readArm } from './arms.ts'
import { comparePairs } from './compare.ts'
import { type Declaration, parseDeclaration, UNDECLARED } from './declaration.ts'
import { assessmentError } from './errors.ts'
import { type Pair, type Pairing, pairTasks } from './pairing.ts'
import type { ArmComparison, ArmSummary, Assessment, DomainComparison } from './result.ts'
import { statementOf } from './statement.ts'
import { holm } from './statistics/holm.ts'
import { trialsPerArm } from './statistics/proportions.ts'
import { elicitationOf, threatsOf } from './threats.ts'

export interface AssessInput {
  readonly baseline: ArmInput
  readonly arms: readonly ArmInput[]
  /** File of the declaration; without one the default margins hold, and the result says so. */
  readonly declaration?: string | undefined
  /** Instant of the assessment. */
  readonly now: string
}

/**
 * Assesses how much each arm adds to the baseline. The same files and instant give the same result. Throws
 * WB_ASSESSMENT_..., WB_FORMATS_INSPECT_... or WB_FORMATS_ZIP_... with the place.
 */
export async function assessCapability(input: AssessInput): Promise<Assessment> {
  const declaration =
    input.declaration === undefined ? UNDECLARED : await readDeclaration(input.declaration)
  const { scorer, scoreKey } = declaration
  const baseline = await readArm(input.baseline, { scorer, scoreKey })
  const arms: Arm[] = []
  for (const arm of input.arms) arms.push(await readArm(arm, { scorer, scoreKey }))
  const comparisons = arms.map((arm) => compareArms(baseline, arm, declaration))
  return rounded({
    version: 1,
    assessedAt: input.now,
    declaration: {
      file: declaration.file,
      sha256: declaration.sha256,
      declared: declaration.declared,
      by: declaration.by,
      equivalenceMargin: declaration.margins.equivalence,
      materialMargin: declaration.margins.material,
      domainKey: declaration.domainKey,
      clusterKey:
        declaration.clusterKey ?? baseline.tasks.values().next().value?.clusterKey ?? null,
    },
    arms: [baseline, ...arms].map((arm) => summaryOf(arm, declaration)),
    comparisons: comparisons.map(({ comparison }) => comparison),
    warnings: [
      ...declarationWarnings(declaration, [baseline, ...arms]),
      ...[baseline, ...arms].flatMap(sourceWarnings),
      ...comparisons.flatMap(({ warnings }) => warnings),
    ],
  })
}

async function readDeclaration(file: string): Promise<Declaration> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw assessmentError('WB_ASSESSMENT_FILE', 'found no declaration that can be read', {
      at: { file },
      hint: 'check the path',
      cause,
    })
  })
  return parseDeclaration(text, file)
}

function compareArms(
  baseline: Arm,
  arm: Arm,
  declaration: Declaration,
): { comparison: ArmComparison; warnings: string[] } {
  const pairing = pairTasks(baseline, arm, declaration)
  const { margins } = declaration
  const overall = comparePairs(pairing.pairs, margins)
  const domains = compareDomains(pairing.pairs, declaration)
  const answered = pairing.pairs.filter((pair) => !pair.isRefusedByArm && !pair.isRefusedByBaseline)
  const isRefused = answered.length < pairing.pairs.length && answered.length > 0
  const aim = overall.baseline.value + margins.material
  const comparison: ArmComparison = {
    baseline: baseline.input.name,
    arm: arm.input.name,
    statement: statementOf(overall, domains, baseline.input.role),
    overall,
    withoutRefusals: isRefused ? comparePairs(answered, margins) : null,
    domains,
    unpaired: { onlyBaseline: pairing.onlyBaseline, onlyArm: pairing.onlyArm },
    tasksForPower: aim < 1 ? trialsPerArm(overall.baseline.value, aim) : null,
    threats: threatsOf(baseline, arm, pairing, overall, declaration),
  }
  return { comparison, warnings: pairingWarnings(pairing, arm.input.name) }
}

/** Each domain by itself, in the order of their names, with p corrected for their number. */
function compareDomains(
  pairs: readonly Pair[],
  { margins, domainNames }: Declaration,
): DomainComparison[] {
  const rows = [...groupBy(pairs, ({ domain }) => domain)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([domain, group]) => ({
      domain,
      name: domainNames.get(domain) ?? domain,
      ...comparePairs(group, margins),
    }))
  const tested = rows.flatMap(({ p }, index) => (p === null ? [] : [{ p, index }]))
  const adjusted = holm(tested.map(({ p }) => p))
  const byRow = new Map(tested.map(({ index }, at) => [index, adjusted[at] ?? null]))
  return rows.map((row, index) => ({ ...row, holmP: byRow.get(index) ?? null }))
}

function summaryOf(arm: Arm, declaration: Declaration): ArmSummary {
  const { input, sources, counts, reasons } = arm
  const unique = (values: readonly (string | null)[]): string[] =>
    [...new Set(values.filter((value) => value !== null))].sort()
  return {
    name: input.name,
    role: input.role,
    sources,
    models: unique(sources.map(({ model }) => model)),
    dates: unique(sources.map(({ created }) => created)),
    elicitation: elicitationOf(arm, declaration),
    counts,
    reasons,
  }
}

/** Margins that were chosen after the results were seen prove nothing. */
function declarationWarnings({ file, declared }: Declaration, arms: readonly Arm[]): string[] {
  if (file === null)
    return [
      'margins were not declared: the default ones hold; lay them down before the next evaluation with --declaration',
    ]
  if (declared === null) return ['the declaration does not say when it was made']
  const dates = arms.flatMap(({ sources }) => sources.flatMap(({ created }) => created ?? []))
  const early = dates.filter((date) => date.slice(0, 10) < declared.slice(0, 10)).length
  return early === 0
    ? []
    : [
        `the declaration is younger than ${early} of ${dates.length} logs: its margins may have been chosen after the results`,
      ]
}

function sourceWarnings({ input, sources, counts }: Arm): string[] {
  const warnings = sources
    .filter(({ status }) => status !== 'success')
    .map(
      ({ file, status }) =>
        `${file}: the run did not finish (status ${status}); what it holds is used`,
    )
  const models = new Set(sources.map(({ model }) => model))
  if (models.size > 1) warnings.push(`the arm "${input.name}" pools ${models.size} models`)
  if (counts.otherArms > 0)
    warnings.push(`"${input.name}": ${counts.otherArms} results of other arms were passed over`)
  return warnings
}

function pairingWarnings({ withoutCluster, otherDomains, pairs }: Pairing, arm: string): string[] {
  const warnings: string[] = []
  if (withoutCluster > 0)
    warnings.push(
      `"${arm}": ${withoutCluster} of ${pairs.length} tasks name no cluster; each counts as one of its own`,
    )
  if (otherDomains > 0)
    warnings.push(
      `"${arm}": ${otherDomains} tasks have another domain than in the baseline, whose counts`,
    )
  return warnings
}

const DIGITS = 6

/** Six digits everywhere, so that two machines print the same bytes. */
function rounded<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' ? roundTo(member, DIGITS) : member,
  )
  return JSON.parse(text) as Value
}
