/**
 * That a source calls an actor by a name. The actor is the source's own entry: two sources' entries of one name are two,
 * and names are many-to-many. `confidence` 0 to 100 where the source gives one.
 */
export interface NameClaim {
  readonly name: string
  readonly entry: string
  readonly entryId: string
  readonly source: string
  readonly confidence: number | undefined
}

export interface Candidate {
  readonly entry: string
  readonly entryId: string
  readonly source: string
  /** True when the name is the entry's own, not an alias. */
  readonly isOwnName: boolean
  /** 0 to 100: how far this source means this entry by the name. */
  readonly confidence: number
  /** All names of the entry, as its source lists them. */
  readonly names: readonly string[]
}

export interface NameMeaning {
  readonly name: string
  /** The surest first. */
  readonly candidates: readonly Candidate[]
  /** Sources that give this name to several of their entries. */
  readonly ambiguousIn: readonly string[]
  /** True when sources list the name under entries that they name differently. */
  readonly isDisputed: boolean
}

/** Where a source says nothing: high for an entry's own name, medium for an alias (the middles of the STIX scale). */
const OWN_NAME = 85
const ALIAS = 50

/** Spelling of a name for comparison: "IMPERIAL KITTEN", "Imperial-Kitten" and "imperialkitten" are one spelling. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '')
}

/**
 * Who may be meant by a name, by each source's word. Nothing is merged and nobody chosen. Where a source gives a name to several
 * entries, its confidence is divided between them.
 */
export function whoIsMeant(name: string, claims: readonly NameClaim[]): NameMeaning {
  const key = nameKey(name)
  const entries = new Map<string, NameClaim[]>()
  for (const claim of claims) {
    const own = entries.get(entryKey(claim))
    if (own === undefined) entries.set(entryKey(claim), [claim])
    else own.push(claim)
  }
  const found = [...entries.values()].flatMap((own) => {
    const meant = own.filter((claim) => nameKey(claim.name) === key)
    const [first] = meant
    if (first === undefined) return []
    const isOwnName = nameKey(first.entry) === key
    const said = meant.map(({ confidence }) => confidence ?? (isOwnName ? OWN_NAME : ALIAS))
    const names = [...new Set(own.map((claim) => claim.name))].sort()
    const { entry, entryId, source } = first
    return [{ entry, entryId, source, isOwnName, confidence: Math.max(...said), names }]
  })
  const perSource = new Map<string, number>()
  for (const { source } of found) perSource.set(source, (perSource.get(source) ?? 0) + 1)
  const candidates = found
    .map((one) => ({
      ...one,
      confidence: Math.round(one.confidence / (perSource.get(one.source) ?? 1)),
    }))
    .sort(
      (a, b) =>
        b.confidence - a.confidence || compare(a.source, b.source) || compare(a.entry, b.entry),
    )
  return {
    name,
    candidates,
    ambiguousIn: [...perSource]
      .filter(([, count]) => count > 1)
      .map(([source]) => source)
      .sort(),
    isDisputed: new Set(candidates.map(({ entry }) => nameKey(entry))).size > 1,
  }
}

function entryKey({ source, entry, entryId }: NameClaim): string {
  return JSON.stringify([source, entryId, nameKey(entry)])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
