import { showPlace } from '../../core/index.ts'
import type {
  SigmaDocument,
  SigmaCorrelation,
  SigmaFilter,
  SigmaRule,
} from '../../formats/sigma/index.ts'
import { lowerSigma } from '../compile/from-sigma.ts'
import { windowUnit } from '../compile/to-clickhouse-correlation.ts'
import { ruleError } from '../errors.ts'
import { eventFieldName } from '../ir/event-fields.ts'
import { allOf } from '../ir/predicate.ts'
import type { CorrelationRule, EventRule, Rule, RuleFinding } from '../ir/rule.ts'
import { idOf, lintFilter, lintRule, type Sourced } from './lint-sigma.ts'
import type { RuleFile } from './read-files.ts'
import { checkFieldTypes, eventResolver } from './resolve-fields.ts'

/** A parsed Sigma document with the file that it is from. */
export interface SigmaSource {
  readonly file: RuleFile
  readonly document: SigmaDocument
}

type Attempt = (file: string, rule: string, work: () => void) => void

/**
 * Makes rules of Sigma documents: filters are ANDed to the rules that they name, as they are written;
 * correlations find their rules by id or name, whatever file these are in.
 */
export function linkSigma(
  sources: readonly SigmaSource[],
  attempt: Attempt,
): { readonly rules: Rule[]; readonly findings: RuleFinding[] } {
  const findings: RuleFinding[] = []
  const ofKind = <Kind extends 'rule' | 'correlation' | 'filter'>(kind: Kind) =>
    sources.flatMap(({ file, document }) =>
      document.kind === kind
        ? [
            {
              path: file.path,
              text: file.text,
              document: document as Extract<typeof document, { kind: Kind }>,
            },
          ]
        : [],
    )
  const filters = ofKind('filter')
  for (const filter of filters) lintFilter(filter, findings)
  const rules: Rule[] = []
  for (const source of ofKind('rule')) {
    attempt(source.path, idOf(source.document, source.path), () =>
      rules.push(lowerRule(source, filters)),
    )
    lintRule(source, findings)
  }
  const correlations = ofKind('correlation')
  const known = new Map<string, string>()
  for (const { id, names } of rules) for (const name of [id, ...names]) known.set(name, id)
  for (const { path, document } of correlations)
    for (const name of namesOf(document)) known.set(name, idOf(document, path))
  const made: CorrelationRule[] = []
  for (const source of correlations)
    attempt(source.path, idOf(source.document, source.path), () =>
      made.push(lowerCorrelation(source, known)),
    )
  const sound = withoutBroken(made, rules, correlations, attempt)
  return {
    rules: [
      ...silenceBases(rules, sound, correlations),
      ...silenceBases(sound, sound, correlations),
    ],
    findings,
  }
}

function namesOf(document: SigmaRule | SigmaCorrelation): string[] {
  return [document.id, document.name].filter((name) => name !== null)
}

function headOf({ path, text, document }: Sourced<SigmaRule | SigmaCorrelation>) {
  return {
    id: idOf(document, path),
    names: namesOf(document),
    title: document.title === '' ? idOf(document, path) : document.title,
    language: 'sigma' as const,
    file: path,
    line: showPlace(text, document.span.start).line,
    level: document.level ?? 'medium',
    status: document.status ?? '',
    tags: document.tags,
    description: document.description ?? '',
  }
}

function lowerRule(
  source: Sourced<SigmaRule>,
  filters: readonly Sourced<SigmaFilter>[],
): EventRule {
  const { text, document } = source
  const resolve = eventResolver(text, document.logSource)
  const own = lowerSigma(document, { text, resolve })
  checkFieldTypes(own, text, document.span)
  const applied = filters.filter((filter) => applies(filter.document, document))
  const filtered = applied.map((filter) =>
    lowerSigma(filter.document, {
      text: filter.text,
      resolve: eventResolver(filter.text, filter.document.logSource),
    }),
  )
  return {
    kind: 'event',
    ...headOf(source),
    predicate: allOf([own, ...filtered]),
    isReported: true,
  }
}

