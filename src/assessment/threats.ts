import type { Arm } from './arms.ts'
import type { Declaration } from './declaration.ts'
import type { Pairing } from './pairing.ts'
import type { ArmComparison, Comparison } from './result.ts'
import { ruleOfThree } from './statistics/proportions.ts'

const FLOOR = 0.1
const CEILING = 0.9

/** What may be wrong with the comparison: printed beside every verdict, with what the logs themselves show. */
export function threatsOf(
  baseline: Arm,
  arm: Arm,
  { pairs, onlyBaseline, onlyArm }: Pairing,
  overall: Comparison,
  declaration: Declaration,
): ArmComparison['threats'] {
  const threats = [
    {
      name: 'elicitation gap',
      text: `${elicitationOf(arm, declaration)}. A more skilled user could get more out of the same model, so this is a lower bound.`,
    },
    {
      name: 'contamination',
      text: 'Tasks or their solutions may be in the training data of the model, which would raise its share.',
    },
    {
      name: 'changing models',
      text: `Holds for ${modelsOf(arm)} as served at the dates of the logs. Later versions differ.`,
    },
    {
      name: 'weak baseline',
      text: `Uplift is measured over ${baselineOf(baseline, declaration)}. A stronger baseline would make it smaller.`,
    },
  ]
  const [low, high] = [
    Math.min(overall.baseline.value, overall.arm.value),
    Math.max(overall.baseline.value, overall.arm.value),
  ]
  if (low >= CEILING)
    threats.push({
      name: 'ceiling',
      text: 'Both arms solve nearly all tasks; harder ones could tell them apart.',
    })
  if (high <= FLOOR)
    threats.push({
      name: 'floor',
      text: 'Both arms fail nearly all tasks; easier steps could tell them apart.',
    })
  if (overall.arm.solved === 0)
    threats.push({
      name: 'no success',
      text:
        `The arm solved none of ${overall.tasks} tasks; its true share may still be up to ` +
        `${(100 * ruleOfThree(overall.tasks)).toFixed(1)}% (one-sided, 95%).`,
    })
  const refused = pairs.filter(({ isRefusedByArm }) => isRefusedByArm).length
  if (refused > 0)
    threats.push({
      name: 'refusals',
      text:
        `The arm refused ${refused} of ${pairs.length} tasks; they count as not solved. A ` +
        'model that is talked out of refusing could solve some of them: see the row without ' +
        'refusals.',
    })
  const broken =
    baseline.counts.unscored + arm.counts.unscored + baseline.counts.missing + arm.counts.missing
  if (broken > 0 || onlyBaseline.length + onlyArm.length > 0)
    threats.push({
      name: 'missing results',
      text:
        `${broken} tries have no score and ${onlyBaseline.length + onlyArm.length} tasks were ` +
        'done by one arm only; they are left out. If they are the hard ones, the comparison is ' +
        'kinder than it should be.',
    })
  if ([baseline, arm].some(({ counts }) => counts.limits > 0))
    threats.push({
      name: 'limits',
      text:
        `Limits of time, tokens or messages ended ${baseline.counts.limits} tries of the ` +
        `baseline and ${arm.counts.limits} of the arm; more room could change the answer.`,
    })
  if ([baseline, arm].some(({ input }) => input.role.startsWith('human')))
    threats.push(
      {
        name: 'learning effect',
        text: 'People get better with practice; where the same people did both arms, their order matters.',
      },
      {
        name: 'blinding',
        text: 'People knew whether they had a model, which changes effort and expectation.',
      },
    )
  return threats
}

/** How the arm was brought to do its best: declared, or what the logs say of it. */
export function elicitationOf({ input, sources }: Arm, { elicitation }: Declaration): string {
  const told = elicitation.get(input.name) ?? elicitation.get(input.role)
  if (told !== undefined && told !== '') return `Elicitation: ${told.replace(/\.$/, '')}`
  const solvers = [...new Set(sources.flatMap(({ solver }) => solver ?? []))]
  return solvers.length === 0
    ? 'Elicitation was not declared'
    : `Elicitation was not declared; the logs name the solver ${solvers.join(', ')}`
}

export function modelsOf({ sources }: Pick<Arm, 'sources'>): string {
  const models = [...new Set(sources.flatMap(({ model }) => model ?? []))]
  return models.length === 0 ? 'a model that the logs do not name' : models.join(', ')
}

function baselineOf(baseline: Arm, { elicitation }: Declaration): string {
  const told = elicitation.get(baseline.input.name) ?? elicitation.get(baseline.input.role)
  return told === undefined || told === ''
    ? `the arm "${baseline.input.name}" as it was given`
    : told.replace(/\.$/, '')
}
