import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TTP_LABELS } from '../../src/signals/ttp-model/index.ts'

/** A text to learn from or to be judged on. `source` is the file it came from, or `own-<language>`. */
export interface Prompt {
  readonly id: string
  readonly text: string
  readonly malicious: boolean
  /** Security talk of the harmless kind, or ordinary talk; undefined for malicious texts. */
  readonly lookAlike: boolean
  readonly lang: string
  readonly source: string
  /** Head 0 to 10, where the label of the technique is known. */
  readonly label: number | undefined
  /** How much this text may teach; jailbreaks and harm of other kinds teach less. */
  readonly weight: number
}

/** Tactic of the public set to head; only where the two mean the same thing. */
const TACTIC_HEAD: Readonly<Record<string, number>> = {
  Recon: 0,
  Discovery: 0,
  Collection: 1,
  Execution: 5,
  Evasion: 6,
  'Privilege Escalation': 7,
  C2: 9,
  'Lateral Movement': 9,
  Persistence: 9,
  Exfil: 9,
}

/** Words of computer misuse; AdvBench holds all kinds of harm, and the rest of it teaches less. */
const CYBER =
  /hack|malware|virus|phish|password|exploit|breach|network|computer|software|identity|credential|account|database|website|keylog/i

/** Every prompt of a folder of `NAME.jsonl`; undefined when there is no such folder or nothing in it. */
export function readPrompts(folder: string): Prompt[] | undefined {
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  const prompts = files.flatMap((name) => readFile(join(folder, name), name.replace('.jsonl', '')))
  return prompts.length === 0 ? undefined : prompts
}

/**
 * Analysts' verdicts on prompts, a JSON line each: `text`, `label` (`malicious` or `benign`), and if known `lang` (ISO 639-1)
 * and `technique` (an id of the eleven labels). A benign one looked suspicious to somebody, so it is a look-alike; each
 * teaches as much as three texts of a public set, since it is of the operator's own traffic. Throws on any other line.
 */
export function readVerdicts(path: string): Prompt[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, at: `${path}:${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, at }) => verdictOf(JSON.parse(line) as Record<string, unknown>, at))
}

const VERDICT_WEIGHT = 3

function verdictOf(row: Record<string, unknown>, at: string): Prompt {
  const { text, label, lang, technique } = row
  const isLabel = label === 'malicious' || label === 'benign'
  if (typeof text !== 'string' || !isLabel)
    throw new Error(`${at}: found no verdict, wanted "text" and "label": "malicious" or "benign"`)
  const head = TTP_LABELS.findIndex((id) => id === technique)
  if (technique !== undefined && head < 0)
    throw new Error(`${at}: found an unknown "technique", wanted one of ${TTP_LABELS.join(', ')}`)
  return {
    id: at,
    text,
    malicious: label === 'malicious',
    lookAlike: label === 'benign',
    lang: typeof lang === 'string' ? lang : 'und',
    source: 'verdicts',
    label: label === 'malicious' && head >= 0 ? head : undefined,
    weight: VERDICT_WEIGHT,
  }
}

function readFile(path: string, source: string): Prompt[] {
  const prompts: Prompt[] = []
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '') continue
    const row = JSON.parse(line) as Record<string, string | undefined>
    const text = row['text'] ?? ''
    const malicious = row['label'] === 'malicious'
    prompts.push({
      id: row['id'] ?? '',
      text,
      malicious,
      lookAlike: !malicious && isLookAlike(source, row['category']),
      lang: row['lang'] ?? 'und',
      source,
      label: malicious ? TACTIC_HEAD[row['category'] ?? ''] : undefined,
      weight: teachingWeight(source, text),
    })
  }
  return prompts
}

function teachingWeight(source: string, text: string): number {
  if (source.includes('jailbreak')) return 0.2
  if (source === 'advbench') return CYBER.test(text) ? 1 : 0.5
  return 1
}

/** Harmless security talk, by the name of its file or category. */
function isLookAlike(source: string, category: string | undefined): boolean {
  return /frr|secur|look-?alike|defend|cyber|malware|threat|ctf/i.test(
    `${source} ${category ?? ''}`,
  )
}
