import { showPlace, WindbreakError } from '../../core/index.ts'
import { parseNova } from '../../formats/nova/index.ts'
import { parseSigma } from '../../formats/sigma/index.ts'
import { leavesOf, parsePattern, type Pattern } from '../../formats/stix-pattern/index.ts'
import { lowerNova } from '../compile/from-nova.ts'
import { lowerObservation } from '../compile/from-stix.ts'
import { signalsError } from '../errors.ts'
import { anyOf } from '../ir/predicate.ts'
import type { EventRule, Rule, RuleFinding } from '../ir/rule.ts'
import { linkSigma, type SigmaSource } from './link-sigma.ts'
import { lintPredicate } from './lint.ts'
import { applyPipelines, isPipeline, parsePipeline, type Pipeline } from './pipeline.ts'
import type { RuleFile } from './read-files.ts'

/** Rules of several files, ready to run, and what their authors should know. A file with an error gives no rules. */
export interface RuleSet {
  readonly rules: readonly Rule[]
  readonly findings: readonly RuleFinding[]
}

/**
 * Parses, lowers and links the rules of files. One rule's mistake does not stop the others: it becomes a
 * finding of severity `error`, with file, line and column.
 */
export function loadRules(files: readonly RuleFile[]): RuleSet {
  const findings: RuleFinding[] = []
  const rules: Rule[] = []
  const note = (file: string, rule: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof WindbreakError)) throw error
      findings.push(findingOf(file, rule, error))
    }
  }
  const yaml = files.filter(({ path, text }) => /\.ya?ml$/.test(path) && !isNovaTests(text))
  const pipelines: Pipeline[] = []
  for (const file of yaml.filter(({ text }) => isPipeline(text)))
    note(file.path, '', () => pipelines.push(parsePipeline(file.text)))
  const sources: SigmaSource[] = []
  const placeholders = new Map(pipelines.flatMap(({ vars }) => [...vars]))
  for (const file of yaml.filter(({ text }) => !isPipeline(text))) {
    note(file.path, '', () => {
      for (const document of parseSigma(file.text, { placeholders }))
        sources.push({ file, document: applyPipelines(document, pipelines, file.text) })
    })
  }
  const linked = linkSigma(sources, (file, rule, work) => note(file, rule, work))
  rules.push(...linked.rules)
  findings.push(...linked.findings)
  for (const file of files) {
    if (file.path.endsWith('.nov'))
      note(file.path, '', () => rules.push(...loadNova(file, findings, note)))
    if (file.path.endsWith('.stix')) note(file.path, '', () => rules.push(loadPattern(file)))
  }
  for (const rule of rules) if (rule.kind === 'event') findings.push(...lintPredicate(rule))
  return { rules: refuseTwins(rules, findings), findings }
}

/** NOVA keeps tests of its rules beside them in YAML; most need a model, so they are passed over. */
function isNovaTests(text: string): boolean {
  return /^rule_file:/m.test(text) && /^tests:/m.test(text)
}

function findingOf(file: string, rule: string, error: WindbreakError): RuleFinding {
  return {
    severity: 'error',
    file,
    line: error.at?.line ?? 1,
    column: error.at?.column ?? 1,
    rule,
    code: error.code,
    message: error.message,
    hint: error.hint ?? '',
  }
}

function loadNova(
  file: RuleFile,
  findings: RuleFinding[],
  note: (file: string, rule: string, work: () => void) => void,
): Rule[] {
  const parsed = parseNova(file.text)
  for (const { rule, severity, message, hint, line, column } of parsed.lints)
    findings.push({ severity, file: file.path, line, column, rule, code: 'nova', message, hint })
  return parsed.rules.flatMap((rule) => {
    const made: EventRule[] = []
    note(file.path, rule.name, () => {
      made.push({
        kind: 'event',
        id: rule.meta.get('uuid') ?? rule.name,
        names: [rule.name],
        title: rule.name,
        language: 'nova',
        file: file.path,
        line: showPlace(file.text, rule.span.start).line,
        level: rule.meta.get('severity') ?? 'medium',
        status: rule.meta.get('status') ?? '',
        tags: [...rule.meta].filter(([key]) => key === 'category').map(([, value]) => value),
        description: rule.meta.get('description') ?? '',
        predicate: lowerNova(rule, file.text),
        isReported: true,
      })
    })
    return made
  })
}

/** A file that is one STIX pattern. Patterns of several observations are for `hunt`, which binds them. */
function loadPattern(file: RuleFile): Rule {
  const text = file.text.trim()
  const pattern = parsePattern(text)
  const name =
    file.path
      .split('/')
      .at(-1)
      ?.replace(/\.stix$/, '') ?? file.path
  const observations = leavesOf(pattern)
  const isPlain = isAlternatives(pattern)
  if (!isPlain)
    throw signalsError(
      'WB_SIGNALS_RULE_UNSUPPORTED',
      'found a pattern of several observations, which is no rule about single events',
      { hint: 'give it to windbreak hunt, which binds observations of one account' },
    )
  return {
    kind: 'event',
    id: name,
    names: [name],
    title: name,
    language: 'stix',
    file: file.path,
    line: 1,
    level: 'medium',
    status: '',
    tags: [],
    description: '',
    predicate: anyOf(
      observations.flatMap((one) =>
        one.kind === 'observation' ? [lowerObservation(one, text)] : [],
      ),
    ),
    isReported: true,
  }
}

function isAlternatives(pattern: Pattern): boolean {
  return (
    pattern.kind === 'observation' ||
    (pattern.kind === 'any' && pattern.operands.every(isAlternatives))
  )
}

/** Two rules of one id cannot be told apart: the second is left out. */
function refuseTwins(rules: readonly Rule[], findings: RuleFinding[]): Rule[] {
  const seen = new Map<string, Rule>()
  return rules.filter((rule) => {
    const first = seen.get(rule.id)
    if (first === undefined) {
      seen.set(rule.id, rule)
      return true
    }
    findings.push({
      severity: 'error',
      file: rule.file,
      line: rule.line,
      column: 1,
      rule: rule.id,
      code: 'twin',
      message: `the id ${rule.id} was given before, in ${first.file}:${first.line}`,
      hint: 'give each rule an id of its own',
    })
    return false
  })
}
