import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../src/core/index.ts'
import { createEventTables } from '../src/events/index.ts'
import { type Engine, openEmbeddedEngine } from '../src/platform/index.ts'
import { loadRules, matchRules, type Rule } from '../src/signals/index.ts'
import { collectAtoms } from '../src/signals/compile/atoms.ts'
import { evaluate } from '../src/signals/run/evaluate.ts'
import { storedRecord } from '../src/signals/run/stored-record.ts'
import { type Figure, recordFigures } from './result.ts'

const WORDS = 5000
const PROMPT_WORDS = 60
const SEARCHED_WORDS = 200

/** Times detection against a bare multi-pattern pass over the same texts with the same expressions, in one run. */
export async function benchRules(megabytes: number, ruleCounts: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rules-bench-'))
  const engine = await openEmbeddedEngine(folder)
  const figures: Figure[] = []
  try {
    await createEventTables(engine)
    const words = makeWords()
    await fillEvents(engine, words, megabytes)
    const [size] = await engine.rows<{ bytes: number; events: number }>(
      'SELECT sum(length(prompt)) AS bytes, count() AS events FROM events',
    )
    const gigabytes = (size?.bytes ?? 0) / 1e9
    for (const count of ruleCounts) {
      const { rules } = loadRules([{ path: 'bench.yml', text: makeRules(words, count) }])
      const patterns = collectAtoms(
        rules.flatMap((rule) => (rule.kind === 'event' ? [rule.predicate] : [])),
      ).map(({ pattern }) => pattern)
      // Building the automaton is paid once a process, so both sides begin with it built.
      await engine.rows("SELECT multiMatchAllIndices('', {patterns:Array(String)}) AS x", {
        patterns,
      })
      const bare = await timed(() =>
        engine.run(
          'SELECT count() FROM events WHERE notEmpty(multiMatchAllIndices(prompt, {patterns:Array(String)}))',
          { patterns },
        ),
      )
      const first = await timed(() => matchRules(engine, rules))
      const again = await timed(() => matchRules(engine, rules))
      const wrong = await compareWithOracle(engine, rules)
      if (wrong > 0) throw new Error(`${wrong} of the compared events differ from the evaluator`)
      const name = `${count} rules, ${patterns.length} expressions`
      figures.push(
        {
          suite: 'rules',
          name: `${name}: detection over bare pass`,
          value: first / bare,
          unit: 'ratio',
        },
        { suite: 'rules', name: `${name}: texts a second`, value: gigabytes / first, unit: 'GB/s' },
        { suite: 'rules', name: `${name}: again, nothing new`, value: again, unit: 's' },
      )
      await engine.run('TRUNCATE TABLE text_scans')
      await engine.run('TRUNCATE TABLE text_hits')
    }
    recordFigures(figures)
  } finally {
    await engine.close()
    rmSync(folder, { recursive: true })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function makeWords(): string[] {
  const random = seededRandom('words')
  const letter = (): string => 'abcdefghijklmnoprstuvw'[Math.floor(random() * 22)] ?? 'a'
  return Array.from({ length: WORDS }, () =>
    Array.from({ length: 4 + Math.floor(random() * 5) }, letter).join(''),
  )
}

async function fillEvents(
  engine: Engine,
  words: readonly string[],
  megabytes: number,
): Promise<void> {
  const events = Math.round((megabytes * 1e6) / (PROMPT_WORDS * 7.5))
  await engine.run(
    `INSERT INTO events (batch, event_id, account_id, ts, prompt)
     SELECT 1, toString(number), concat('acct_', toString(number % 20000)),
            toDateTime64('2026-01-01 00:00:00', 3, 'UTC') + number % 2592000,
            arrayStringConcat(
              arrayMap(i -> {words:Array(String)}[1 + cityHash64(number, i) % ${WORDS}], range(${PROMPT_WORDS})), ' '
            )
     FROM numbers({events:UInt64})`,
    { words, events },
  )
}

/** Four in five rules look for rare phrases, one for two words that are often met alone, with an exception. */
function makeRules(words: readonly string[], count: number): string {
  const random = seededRandom('rules')
  const pick = (below: number): string => words[Math.floor(random() * below)] ?? ''
  const documents = Array.from({ length: count }, (_, index) => {
    const head = `title: rule ${index}\nid: rule-${index}\nlogsource: {category: llm_usage}\ndetection:\n`
    const phrase = (): string => `${pick(WORDS)} ${pick(WORDS)}`
    const often = `['${pick(SEARCHED_WORDS)} ', ' ${pick(SEARCHED_WORDS)}']`
    const lines =
      index % 5 === 0
        ? [
            '  s:',
            `    prompt|contains|all: ${often}`,
            `  f: {prompt|contains: '${phrase()}'}`,
            '  condition: s and not f',
          ]
        : [
            '  s:',
            `    prompt|contains: ['${phrase()}', '${phrase()}']`,
            '  r:',
            `    prompt|re|i: '\\b${pick(WORDS)}\\W+${pick(WORDS)}\\b'`,
            '  condition: s or r',
          ]
    return `${head}${lines.join('\n')}\n`
  })
  return documents.join('---\n')
}

/** Events of a sample whose matches differ from what the evaluator says of them. */
async function compareWithOracle(engine: Engine, rules: readonly Rule[]): Promise<number> {
  const rows = await engine.rows<{ event_id: string; prompt: string; found: number[] }>(
    `SELECT e.event_id AS event_id, any(e.prompt) AS prompt, arraySort(groupArrayIf(m.rule, m.event_id != '')) AS found
     FROM (SELECT event_id, account_id, prompt FROM events ORDER BY cityHash64(event_id) LIMIT 150) AS e
     LEFT JOIN rule_matches AS m ON m.event_id = e.event_id GROUP BY e.event_id`,
  )
  return rows.filter(({ prompt, found }) => {
    const record = storedRecord({ prompt })
    const wanted = rules.flatMap((rule, number) =>
      rule.kind === 'event' && evaluate(rule.predicate, record) === 'yes' ? [number] : [],
    )
    return JSON.stringify(wanted) !== JSON.stringify(found)
  }).length
}
