import { groupBy } from '../../core/index.ts'
import type { Engine } from '../../platform/index.ts'
import { type Atom, atomKey, type AtomNumbers } from '../compile/atoms.ts'
import { isPlain, isWide, loosen } from '../compile/loosen.ts'
import { EVENT_FIELDS } from '../ir/event-fields.ts'

/** What one scan did: expressions that were new, and how many of them the multi-pattern engine refused. */
export interface ScanReport {
  readonly numbers: AtomNumbers
  readonly scanned: number
  readonly oneByOne: number
}

interface StoredPattern {
  readonly number: number
  readonly field: string
  readonly pattern: string
  /**
   * `scan`: the common pass is taken at its word. `confirm`: what it finds is searched for again by itself.
   * `loose`: a looser expression is in the pass, and this one confirms. `match`: by itself, on every text.
   */
  readonly engine: 'scan' | 'confirm' | 'loose' | 'match'
}

/** Expressions in one pass: one automaton of all of them takes minutes to build where there are very many. */
const PATTERNS_PER_PASS = 4000

/**
 * Searches the texts of all events for the atoms that were not yet searched for in them, in one pass a
 * text field, and remembers which were found where. Only whole batches are read.
 */
export async function scanTexts(engine: Engine, atoms: readonly Atom[]): Promise<ScanReport> {
  const stored = await storePatterns(engine, atoms)
  const wanted = atoms.flatMap(({ field, pattern }) => stored.get(atomKey(field, pattern)) ?? [])
  const pending = await pendingScans(engine, wanted)
  for (const { batches, patterns } of pending) {
    for (const [field, group] of groupBy(patterns, (one) => one.field))
      for (let from = 0; from < group.length; from += PATTERNS_PER_PASS)
        await scanField(engine, field, group.slice(from, from + PATTERNS_PER_PASS), batches)
  }
  return {
    numbers: (field, pattern) => stored.get(atomKey(field, pattern))?.number ?? 0,
    scanned: new Set(pending.flatMap(({ patterns }) => patterns.map(({ number }) => number))).size,
    oneByOne: wanted.filter((one) => one.engine === 'match').length,
  }
}

/** Gives every atom its number; new ones are tried on the multi-pattern engine first. */
async function storePatterns(
  engine: Engine,
  atoms: readonly Atom[],
): Promise<Map<string, StoredPattern>> {
  const known = await engine.rows<StoredPattern>(
    'SELECT number, field, pattern, engine FROM text_patterns',
  )
  const stored = new Map(known.map((one) => [atomKey(one.field, one.pattern), one]))
  let next = Math.max(0, ...known.map(({ number }) => number)) + 1
  const fresh: StoredPattern[] = []
  const added = atoms.filter(({ field, pattern }) => !stored.has(atomKey(field, pattern)))
  for (const [, group] of groupBy(added, ({ field }) => field)) {
    for (let from = 0; from < group.length; from += PATTERNS_PER_PASS) {
      const part = group.slice(from, from + PATTERNS_PER_PASS)
      for (const one of await chooseEngines(engine, part)) fresh.push({ ...one, number: next++ })
    }
  }
  for (const one of fresh) stored.set(atomKey(one.field, one.pattern), one)
  if (fresh.length > 0)
    await engine.insertJson(
      'text_patterns',
      Buffer.from(fresh.map((one) => JSON.stringify(one)).join('\n')),
    )
  return stored
}

/** What the multi-pattern engine refuses is tried in its looser form, and else left to run by itself. */
async function chooseEngines(
  engine: Engine,
  atoms: readonly Atom[],
): Promise<Omit<StoredPattern, 'number'>[]> {
  const forms = atoms.map(({ pattern }) => (isWide(pattern) ? loosen(pattern) : pattern))
  const refused = await refusedBy(engine, forms)
  const looser = atoms.flatMap(({ pattern }, index) =>
    forms[index] === pattern && refused.has(pattern) && loosen(pattern) !== pattern
      ? [loosen(pattern)]
      : [],
  )
  const alsoRefused = await refusedBy(engine, looser)
  return atoms.map((atom, index) => {
    const form = forms[index] ?? atom.pattern
    if (!refused.has(form))
      return {
        ...atom,
        engine: isPlain(form) ? 'scan' : form === atom.pattern ? 'confirm' : 'loose',
      }
    const loose = loosen(atom.pattern)
    return {
      ...atom,
      engine: looser.includes(loose) && !alsoRefused.has(loose) ? 'loose' : 'match',
    }
  })
}

