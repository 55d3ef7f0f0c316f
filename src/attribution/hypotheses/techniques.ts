import type { TtpLabel } from '../../signals/index.ts'

/**
 * ATT&CK techniques that each LLM-themed TTP is taken to serve: our own reading of the techniques'
 * definitions. A base technique stands for its sub-techniques.
 */
const TECHNIQUES: Readonly<Record<TtpLabel, string>> = {
  'llm-informed-reconnaissance': 'T1589 T1590 T1591 T1592 T1593 T1594 T1595 T1596 T1597 T1598.003',
  'llm-enhanced-scripting-techniques': 'T1059 T1119 T1020 T1064 T1105',
  'llm-aided-development': 'T1587 T1584 T1608',
  'llm-supported-social-engineering': 'T1566 T1598 T1656 T1534 T1585.002 T1204',
  'llm-assisted-vulnerability-research': 'T1588.005 T1588.006 T1190 T1203 T1210 T1595.002',
  'llm-optimized-payload-crafting': 'T1620 T1055 T1027 T1140 T1218',
  'llm-enhanced-anomaly-detection-evasion': 'T1562 T1564 T1036 T1070 T1497',
  'llm-directed-security-feature-bypass': 'T1111 T1548 T1553 T1556 T1621 T1110',
  'llm-advised-resource-development': 'T1583 T1585 T1586 T1588.002 T1588.003 T1588.004',
  'llm-refined-operational-command-techniques':
    'T1087 T1018 T1021 T1082 T1003 T1114 T1047 T1057 T1069',
  'llm-aided-technical-translation-and-explanation': 'T1588.007',
}

/** The LLM-themed TTPs that an actor's known techniques let expect, in the order of the labels. */
export function kitOf(techniques: readonly string[]): TtpLabel[] {
  return (Object.entries(TECHNIQUES) as [TtpLabel, string][])
    .filter(([, ids]) =>
      ids.split(' ').some((id) => techniques.some((one) => one === id || one.startsWith(`${id}.`))),
    )
    .map(([label]) => label)
}
