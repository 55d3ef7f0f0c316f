import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../src/core/index.ts'
import type { Prompt } from './prompts.ts'

/** Short names of the label heads in the text files, in the order of the heads. */
const HEADS =
  'recon script dev social vuln payload evasion bypass resource command translate'.split(' ')
/** Other texts of ours: harm that is no technique of a state actor, harmless security talk, ordinary talk. */
const OTHER: Readonly<Record<string, Pick<Prompt, 'malicious' | 'lookAlike' | 'weight'>>> = {
  misuse: { malicious: true, lookAlike: false, weight: 0.5 },
  sec: { malicious: false, lookAlike: true, weight: 1 },
  gen: { malicious: false, lookAlike: false, weight: 1 },
}

/** Chance that a text asks for one more thing. */
const MORE = 0.4

interface Grammar {
  readonly slots: Map<string, string>
  readonly templates: Map<string, string[]>
}

/** Folder of our own training texts, one file a language. */
export const TEXTS_FOLDER: string = join(import.meta.dirname, 'texts')

/** `per` texts of each label and three to six times as many harmless ones, of each language, without repeats. */
export function ownTexts(folder: string, per: number, random: Random): Prompt[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
  return files.flatMap((name) => {
    const lang = name.replace('.txt', '')
    return textsOf(lang, parseGrammar(readFileSync(join(folder, name), 'utf8')), per, random)
  })
}

function textsOf(lang: string, grammar: Grammar, per: number, random: Random): Prompt[] {
  const seen = new Set<string>()
  const texts: Prompt[] = []
  for (const [kind, templates] of grammar.templates) {
    const head = HEADS.indexOf(kind)
    const traits = OTHER[kind] ?? { malicious: true, lookAlike: false, weight: 1 }
    if (kind === 'pre' || kind === 'post') continue
    const wanted =
      per *
      (lang === 'en' ? 2 : 1) *
      (kind === 'sec' ? 6 : kind === 'gen' ? 5 : kind === 'misuse' ? 2 : 1)
    for (let draw = 0; draw < wanted; draw++) {
      const core = expand(templates[draw % templates.length] ?? '', grammar, random)
      const text = frame(extended(core, kind, grammar, random), grammar, random)
      if (seen.has(text)) continue
      seen.add(text)
      const label = head < 0 ? undefined : head
      texts.push({
        id: `own-${lang}-${kind}-${draw}`,
        text,
        lang,
        source: `own-${lang}`,
        label,
        ...traits,
      })
    }
  }
  return texts
}

/**
 * Two texts in five ask for one to three more things. What is added to a harmful text is harmless as often as not, so that
 * neither length nor the plain words of a language tell the sides apart.
 */
function extended(core: string, kind: string, grammar: Grammar, random: Random): string {
  const harmless = kind === 'sec' || kind === 'gen'
  const parts = [core]
  while (parts.length < 4 && random() < MORE) {
    const added = harmless || random() < 0.6 ? oneOf(['sec', 'gen', 'sec'], random) : kind
    const choices = grammar.templates.get(added) ?? []
    const part = expand(oneOf(choices, random), grammar, random)
    if (random() < 0.5) parts.push(part)
    else parts.unshift(part)
  }
  return parts.join(oneOf(['. ', '. ', ', ', '\n'], random))
}

/** Openings and endings are drawn alike for harmful and harmless texts, so that they carry no evidence. */
function frame(core: string, grammar: Grammar, random: Random): string {
  const pick = (kind: string): string => {
    const choices = grammar.templates.get(kind) ?? []
    return choices.length === 0 || random() < 0.55
      ? ''
      : expand(oneOf(choices, random), grammar, random)
  }
  return `${pick('pre')} ${core} ${pick('post')}`.trim()
}

/** Lines `kind: template` and `name = a | b`; `{a|b}` chooses, `$name` draws from a slot, `#` begins a remark. */
function parseGrammar(text: string): Grammar {
  const slots = new Map<string, string>()
  const templates = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const slot = /^([a-z]+) = (.+)$/.exec(line)
    const template = /^([a-z]+): (.+)$/.exec(line)
    if (slot !== null) slots.set(slot[1] ?? '', slot[2] ?? '')
    else if (template !== null) {
      const list = templates.get(template[1] ?? '') ?? []
      list.push(template[2] ?? '')
      templates.set(template[1] ?? '', list)
    } else if (line.trim() !== '' && !line.startsWith('#'))
      throw new Error(`neither a slot nor a template: ${line.slice(0, 60)}`)
  }
  return { slots, templates }
}

/** One text of a template. */
function expand(template: string, grammar: Grammar, random: Random): string {
  let text = template
  for (let round = 0; round < 40; round++) {
    const before = text
    text = text.replace(/\$([a-z]+)/, (whole, name: string) => {
      const choices = grammar.slots.get(name)
      if (choices === undefined) throw new Error(`no slot ${whole}`)
      return `{${choices.replaceAll(' | ', '|')}}`
    })
    text = text.replaceAll(/\{([^{}]*)\}/g, (_, choices: string) =>
      oneOf(choices.split('|'), random),
    )
    if (text === before) break
  }
  return text.replaceAll(/ +/g, ' ').trim()
}

function oneOf(choices: readonly string[], random: Random): string {
  return choices[Math.floor(random() * choices.length)] ?? ''
}
