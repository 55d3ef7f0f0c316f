import type { Message, Request } from '../conversation.ts'
import { stableNumber } from '../chance.ts'
import { keyHash } from './litellm.ts'
import { tokensOf } from './tokens.ts'

const quote = JSON.stringify

/** Which spelling of the conventions a gateway follows: that of today, or the one before it was renamed. */
export type OtlpDialect = 'current' | 'older'

/** One OTLP/HTTP JSON export line around spans of one gateway. */
export function otlpLine(dialect: OtlpDialect, spans: readonly string[]): string {
  const service = dialect === 'current' ? 'chat-gateway' : 'edge-proxy'
  return (
    `{"resourceSpans":[{"resource":{"attributes":[${text('service.name', service)},${text('deployment.environment', 'production')}]}` +
    `,"scopeSpans":[{"scope":{"name":"${service}.genai","version":"${dialect === 'current' ? '2.3.0' : '0.9.1'}"}` +
    `,"spans":[${spans.join(',')}]}]}]}`
  )
}

/** One call as a span. */
export function otlpSpan(request: Request, dialect: OtlpDialect): string {
  const trace = stableNumber(request.conversation)
  const traceId = [0, 1, 2, 3].map((part) => hex8(trace, part)).join('')
  const spanId = [4, 5].map((part) => hex8(stableNumber(request.id), part)).join('')
  const prompt = request.messages.reduce((sum, message) => sum + tokensOf(message.text), 4)
  const completion = request.isFailed ? 0 : tokensOf(request.reply.text) + 3
  const attributes =
    dialect === 'current'
      ? current(request, prompt, completion)
      : older(request, prompt, completion)
  return (
    `{"traceId":"${traceId}","spanId":"${spanId}","name":"chat ${request.model}","kind":3` +
    `,"startTimeUnixNano":"${request.atMs}000000","endTimeUnixNano":"${request.atMs + request.tookMs}000000"` +
    `,"attributes":[${attributes.join(',')}],"status":{${request.isFailed ? '"code":2,"message":"timeout"' : ''}}}`
  )
}

function current(request: Request, prompt: number, completion: number): string[] {
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', request.model),
    text('gen_ai.response.model', request.model),
    text('gen_ai.response.id', request.id),
    text('gen_ai.conversation.id', request.conversation),
    text('user.id', request.account.id),
    text('client.address', request.address),
    text('user_agent.original', request.agent),
    whole('gen_ai.usage.input_tokens', prompt),
    whole('gen_ai.usage.output_tokens', completion),
    text(
      'gen_ai.input.messages',
      `[${request.messages.filter(isSpoken).map(partsJson).join(',')}]`,
    ),
  ]
  const system = request.messages.find((message) => message.role === 'system')
  if (system !== undefined)
    attributes.push(
      text('gen_ai.system_instructions', `[{"type":"text","content":${quote(system.text)}}]`),
    )
  if (request.isFailed) attributes.push(text('error.type', 'timeout'))
  else {
    const reason = request.reply.call === undefined ? 'stop' : 'tool_call'
    attributes.push(
      text(
        'gen_ai.output.messages',
        `[${partsJson(request.reply).slice(0, -1)},"finish_reason":"${reason}"}]`,
      ),
    )
  }
  return attributes
}

function older(request: Request, prompt: number, completion: number): string[] {
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.system', 'openai'),
    text('gen_ai.request.model', request.model),
    text('gen_ai.response.id', request.id),
    text('session.id', request.conversation),
    text('enduser.id', request.account.id),
    text('client.address', request.address),
    text('user_agent.original', request.agent),
    text('api_key.hash', keyHash(request.account.index).slice(0, 16)),
    whole('gen_ai.usage.prompt_tokens', prompt),
    whole('gen_ai.usage.completion_tokens', completion),
    text('gen_ai.prompt', `[${request.messages.map(plainJson).join(',')}]`),
  ]
  if (request.isFailed) attributes.push(text('error.type', 'timeout'))
  else attributes.push(text('gen_ai.completion', `[${plainJson(request.reply)}]`))
  return attributes
}

function isSpoken(message: Message): boolean {
  return message.role !== 'system'
}

function partsJson(message: Message): string {
  const { role, call } = message
  if (role === 'tool')
    return `{"role":"tool","parts":[{"type":"tool_call_response","id":"${call?.id ?? ''}","response":${quote(message.text)}}]}`
  if (call === undefined)
    return `{"role":"${role}","parts":[{"type":"text","content":${quote(message.text)}}]}`
  return (
    `{"role":"assistant","parts":[{"type":"tool_call","id":"${call.id}","name":"${call.name}"` +
    `,"arguments":${call.args}}]}`
  )
}

function plainJson(message: Message): string {
  const { role, call } = message
  if (call === undefined) return `{"role":"${role}","content":${quote(message.text)}}`
  if (role === 'tool')
    return `{"role":"tool","tool_call_id":"${call.id}","content":${quote(message.text)}}`
  return (
    `{"role":"assistant","content":"","tool_calls":[{"id":"${call.id}","type":"function"` +
    `,"function":{"name":"${call.name}","arguments":${quote(call.args)}}}]}`
  )
}

function text(key: string, value: string): string {
  return `{"key":"${key}","value":{"stringValue":${quote(value)}}}`
}

function whole(key: string, value: number): string {
  return `{"key":"${key}","value":{"intValue":"${value}"}}`
}

function hex8(number: number, part: number): string {
  return stableNumber('id', number, part).toString(16).padStart(8, '0')
}
