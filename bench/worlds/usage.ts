import { type Chance, chanceFrom } from './chance.ts'
import { type Draft, WORLD_DAYS } from './draft.ts'
import { type Habits, addressOn, DAY_MS, type Plan, type Scripted } from './plan.ts'
import { answer, speak } from './speech.ts'

/** One request of an account, as both formats print it. */
export interface Request {
  readonly at: number
  readonly account: string
  readonly address: string
  readonly agent: string
  readonly conversation: string
  readonly earlier: string | null
  readonly text: string
  readonly reply: string
  readonly model: string
  readonly tool: string | null
  readonly byGateway: boolean
  readonly id: string
  readonly uses: readonly string[]
}

const MODELS = ['m-large', 'm-large', 'm-small', 'm-code', 'm-large-2']

/** All requests of an account, in no order. */
export function requestsOf(draft: Draft, plan: Plan): Request[] {
  const { habits } = plan
  const chance = chanceFrom(`${draft.options.seed}/requests/${plan.id}`)
  const requests: Request[] = []
  const model = chance.pick(MODELS)
  let left = habits.requests
  while (left > 0) {
    const day = sessionDay(habits, draft, chance)
    const size = Math.min(left, chance.whole(1, habits.perSession * 2 - 1))
    const session = openSession(draft, plan, day, chance)
    let earlier: string | null = null
    for (let turn = 0; turn < size; turn++) {
      const text = speak(habits, chance)
      const isRepeat = turn > 0 && chance.happens(draft.traits.real('usage/repeats', 0, 0.5))
      requests.push(request(session, plan, model, turn, text, isRepeat ? earlier : null, chance))
      earlier = text
    }
    left -= size
  }
  for (const item of habits.scripted) {
    const session = openSession(draft, plan, item.day, chance)
    requests.push(request(session, plan, model, 0, item.text, null, chance, item))
  }
  return requests
}

interface Session {
  readonly at: number
  readonly address: () => string
  readonly agent: string
  readonly conversation: string
}

function sessionDay(habits: Habits, draft: Draft, chance: Chance): number {
  for (let attempt = 0; attempt < 6; attempt++) {
    const day = chance.whole(habits.firstDay, Math.min(habits.lastDay, WORLD_DAYS - 1))
    const weekday = new Date(draft.startAt + day * DAY_MS).getUTCDay()
    if ((weekday !== 0 && weekday !== 6) || chance.happens(habits.weekend)) return day
  }
  return habits.firstDay
}

function openSession(draft: Draft, plan: Plan, day: number, chance: Chance): Session {
  const { habits } = plan
  const hour = habits.isAutomated
    ? chance.whole(0, 23)
    : chance.real(habits.fromHour, habits.toHour) - habits.utcOffset
  const wanted = draft.startAt + day * DAY_MS + hour * 3600_000
  const end = draft.startAt + WORLD_DAYS * DAY_MS - 3600_000
  // Nobody asks before the account exists, and nothing happens outside the window.
  const at = Math.min(end, Math.max(wanted, draft.startAt, plan.createdAt + 120_000))
  const address = addressOn(habits, day, chance)
  return {
    at: Math.floor(at),
    address: habits.rotates === null ? (): string => address : habits.rotates,
    agent: chance.pick(habits.agents),
    conversation: `conv_${chance.hex(10)}`,
  }
}

function request(
  session: Session,
  plan: Plan,
  model: string,
  turn: number,
  text: string,
  earlier: string | null,
  chance: Chance,
  item: Partial<Scripted> = {},
): Request {
  const { habits } = plan
  const gap = habits.isAutomated ? 4_000 : chance.wide(15, 400) * 1000
  return {
    at: session.at + turn * gap + chance.whole(0, 999),
    account: plan.id,
    address: item.address ?? session.address(),
    agent: item.agent ?? session.agent,
    conversation: session.conversation,
    earlier,
    text,
    reply: answer(habits, chance),
    model,
    tool: item.tool ?? null,
    byGateway: habits.source === 'gateway' || (habits.source === 'both' && chance.happens(0.5)),
    id: chance.hex(24),
    uses: item.uses ?? [],
  }
}

