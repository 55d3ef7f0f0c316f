import type { Random } from '../core/index.ts'
import { addressOn, drawAddress } from './addresses.ts'
import {
  chanceOf,
  DAY_MS,
  happens,
  hex,
  HOUR_MS,
  MINUTE_MS,
  pick,
  pickWeighted,
  type Weighted,
} from './chance.ts'
import type { Settings } from './options.ts'
import type { Account, Voice } from './person.ts'
import { drawMoment } from './rhythm.ts'
import {
  composeCall,
  composeFollowUp,
  composeFromScript,
  composePrompt,
  composeReply,
  composeUse,
  isCodeTopic,
  languageFor,
  type Topic,
} from './texts/compose.ts'

/** One message of a conversation. An assistant's may carry a tool call; a tool's answers one. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly call?: ToolCall
}

interface ToolCall {
  readonly id: string
  readonly name: string
  /** Arguments as JSON text. */
  readonly args: string
}

/** One call of the service, with the conversation so far repeated in `messages`. */
export interface Request {
  readonly id: string
  readonly account: Account
  readonly atMs: number
  readonly tookMs: number
  readonly conversation: string
  readonly messages: readonly Message[]
  readonly reply: Message
  readonly address: string
  readonly agent: string
  readonly model: string
  readonly isFailed: boolean
}

const MODELS: ReadonlyArray<Weighted<string>> = [
  ['harbour-large', 30],
  ['harbour-small', 55],
  ['harbour-code', 15],
]
const TURNS_MAX = 6

/** Makes all requests of an account, in order of time within each conversation. */
export function writeRequests(
  settings: Settings,
  account: Account,
  emit: (request: Request) => void,
): void {
  const endMs = settings.startMs + settings.days * DAY_MS
  for (const [number, voice] of account.voices.entries()) {
    const random = chanceOf(settings.seed, 'words', account.index, number)
    const startMs = Math.max(settings.startMs, account.createdMs)
    const musts = voice.uses.length + voice.visits.length
    let left = Math.max(voice.requests, settings.requestsPerAccount > 1 ? musts : 1)
    const beat = machineBeat(voice, startMs, endMs, left, random)
    for (let session = 0; left > 0; session++) {
      const turns = Math.min(left, TURNS_MAX, session < musts ? 1 : drawTurns(voice.turns, random))
      const atMs =
        beat === null ? drawMoment(voice.rhythm, startMs, endMs - HOUR_MS, random) : beat(session)
      converse(
        { account, voice, session, turns, atMs: Math.max(startMs + MINUTE_MS, atMs) },
        random,
        emit,
      )
      left -= turns
    }
  }
}

interface Session {
  readonly account: Account
  readonly voice: Voice
  readonly session: number
  readonly turns: number
  readonly atMs: number
}

function converse(plan: Session, random: Random, emit: (request: Request) => void): void {
  const { account, voice, session, turns } = plan
  const topic = pickWeighted(random, voice.topics)
  const language = languageFor(pickWeighted(random, voice.languages), topic)
  const visit = voice.visits[session]
  const address =
    visit === undefined
      ? drawAddress(voice.routes, plan.atMs, random)
      : addressOn(visit, plan.atMs, random)
  const isProxied = voice.routes.some(([route]) => route.kind === 'proxy')
  const agent = pick(random, voice.agents)
  const model =
    isCodeTopic(topic) && happens(random, 0.4) ? 'harbour-code' : pickWeighted(random, MODELS)
  const conversation = `conv_${hex(random, 12)}`
  const messages: Message[] = []
  if (voice.systemText !== undefined) messages.push({ role: 'system', text: voice.systemText })
  let atMs = plan.atMs
  for (let turn = 0; turn < turns; turn++) {
    messages.push({
      role: 'user',
      text: styled(voice, promptOf(plan, turn, topic, language, random)),
    })
    const isFailed = happens(random, 0.012)
    const reply = replyOf(voice, topic, language, random)
    emit({
      id: `req_${hex(random, 14)}`,
      account,
      atMs: Math.floor(atMs),
      tookMs: Math.floor(400 + random() * 5000),
      conversation,
      messages: [...messages],
      reply: isFailed ? { role: 'assistant', text: '' } : reply,
      address: isProxied && visit === undefined ? drawAddress(voice.routes, atMs, random) : address,
      agent,
      model,
      isFailed,
    })
    if (isFailed) return
    messages.push(reply)
    if (reply.call !== undefined) messages.push({ role: 'tool', text: 'ok', call: reply.call })
    atMs += (1 + random() * 9) * MINUTE_MS
  }
}

function promptOf(
  { voice, session }: Session,
  turn: number,
  topic: Topic,
  language: Voice['languages'][number][0],
  random: Random,
): string {
  if (turn > 0) return composeFollowUp(random, language, topic, voice)
  const used = voice.uses[session - voice.visits.length]
  if (used !== undefined) return composeUse(random, language, used, voice)
  if (voice.copied !== undefined && (session === 0 || happens(random, 0.1))) return voice.copied
  if (voice.script !== undefined && happens(random, 0.85))
    return composeFromScript(random, language, voice.script, voice)
  const text = composePrompt(random, language, topic, voice)
  return voice.phrases.length > 0 && happens(random, 0.3)
    ? `${text} ${pick(random, voice.phrases)}`
    : text
}

function replyOf(
  voice: Voice,
  topic: Topic,
  language: Voice['languages'][number][0],
  random: Random,
): Message {
  if (isCodeTopic(topic) && happens(random, 0.12)) {
    const [name, args] = composeCall(random, voice)
    return { role: 'assistant', text: '', call: { id: `call_${hex(random, 10)}`, name, args } }
  }
  return { role: 'assistant', text: composeReply(random, language, topic, voice) }
}

function drawTurns(mean: number, random: Random): number {
  let turns = 1
  while (turns < TURNS_MAX && happens(random, 1 - 1 / mean)) turns++
  return turns
}

function machineBeat(
  voice: Voice,
  startMs: number,
  endMs: number,
  count: number,
  random: Random,
): ((session: number) => number) | null {
  if (voice.rhythm.kind !== 'machine') return null
  const stepMs = Math.max(
    MINUTE_MS,
    Math.floor((endMs - startMs - HOUR_MS) / count / MINUTE_MS) * MINUTE_MS,
  )
  const offsetMs = Math.floor(random() * 50_000)
  return (session) => startMs + session * stepMs + offsetMs + random() * 900
}

/** Habits of writing that a person keeps: small letters, no full stop, hurried marks. */
function styled(voice: Voice, text: string): string {
  switch (voice.style) {
    case 1:
      return text.length < 400 ? (text[0] as string).toLowerCase() + text.slice(1) : text
    case 2:
      return text.replace(/[.。]$/, '')
    case 3:
      return text.replace(/([?？!])$/, '$1$1')
    case 4:
      return `${text} ...`
    default:
      return text
  }
}
