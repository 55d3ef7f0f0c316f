import { percent, wilson } from '../scripts/train/metrics.ts'
import type { Prompt } from '../scripts/train/prompts.ts'
import type { Engine } from '../src/platform/index.ts'
import { createEventTables } from '../src/events/index.ts'
import { loadRules, matchRules, readRuleFiles } from '../src/signals/index.ts'

/** Which rules fired on a prompt. */
export interface Judged {
  readonly prompt: Prompt
  readonly rules: readonly string[]
}

/** Puts every prompt into the store as an event of its own, and runs the rules of a folder on them. */
export async function judgePrompts(
  engine: Engine,
  prompts: readonly Prompt[],
  folder: string,
): Promise<Judged[]> {
  const { rules, findings } = loadRules(await readRuleFiles([folder]))
  const broken = findings.find(({ severity }) => severity === 'error')
  if (broken !== undefined) throw new Error(`${broken.file}:${broken.line}: ${broken.message}`)
  await createEventTables(engine)
  for (let from = 0; from < prompts.length; from += 5000) {
    const lines = prompts.slice(from, from + 5000).map(({ text }, index) =>
      JSON.stringify({
        batch: 1,
        event_id: String(from + index),
        account_id: `a${from + index}`,
        ts: '2026-01-05 08:00:00',
        prompt: text,
      }),
    )
    await engine.insertJson('events', Buffer.from(`${lines.join('\n')}\n`))
  }
  await matchRules(engine, rules)
  const rows = await engine.rows<{ event_id: string; found: number[] }>(
    'SELECT event_id, groupUniqArray(rule) AS found FROM rule_matches GROUP BY event_id',
  )
  const found = new Map(rows.map((row) => [Number(row.event_id), row.found]))
  return prompts.map((prompt, index) => ({
    prompt,
    rules: (found.get(index) ?? []).flatMap((number) => {
      const rule = rules[number]
      return rule === undefined || !rule.isReported || rule.level === 'informational'
        ? []
        : [rule.id]
    }),
  }))
}

/** Prints, a line a set and language, how often any rule fires, with its 95% Wilson interval. */
export function reportRules(judged: readonly Judged[]): void {
  const groups = new Map<string, Judged[]>()
  for (const one of judged)
    for (const lang of ['all', one.prompt.lang]) {
      const key = `${one.prompt.source} | ${lang}`
      groups.set(key, [...(groups.get(key) ?? []), one])
    }
  console.log('| set | language | side | n | any rule fires |')
  console.log('| --- | --- | --- | ---: | ---: |')
  for (const [key, group] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    for (const side of ['malicious', 'benign']) {
      const part = group.filter(({ prompt }) => prompt.malicious === (side === 'malicious'))
      if (part.length === 0) continue
      const fired = part.filter(({ rules }) => rules.length > 0).length
      console.log(`| ${key} | ${side} | ${part.length} | ${percent(wilson(fired, part.length))} |`)
    }
  }
}

/** Share of a set on which any rule fires. */
export function fireRate(judged: readonly Judged[], keep: (prompt: Prompt) => boolean): number {
  const part = judged.filter(({ prompt }) => keep(prompt))
  return part.length === 0 ? 0 : part.filter(({ rules }) => rules.length > 0).length / part.length
}
