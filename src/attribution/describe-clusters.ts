import { logOdds, roundTo } from '../core/index.ts'
import type { CrewTie } from '../links/index.ts'
import type { LeadAttribution } from './attribute-leads.ts'
import type { Attribution, MatrixRow } from './hypotheses/index.ts'
import type { Operation, PartJoin } from './join-parts.ts'
import type { RankedLead } from './leads.ts'
import { LEAD_PARAMETERS as P } from './parameters.ts'

/** A line of `clusters.jsonl` (CONTRACTS.md 2). */
export interface Cluster {
  readonly cluster: string
  readonly accounts: readonly string[]
  readonly falseRate: number
  readonly links: readonly {
    readonly a: string
    readonly b: string
    readonly bits: number
    readonly falseRate: number
    readonly nullRate: number
    readonly discovery: boolean
    readonly looksLike: string | null
    readonly why: readonly { family: string; value: string; holders: number; bits: number }[]
  }[]
  readonly hypotheses: Attribution['hypotheses']
  readonly unknown: number
  readonly matrix: readonly MatrixRow[]
  readonly changes: readonly string[]
}

/**
 * The crew that a lead belongs to: by its tie when that is strong enough, by itself or with what else is known of the account,
 * else by its core.
 */
export function crewOf(lead: RankedLead, coreOf: ReadonlyMap<string, number>): number | undefined {
  const core = coreOf.get(lead.account)
  const hold = Math.max(lead.tie?.link.probability ?? 0, lead.tieShare * lead.probability)
  const isTied = lead.tie !== null && hold >= P.memberLinkMin
  return isTied ? (lead.crew ?? core) : core
}

/** Clusters of the operations in which two or more accounts are tied or named alike, in the order of their best leads. */
export function describeClusters(
  ties: readonly CrewTie[],
  operations: readonly Operation[],
  attribution: LeadAttribution,
): Cluster[] {
  const tieOf = new Map(ties.map((tie) => [`${tie.crew} ${tie.account}`, tie]))
  const clusters: Cluster[] = []
  for (const { parts, joins } of operations) {
    const links = [
      ...parts.flatMap(({ crew, leads }) => linksOf(crew, leads, tieOf)),
      ...joins.map(linkOfJoin),
    ]
    if (links.length === 0) continue
    const { hypotheses, unknown, matrix, changes } = attribution.ofCrews(
      parts.map(({ crew }) => crew),
      parts.flatMap(({ leads }) => leads),
    )
    clusters.push({
      cluster: `c-${clusters.length + 1}`,
      accounts: [...new Set(links.flatMap((link) => [link.a, link.b]))].sort(),
      falseRate: roundTo(links.reduce((sum, link) => sum + link.falseRate, 0) / links.length, 4),
      links,
      hypotheses,
      unknown,
      matrix,
      changes,
    })
  }
  return clusters
}

/** What joins two parts. Where it is no tie but a name or an indicated value, no null run speaks of it. */
function linkOfJoin({ a, b, probability, tie, why }: PartJoin): Cluster['links'][number] {
  const falseRate = roundTo(1 - probability, 4)
  return {
    a,
    b,
    bits: roundTo(tie?.link.bits ?? logOdds(probability), 1),
    falseRate,
    nullRate: tie === null ? falseRate : roundTo(tie.nullRate, 4),
    discovery: tie?.isDiscovery ?? false,
    looksLike: tie?.looksLike ?? null,
    why: why.map((one) => ({ ...one, bits: roundTo(one.bits, 1) })),
  }
}

/** The ties by which leads belong to their crew. */
function linksOf(
  crew: number,
  list: readonly RankedLead[],
  tieOf: ReadonlyMap<string, CrewTie>,
): Cluster['links'] {
  const members = new Set(list.map((lead) => lead.account))
  return list.flatMap((lead) => {
    const tie = [lead.tie, tieOf.get(`${crew} ${lead.account}`)].find((one) => one?.crew === crew)
    if (tie === undefined || tie === null || tie.link.families.length === 0) return []
    const a = members.has(tie.nearest)
      ? tie.nearest
      : tie.sharers.find((account) => members.has(account))
    if (a === undefined) return []
    const why = tie.link.families.flatMap((family) =>
      family.values.map((value) => ({
        family: value.family,
        value: value.value,
        holders: value.holders,
        bits: roundTo(value.bits, 1),
      })),
    )
    return [
      {
        a,
        b: lead.account,
        bits: roundTo(tie.link.bits, 1),
        falseRate: roundTo(1 - tie.link.probability, 4),
        nullRate: roundTo(tie.nullRate, 4),
        discovery: tie.isDiscovery,
        looksLike: tie.looksLike ?? null,
        why,
      },
    ]
  })
}
