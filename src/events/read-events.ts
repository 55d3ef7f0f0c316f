import type { Engine } from '../platform/index.ts'

/** How an account used the service on a day, without a word of what it wrote. */
export interface UseOfDay {
  readonly day: string
  readonly model: string
  readonly operation: string
  readonly events: number
  readonly tokensIn: number
  readonly tokensOut: number
}

/** An event without its texts; of those the lengths in characters. */
export interface EventMetadata {
  readonly event: string
  readonly ts: string
  readonly source: string
  readonly model: string
  readonly operation: string
  readonly status: string
  readonly conversation: string
  readonly ip: string
  readonly userAgent: string
  readonly tools: readonly string[]
  readonly tokensIn: number
  readonly tokensOut: number
  readonly chars: number
}

export interface EventTexts {
  readonly system: string
  readonly prompt: string
  readonly completion: string
  readonly toolArguments: string
}

export interface EventWithTexts extends EventMetadata {
  readonly texts: EventTexts
}

/** Which events of an account: those that are named, or the newest before an instant. */
export interface EventChoice {
  readonly events?: readonly string[] | undefined
  /** UTC ISO; events at it are left out. */
  readonly before?: string | undefined
  readonly limit: number
}

/** A text that is longer is cut: who needs the rest reads the file that it came from. */
const TEXT_SHOWN_CHARS = 20_000

const METADATA = `event_id AS event, ts, source, model, operation, status, conversation_id AS conversation, ip,
  user_agent AS userAgent, tool_names AS tools, tokens_in AS tokensIn, tokens_out AS tokensOut,
  lengthUTF8(system_text) + lengthUTF8(prompt) + lengthUTF8(completion) + lengthUTF8(tool_args) AS chars`
const CHOSEN = `FROM events WHERE account_id = {account:String}
  AND ({all:Bool} OR event_id IN {events:Array(String)})
  AND ({before:String} = '' OR ts < parseDateTime64BestEffort(if({before:String} = '', '1970-01-02', {before:String}), 3, 'UTC'))
  ORDER BY ts DESC, event_id LIMIT {limit:UInt32}`

function paramsOf(account: string, { events, before = '', limit }: EventChoice) {
  return { account, events: events ?? [], all: events === undefined, before, limit }
}

/** Use of an account by day, model and operation, the newest day first; at most 1,000 rows. */
export async function readUse(engine: Engine, account: string): Promise<readonly UseOfDay[]> {
  return engine.rows<UseOfDay>(
    `SELECT toString(toDate(ts)) AS day, model, operation, count() AS events, sum(tokens_in) AS tokensIn, sum(tokens_out) AS tokensOut
     FROM events WHERE account_id = {account:String}
     GROUP BY day, model, operation ORDER BY day DESC, model, operation LIMIT 1000`,
    { account },
  )
}

/** Events of an account without their texts, the newest first. */
export async function readEventMetadata(
  engine: Engine,
  account: string,
  choice: EventChoice,
): Promise<readonly EventMetadata[]> {
  return engine.rows<EventMetadata>(`SELECT ${METADATA} ${CHOSEN}`, paramsOf(account, choice))
}

/** Events of an account with their texts, each cut to 20,000 characters, the newest first. */
export async function readEventTexts(
  engine: Engine,
  account: string,
  choice: EventChoice,
): Promise<readonly EventWithTexts[]> {
  type Row = EventMetadata & EventTexts
  const cut = (column: string, name: string) =>
    `substringUTF8(${column}, 1, ${TEXT_SHOWN_CHARS}) AS ${name}`
  const texts = [
    cut('system_text', 'system'),
    cut('prompt', 'prompt_shown'),
    cut('completion', 'completion_shown'),
    cut('tool_args', 'toolArguments'),
  ]
  const rows = await engine.rows<Row & { prompt_shown: string; completion_shown: string }>(
    `SELECT ${METADATA}, ${texts.join(', ')} ${CHOSEN}`,
    paramsOf(account, choice),
  )
  return rows.map(({ system, prompt_shown, completion_shown, toolArguments, ...metadata }) => ({
    ...metadata,
    texts: { system, prompt: prompt_shown, completion: completion_shown, toolArguments },
  }))
}