/** A LiteLLM StandardLoggingPayload line. */
export function printGatewayLine(one: Request): string {
  const messages = [
    ...(one.earlier === null
      ? []
      : [
          { role: 'user', content: one.earlier },
          { role: 'assistant', content: 'OK.' },
        ]),
    { role: 'user', content: one.text },
  ]
  const tokens = Math.ceil(one.text.length / 4)
  const call = {
    id: `call_${one.id.slice(0, 8)}`,
    type: 'function',
    function: { name: 'run_command', arguments: one.tool },
  }
  const message = {
    role: 'assistant',
    content: one.reply,
    ...(one.tool === null ? {} : { tool_calls: [call] }),
  }
  return JSON.stringify({
    id: `chatcmpl-${one.id}`,
    trace_id: one.conversation,
    call_type: 'acompletion',
    stream: false,
    status: 'success',
    custom_llm_provider: 'openai',
    model: one.model,
    model_group: one.model,
    startTime: one.at / 1000,
    endTime: (one.at + 900) / 1000,
    prompt_tokens: tokens,
    completion_tokens: 24,
    total_tokens: tokens + 24,
    requester_ip_address: one.address,
    messages,
    response: {
      id: `chatcmpl-${one.id}`,
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message }],
    },
    metadata: {
      user_api_key_hash: `kh_${one.account.slice(5)}`,
      user_api_key_user_id: one.account,
      requester_ip_address: one.address,
      user_agent: one.agent,
    },
  })
}

/** One OTLP/HTTP JSON trace export with a span for each of the requests. */
export function printTraceLine(requests: readonly Request[]): string {
  const text = (value: string): unknown => ({ stringValue: value })
  const spans = requests.map((one) => {
    const part = (content: string): unknown => ({ type: 'text', content })
    const input = [
      ...(one.earlier === null
        ? []
        : [
            { role: 'user', parts: [part(one.earlier)] },
            { role: 'assistant', parts: [part('OK.')] },
          ]),
      { role: 'user', parts: [part(one.text)] },
    ]
    const call = {
      type: 'tool_call',
      id: `call_${one.id.slice(0, 8)}`,
      name: 'run_command',
      arguments: one.tool === null ? {} : (JSON.parse(one.tool) as unknown),
    }
    const output = [
      {
        role: 'assistant',
        parts: [part(one.reply), ...(one.tool === null ? [] : [call])],
        finish_reason: 'stop',
      },
    ]
    const values: ReadonlyArray<readonly [string, unknown]> = [
      ['gen_ai.operation.name', text('chat')],
      ['gen_ai.provider.name', text('openai')],
      ['gen_ai.request.model', text(one.model)],
      ['gen_ai.conversation.id', text(one.conversation)],
      ['user.id', text(one.account)],
      ['client.address', text(one.address)],
      ['user_agent.original', text(one.agent)],
      ['gen_ai.usage.input_tokens', { intValue: String(Math.ceil(one.text.length / 4)) }],
      ['gen_ai.usage.output_tokens', { intValue: '24' }],
      ['gen_ai.input.messages', text(JSON.stringify(input))],
      ['gen_ai.output.messages', text(JSON.stringify(output))],
    ]
    return {
      traceId: one.id.padEnd(32, '0'),
      spanId: one.id.slice(0, 16),
      name: `chat ${one.model}`,
      kind: 3,
      startTimeUnixNano: `${one.at}000000`,
      endTimeUnixNano: `${one.at + 900}000000`,
      attributes: values.map(([key, value]) => ({ key, value })),
    }
  })
  const service = { key: 'service.name', value: text('chat-api') }
  return JSON.stringify({
    resourceSpans: [
      { resource: { attributes: [service] }, scopeSpans: [{ scope: { name: 'gateway' }, spans }] },
    ],
  })
}
