import type { Random } from '../../core/index.ts'
import { happens, pick } from '../chance.ts'
import type { LanguageCode } from '../countries.ts'
import type { Workspace } from '../workspace.ts'
import { packOf, techniquesOf } from './languages.ts'
import type { Pack, Template } from './pack.ts'
import { CALLS, SNIPPETS, USES } from './snippets.ts'
import { sharedWords } from './words.ts'

/** What a prompt is about. `ttp-…` are requests of the kinds that the LLM-themed techniques name. */
export type Topic =
  | 'translate'
  | 'code'
  | 'write'
  | 'study'
  | 'life'
  | 'business'
  | 'research'
  | 'security'
  | 'ttp-recon'
  | 'ttp-script'
  | 'ttp-develop'
  | 'ttp-social'
  | 'ttp-vuln'
  | 'ttp-payload'
  | 'ttp-evasion'
  | 'ttp-bypass'
  | 'ttp-resource'
  | 'ttp-command'
  | 'ttp-translate'

/** A value that must stand in code as the writer's own. */
export interface UsedValue {
  readonly kind: 'domain' | 'ip' | 'hash' | 'email'
  readonly value: string
}

/** What the composer needs to know of the writer. */
export interface Writer {
  readonly workspace: Workspace
  /** Indicators that the writer quotes as subjects of questions. */
  readonly quotes: readonly string[]
}

const CODE_TOPICS: ReadonlySet<Topic> = new Set([
  'code',
  'ttp-script',
  'ttp-develop',
  'ttp-payload',
  'ttp-command',
])
/** What changes from one filling of a script to the next. */
const OPEN_SLOTS: ReadonlySet<string> = new Set(['passage', 'subject', 'snippet'])
const PROMPT_CHARS_MIN = 50
const PROMPT_CHARS_MAX = 1500

/** True when answers to this topic are about code. */
export function isCodeTopic(topic: Topic): boolean {
  return CODE_TOPICS.has(topic)
}

/** The language in which somebody asks about a topic: English where their own has no words for it here. */
export function languageFor(language: LanguageCode, topic: Topic): LanguageCode {
  return topic.startsWith('ttp-') && techniquesOf(language)?.has(topic) !== true ? 'en' : language
}

/** The first prompt of a conversation. */
export function composePrompt(
  random: Random,
  language: LanguageCode,
  topic: Topic,
  writer: Writer,
): string {
  const pack = packOf(language)
  const own = topic.startsWith('ttp-') ? (techniquesOf(language) ?? pack) : pack
  const core = fill(random, pack, pick(random, listOf(own, topic)), writer)
  let text = happens(random, 0.4) ? `${line(random, pack, 'opener', writer)} ${core}` : core
  const most = happens(random, 0.12) ? 4 : 2
  text += several(random, pack, 'detail', Math.floor(random() * (most + 1)), writer)
  if (happens(random, 0.08)) text += `\n\n${manyLines(random, pack, 'passage', writer)}`
  if (topic === 'security' && writer.quotes.length > 0 && happens(random, 0.2))
    text += `\n\n${quotedList(random, writer)}`
  return fit(random, pack, text, writer)
}

/** A later prompt of a conversation. */
export function composeFollowUp(
  random: Random,
  language: LanguageCode,
  topic: Topic,
  writer: Writer,
): string {
  const pack = packOf(language)
  const isCode = isCodeTopic(topic) && happens(random, 0.7)
  const list = isCode ? 'code-followup' : 'followup'
  let text = several(random, pack, list, isCode || happens(random, 0.6) ? 1 : 2, writer)
  if (isCode && happens(random, 0.4)) text += `\n${snippet(random, writer.workspace)}`
  if (happens(random, 0.8))
    text += several(random, pack, 'detail', happens(random, 0.3) ? 2 : 1, writer)
  return fit(random, pack, text, writer)
}

/** What the model answers, short. */
export function composeReply(
  random: Random,
  language: LanguageCode,
  topic: Topic,
  writer: Writer,
): string {
  const pack = packOf(language)
  const isRefused =
    happens(random, 0.25) &&
    (topic === 'ttp-payload' || topic === 'ttp-bypass' || topic === 'ttp-evasion')
  if (isRefused) return line(random, pack, 'refuse', writer)
  if (!isCodeTopic(topic)) return line(random, pack, 'reply', writer)
  const text = line(random, pack, 'code-reply', writer)
  return happens(random, 0.35) ? `${text}\n${snippet(random, writer.workspace)}` : text
}

/** A prompt whose code uses a value: the value stands in a command or a setting, not in a question. */
export function composeUse(
  random: Random,
  language: LanguageCode,
  used: UsedValue,
  writer: Writer,
): string {
  const pack = packOf(language)
  const code = fillCode(random, pick(random, USES[used.kind]), writer.workspace, used.value)
  return fit(random, pack, `${line(random, pack, 'code-followup', writer)}\n${code}`, writer)
}

/** A template of a topic, filled once except for the slots that change from request to request. */
export function composeScript(
  random: Random,
  language: LanguageCode,
  topic: Topic,
  writer: Writer,
): Template {
  const pack = packOf(language)
  const source = pick(random, listOf(pack, topic))
  const script: string[] = []
  let text = source[0] as string
  for (let i = 1; i < source.length; i += 2) {
    const slot = source[i] as string
    if (OPEN_SLOTS.has(slot)) {
      script.push(text, slot)
      text = ''
    } else text += slotText(random, pack, slot, writer)
    text += source[i + 1] as string
  }
  return [...script, `${text} ${line(random, pack, 'detail', writer)} `, 'passage', '']
}

