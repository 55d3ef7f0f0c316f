/** The eleven LLM-TTP labels in the order of the model's heads; ids as in the published list of LLM-themed techniques. */
export const TTP_LABELS = [
  'llm-informed-reconnaissance',
  'llm-enhanced-scripting-techniques',
  'llm-aided-development',
  'llm-supported-social-engineering',
  'llm-assisted-vulnerability-research',
  'llm-optimized-payload-crafting',
  'llm-enhanced-anomaly-detection-evasion',
  'llm-directed-security-feature-bypass',
  'llm-advised-resource-development',
  'llm-refined-operational-command-techniques',
  'llm-aided-technical-translation-and-explanation',
] as const

export type TtpLabel = (typeof TTP_LABELS)[number]
