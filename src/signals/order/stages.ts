import type { TtpLabel } from '../ttp-model/index.ts'

/** What each LLM-TTP serves, in the order of an operation: to find out, to make, to reach people, to act inside. */
const STAGES: Readonly<Record<TtpLabel, number>> = {
  'llm-informed-reconnaissance': 1,
  'llm-advised-resource-development': 2,
  'llm-aided-development': 2,
  'llm-enhanced-scripting-techniques': 2,
  'llm-assisted-vulnerability-research': 2,
  'llm-optimized-payload-crafting': 2,
  'llm-supported-social-engineering': 3,
  'llm-aided-technical-translation-and-explanation': 3,
  'llm-enhanced-anomaly-detection-evasion': 4,
  'llm-directed-security-feature-bypass': 4,
  'llm-refined-operational-command-techniques': 4,
}

/** The stages in words, first to last. */
export const STAGE_NAMES = [
  'reconnaissance',
  'tooling',
  'reaching people',
  'acting inside',
] as const

/** SQL for the stage of a label, 1 to 4. */
export function stageSql(label: string): string {
  const labels = Object.keys(STAGES).map((id) => `'${id}'`)
  return `transform(${label}, [${labels.join(', ')}], [${Object.values(STAGES).join(', ')}], 0)`
}

/**
 * SQL for how far a row's stages (Array, in time order) rise with time: Mann and Kendall's S over its standard deviation under a
 * random order of the same stages, ties allowed for (Kendall, "Rank Correlation Methods"); 0 where all stages are one.
 */
export function trendSql(stages: string): string {
  const sum = `arraySum((one, place) -> arraySum(later -> sign(later - one), arraySlice(${stages}, place + 1)),
    ${stages}, arrayEnumerate(${stages}))`
  const ties = `arraySum(one -> countEqual(${stages}, one) * (countEqual(${stages}, one) - 1)
    * (2 * countEqual(${stages}, one) + 5), arrayDistinct(${stages}))`
  const n = `toFloat64(length(${stages}))`
  const variance = `((${n} * (${n} - 1) * (2 * ${n} + 5) - ${ties}) / 18)`
  return `if(${variance} <= 0, 0., toFloat64(${sum}) / sqrt(greatest(1., ${variance})))`
}