/** Fills a script for one request. */
export function composeFromScript(
  random: Random,
  language: LanguageCode,
  script: Template,
  writer: Writer,
): string {
  const pack = packOf(language)
  return fit(random, pack, fill(random, pack, script, writer), writer)
}

/** A sentence of a language, such as a community or a crew repeats. */
export function composePhrase(random: Random, language: LanguageCode, writer: Writer): string {
  const pack = packOf(language)
  return line(random, pack, happens(random, 0.5) ? 'passage' : 'detail', writer)
}

/** A tool call that a model makes: its name and arguments as JSON text. */
export function composeCall(random: Random, writer: Writer): readonly [name: string, args: string] {
  const [name, args] = pick(random, CALLS)
  return [name, fillCode(random, args, writer.workspace)]
}

function listOf(pack: Pack, name: string): readonly Template[] {
  const list = pack.get(name) ?? packOf('en').get(name)
  if (list === undefined) throw new RangeError(`no list of texts called ${name}`)
  return list
}

function line(random: Random, pack: Pack, list: string, writer: Writer): string {
  return fill(random, pack, pick(random, listOf(pack, list)), writer)
}

/** So many different texts of a list, one after another. */
function several(random: Random, pack: Pack, name: string, count: number, writer: Writer): string {
  const list = listOf(pack, name)
  const first = Math.floor(random() * list.length)
  const step = 1 + Math.floor(random() * (list.length / 5))
  let text = ''
  for (let i = 0; i < count; i++)
    text += ` ${fill(random, pack, list[(first + i * step) % list.length] as Template, writer)}`
  return text
}

function manyLines(random: Random, pack: Pack, list: string, writer: Writer): string {
  let text = ''
  for (let i = 2 + Math.floor(random() * 6); i > 0; i--)
    text += `${line(random, pack, list, writer)} `
  return text
}

function fill(random: Random, pack: Pack, template: Template, writer: Writer): string {
  let text = template[0] as string
  for (let i = 1; i < template.length; i += 2)
    text += slotText(random, pack, template[i] as string, writer) + (template[i + 1] as string)
  return text
}

function slotText(random: Random, pack: Pack, slot: string, writer: Writer): string {
  switch (slot) {
    case 'snippet':
      return `\n${snippet(random, writer.workspace)}\n`
    case 'file':
      return pick(random, writer.workspace.files)
    case 'func':
      return pick(random, writer.workspace.functions)
    case 'project':
      return writer.workspace.project
    case 'host':
      return pick(random, writer.workspace.hosts)
    case 'ioc':
      return writer.quotes.length === 0
        ? pick(random, writer.workspace.hosts)
        : quote(random, writer)
    default: {
      const list = pack.get(slot) ?? sharedWords.get(slot)
      return fill(random, pack, pick(random, list ?? listOf(pack, slot)), writer)
    }
  }
}

/** An indicator as a subject: plain, or written so that nobody clicks on it. */
function quote(random: Random, writer: Writer): string {
  const value = pick(random, writer.quotes)
  const drawn = random()
  if (drawn < 0.4 || !value.includes('.')) return value
  if (drawn < 0.8 || value.includes('@')) return value.replaceAll('.', '[.]')
  return `hxxps://${value}/`
}

/** Several indicators under each other, as reports give them, or as a block list in code. */
function quotedList(random: Random, writer: Writer): string {
  const values = Array.from({ length: 3 + Math.floor(random() * 4) }, () =>
    pick(random, writer.quotes),
  )
  if (happens(random, 0.7)) return values.map((value) => value.replaceAll('.', '[.]')).join('\n')
  return `BLOCKED = [${values.map((value) => `"${value}"`).join(', ')}]`
}

function snippet(random: Random, workspace: Workspace): string {
  return fillCode(random, pick(random, SNIPPETS), workspace)
}

function fillCode(
  random: Random,
  code: readonly string[],
  workspace: Workspace,
  value = '',
): string {
  let text = code[0] as string
  for (let i = 1; i < code.length; i += 2)
    text += codeSlot(random, code[i] as string, workspace, value) + (code[i + 1] as string)
  return text
}

function codeSlot(random: Random, slot: string, workspace: Workspace, value: string): string {
  switch (slot) {
    case 'value':
      return value
    case 'project':
      return workspace.project
    case 'file':
      return pick(random, workspace.files)
    case 'func':
      return pick(random, workspace.functions)
    case 'host':
      return pick(random, workspace.hosts)
    case 'bucket':
      return pick(random, workspace.buckets)
    case 'table':
      return pick(random, workspace.tables)
    default:
      return String(10 + Math.floor(random() * 80))
  }
}

function fit(random: Random, pack: Pack, text: string, writer: Writer): string {
  let fitted = text.trim()
  while (fitted.length < PROMPT_CHARS_MIN) fitted += ` ${line(random, pack, 'detail', writer)}`
  if (fitted.length <= PROMPT_CHARS_MAX) return fitted
  const cutAt = fitted.charCodeAt(PROMPT_CHARS_MAX - 1)
  const isHalf = cutAt >= 0xd800 && cutAt <= 0xdbff
  return fitted.slice(0, isHalf ? PROMPT_CHARS_MAX - 1 : PROMPT_CHARS_MAX)
}