function applies(filter: SigmaFilter, rule: SigmaRule): boolean {
  const isNamed = filter.rules === null || filter.rules.some((name) => namesOf(rule).includes(name))
  const parts = ['category', 'product', 'service'] as const
  return (
    isNamed &&
    parts.every(
      (part) => filter.logSource[part] === null || filter.logSource[part] === rule.logSource[part],
    )
  )
}

function lowerCorrelation(
  source: Sourced<SigmaCorrelation>,
  known: ReadonlyMap<string, string>,
): CorrelationRule {
  const { text, document } = source
  const rules = document.rules.map((name) => {
    const id = known.get(name)
    if (id !== undefined) return id
    throw ruleError(
      'WB_SIGNALS_RULE_LINK',
      text,
      document.span,
      `found the rule "${name.slice(0, 80)}", which is in none of the files`,
      'give its file too; rules are found by id or name',
    )
  })
  const field = (name: string): string => {
    const found = eventFieldName(name)
    if (found !== undefined) return found
    const hint =
      name === 'cluster'
        ? 'clusters are formed after rules have run; group by account_id, ip or org_id'
        : 'group by and count fields of docs/reference/llm-usage.md'
    throw ruleError(
      'WB_SIGNALS_RULE_FIELD',
      text,
      document.span,
      `found the field "${name.slice(0, 60)}", which usage events do not have`,
      hint,
    )
  }
  if (windowUnit(document.timespanMs) === undefined)
    throw ruleError(
      'WB_SIGNALS_RULE_UNSUPPORTED',
      text,
      document.span,
      'found a timespan that is too long to be counted in its unit',
      'write it in days',
    )
  const groupBy = document.groupBy.map((key) =>
    document.rules.map((name, index) => {
      const alias = document.aliases.get(key)
      return field(alias?.get(name) ?? alias?.get(rules[index] ?? '') ?? key)
    }),
  )
  return {
    kind: 'correlation',
    ...headOf(source),
    type: document.type,
    rules,
    groupBy,
    windowMs: document.timespanMs,
    bounds: Object.entries(document.bounds ?? {}).map(([operator, value]) => ({
      operator: operator as 'gt',
      value,
    })),
    fields: document.fields.map(field),
    percentile: document.percentile,
    isReported: true,
  }
}

/** Leaves out correlations about rules that had an error, or about themselves, and says so. */
function withoutBroken(
  made: readonly CorrelationRule[],
  rules: readonly Rule[],
  sources: readonly Sourced<SigmaCorrelation>[],
  attempt: Attempt,
): CorrelationRule[] {
  const sound = new Set(rules.map(({ id }) => id))
  const kept: CorrelationRule[] = []
  for (let before = -1; before !== kept.length;) {
    before = kept.length
    for (const rule of made) {
      if (kept.includes(rule) || !rule.rules.every((id) => sound.has(id))) continue
      kept.push(rule)
      sound.add(rule.id)
    }
  }
  for (const rule of made.filter((one) => !kept.includes(one))) {
    const source = sources.find(({ path, document }) => idOf(document, path) === rule.id)
    attempt(rule.file, rule.id, () => {
      throw ruleError(
        'WB_SIGNALS_RULE_LINK',
        source?.text ?? '',
        source?.document.span ?? { start: 0, end: 0 },
        'found a correlation about a rule that has an error, or about itself',
        'mend the rule, or take the circle apart',
      )
    })
  }
  return kept
}

/** Rules below a correlation report by themselves only where it says `generate: true`. */
function silenceBases<One extends Rule>(
  rules: readonly One[],
  correlations: readonly CorrelationRule[],
  sources: readonly Sourced<SigmaCorrelation>[],
): One[] {
  const silent = new Set<string>()
  const loud = new Set<string>()
  for (const rule of correlations) {
    const isGenerating = sources.some(
      ({ path, document }) => document.isGenerating && idOf(document, path) === rule.id,
    )
    for (const id of rule.rules) (isGenerating ? loud : silent).add(id)
  }
  return rules.map((rule) => ({ ...rule, isReported: !silent.has(rule.id) || loud.has(rule.id) }))
}
