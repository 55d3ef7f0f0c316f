import { parseInstant } from '../../core/index.ts'
import { canonicalJson, type Json, jsonHash } from '../../cases/index.ts'
import type { Parameters, Target } from '../connectors/connector.ts'
import { actionsError } from '../errors.ts'
import { type ActionKind, LADDER } from '../ladder.ts'

export interface PlanTarget extends Target {
  /** Journalists, researchers, agreed red teams, public bodies: two approvers, whatever the action. */
  readonly protected: boolean
}

/** A frozen copy in the case: its id, the hash of its content, and who edited it last. */
export interface EvidenceRef {
  readonly id: string
  readonly sha256: string
  readonly by: string
}

/** All that decides what will be done. Its canonical JSON is what is hashed, shown and approved. */
export interface PlanContent {
  readonly action: ActionKind
  readonly parameters: Parameters
  readonly targets: readonly PlanTarget[]
  readonly evidence: readonly EvidenceRef[]
  /** The recorded decision that this carries out. No enforcement without one. */
  readonly decision: string
  readonly connector: string
  /** Not before this instant; '' for as soon as it is started. */
  readonly notBefore: string
}

/** Targets of one plan that are still read at all; the cap of the safeguards is far below. */
const TARGETS_READ_MAX = 10_000
const NEEDS: Readonly<Partial<Record<ActionKind, readonly string[]>>> = {
  'rate-limit': ['rpm'],
  'restrict-models': ['models'],
  'restrict-tools': ['tools'],
  warn: ['notice'],
}

/** Sorts a plan into its one form and refuses one that could not be meant. Throws WB_ACTIONS_PLAN. */
export function sealPlan(content: PlanContent): { readonly text: string; readonly hash: string } {
  checkPlan(content)
  const { targets, evidence } = content
  const plan = {
    ...content,
    targets: sorted(targets),
    evidence: sorted(evidence),
  } as unknown as Json
  return { text: canonicalJson(plan), hash: jsonHash(plan) }
}

function sorted<Item>(items: readonly Item[]): Item[] {
  const key = (item: Item) => canonicalJson(item as unknown as Json)
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

export function readPlan(text: string): PlanContent {
  return JSON.parse(text) as PlanContent
}

function checkPlan({
  action,
  parameters,
  targets,
  evidence,
  decision,
  notBefore,
}: PlanContent): void {
  const rung = LADDER[action]
  if (rung === undefined) throw bad('action', `found ${JSON.stringify(action)}, wanted a rung`)
  if (targets.length === 0 || targets.length > TARGETS_READ_MAX)
    throw bad('targets', `found ${targets.length}, wanted 1 to ${TARGETS_READ_MAX}`)
  const seen = new Set<string>()
  for (const [index, target] of targets.entries()) {
    const key = `${target.kind} ${target.id}`
    if (!rung.targets.includes(target.kind))
      throw bad(`targets[${index}].kind`, `${action} acts on ${rung.targets.join(' or ')}`)
    if (target.id === '' || seen.has(key))
      throw bad(`targets[${index}].id`, 'found an empty or repeated target')
    seen.add(key)
  }
  if (decision === '') throw bad('decision', 'found none, wanted the id of a recorded decision')
  if (evidence.length === 0) throw bad('evidence', 'found none, wanted the copies it rests on')
  if (notBefore !== '' && parseInstant(notBefore) !== notBefore)
    throw bad('notBefore', 'wanted an instant such as 2026-01-05T08:12:00.000Z')
  const { until } = parameters
  if (rung.ends !== (until !== undefined))
    throw bad('parameters.until', rung.ends ? `${action} needs an end` : `${action} has no end`)
  if (until !== undefined && parseInstant(String(until)) !== until)
    throw bad('parameters.until', 'wanted an instant such as 2026-01-05T08:12:00.000Z')
  for (const name of NEEDS[action] ?? [])
    if (parameters[name] === undefined) throw bad(`parameters.${name}`, `${action} needs it`)
}

function bad(path: string, message: string): Error {
  return actionsError('WB_ACTIONS_PLAN', `plan: ${path}: ${message}`, {
    hint: 'docs/reference/actions.md has the parts of a plan and what each action needs',
    at: { path },
  })
}