/** Expressions that the multi-pattern engine does not take: found by halving, since it names none. */
async function refusedBy(engine: Engine, patterns: readonly string[]): Promise<Set<string>> {
  if (patterns.length === 0) return new Set()
  try {
    await engine.rows("SELECT multiMatchAllIndices('', {patterns:Array(String)}) AS found", {
      patterns,
    })
    return new Set()
  } catch (error) {
    if (patterns.length === 1) return new Set(patterns)
    if (!isRefusal(error)) throw error
    const middle = Math.floor(patterns.length / 2)
    const [left, right] = [patterns.slice(0, middle), patterns.slice(middle)]
    return new Set([...(await refusedBy(engine, left)), ...(await refusedBy(engine, right))])
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /HYPERSCAN|BAD_ARGUMENTS|CANNOT_COMPILE/.test(error.message)
}

interface Pending {
  readonly batches: readonly number[]
  readonly patterns: readonly StoredPattern[]
}

/** Batches that lack the same expressions, together. */
async function pendingScans(engine: Engine, wanted: readonly StoredPattern[]): Promise<Pending[]> {
  if (wanted.length === 0) return []
  const rows = await engine.rows<{ batch: number; done: number[] }>(
    `SELECT b.batch AS batch, arrayFilter(n -> n != 0, groupUniqArray(s.number)) AS done
     FROM (SELECT DISTINCT batch FROM events) AS b LEFT JOIN text_scans AS s ON s.batch = b.batch
     GROUP BY batch ORDER BY batch`,
  )
  const groups = new Map<string, { batches: number[]; patterns: StoredPattern[] }>()
  for (const { batch, done } of rows) {
    const has = new Set(done)
    const patterns = wanted.filter(({ number }) => !has.has(number))
    if (patterns.length === 0) continue
    const key = patterns.map(({ number }) => number).join(',')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { batches: [batch], patterns })
    else group.batches.push(batch)
  }
  return [...groups.values()]
}

/** What the pass found, after the doubtful part of it was searched for again. */
const NUMBERS_OF_FOUND = `arrayMap(i -> {numbers:Array(UInt32)}[i], arrayConcat(
    arrayFilter(i -> {sure:Array(UInt8)}[i] = 1, found),
    arrayFilter(i -> match(text, {exact:Array(String)}[i]), arrayFilter(i -> {sure:Array(UInt8)}[i] = 0, found))
  ))`

/** Hits go in before the ledger: after a kill between the two they are found again, which changes nothing. */
async function scanField(
  engine: Engine,
  name: string,
  patterns: readonly StoredPattern[],
  batches: readonly number[],
): Promise<void> {
  const field = EVENT_FIELDS[name]
  if (field === undefined) throw new Error('an atom of an unknown field was stored')
  const together = patterns.filter((one) => one.engine !== 'match')
  const alone = patterns.filter((one) => one.engine === 'match')
  const params: Record<string, string | readonly string[] | readonly number[]> = {
    batches,
    forms: together.map((one) => (one.engine === 'loose' ? loosen(one.pattern) : one.pattern)),
    exact: together.map(({ pattern }) => pattern),
    sure: together.map((one) => Number(one.engine === 'scan')),
    numbers: together.map(({ number }) => number),
  }
  const singles = alone.map(({ number, pattern }, index) => {
    params[`alone${index}`] = pattern
    return `if(match(text, {alone${index}:String}), [toUInt32(${number})], [])`
  })
  const pass =
    together.length === 0
      ? '[]::Array(UInt64)'
      : 'multiMatchAllIndices(text, {forms:Array(String)})'
  const numbers = [NUMBERS_OF_FOUND, ...singles]
  await engine.run(
    `INSERT INTO text_hits
     SELECT batch, event_id, account_id, ts, ${numbers.length === 1 ? NUMBERS_OF_FOUND : `arrayConcat(${numbers.join(', ')})`} AS hits
     FROM (
       SELECT batch, event_id, account_id, ts, text, ${pass} AS found
       FROM (
         SELECT batch, event_id, account_id, ts, ${field.sql} AS text
         FROM events WHERE batch IN {batches:Array(UInt32)}
       )
       ${alone.length > 0 ? '' : 'WHERE notEmpty(found)'}
     )
     WHERE notEmpty(hits)`,
    params,
  )
  await engine.run(
    `INSERT INTO text_scans
     SELECT arrayJoin({batches:Array(UInt32)}), arrayJoin({numbers:Array(UInt32)})`,
    { batches, numbers: patterns.map(({ number }) => number) },
  )
}
