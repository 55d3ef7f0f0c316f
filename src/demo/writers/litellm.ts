import type { Message, Request } from '../conversation.ts'
import { mix } from '../chance.ts'
import { tokensOf } from './tokens.ts'

const quote = JSON.stringify

/** One LiteLLM StandardLoggingPayload as a JSON line; times as epoch floats or as the text that file sinks write. */
export function litellmLine(request: Request, hasTextTimes: boolean): string {
  const { account, atMs, tookMs } = request
  const prompt = request.messages.reduce((sum, message) => sum + tokensOf(message.text), 4)
  const completion = request.isFailed ? 0 : tokensOf(request.reply.text) + 3
  const time = hasTextTimes ? textTime : floatTime
  const number = mix(account.index ^ 0x5f3759df)
  const user = number % 20 === 0 ? 'null' : quote(account.id)
  const agent = quote(request.agent)
  return (
    `{"id":"${request.id}","trace_id":"${request.conversation}","call_type":"acompletion","stream":false` +
    `,"status":"${request.isFailed ? 'failure' : 'success'}","custom_llm_provider":"openai","model":"${request.model}"` +
    `,"model_group":"${request.model}","api_base":"https://inference.harbour.example/v1"` +
    `,"startTime":${time(atMs)},"endTime":${time(atMs + tookMs)},"completionStartTime":${time(atMs + Math.floor(tookMs / 3))}` +
    `,"response_time":${tookMs / 1000},"prompt_tokens":${prompt},"completion_tokens":${completion}` +
    `,"total_tokens":${prompt + completion},"response_cost":${(prompt + 4 * completion) / 1e6},"cache_hit":false` +
    `,"request_tags":[],"end_user":${user === 'null' ? quote(account.id) : '""'}` +
    `,"requester_ip_address":"${request.address}","messages":[${request.messages.map(messageJson).join(',')}]` +
    `,"response":${responseJson(request, prompt, completion)}` +
    `,"error_str":${request.isFailed ? '"the upstream timed out"' : 'null'}` +
    `,"model_parameters":{"temperature":${(number % 10) / 10}},"metadata":{"user_api_key_hash":"${keyHash(account.index)}"` +
    `,"user_api_key_user_id":${user},"user_api_key_org_id":${quote(account.organization)}` +
    `,"requester_ip_address":"${request.address}","user_agent":${agent}}}`
  )
}

/** The hash under which a gateway knows an account's key. */
export function keyHash(index: number): string {
  let text = ''
  for (let part = 0; part < 8; part++)
    text += mix(index + part * 0x9e3779b9)
      .toString(16)
      .padStart(8, '0')
  return text
}

function messageJson(message: Message): string {
  if (message.role === 'tool')
    return `{"role":"tool","tool_call_id":"${message.call?.id ?? ''}","content":${quote(message.text)}}`
  if (message.call === undefined)
    return `{"role":"${message.role}","content":${quote(message.text)}}`
  return `{"role":"assistant","content":null,"tool_calls":[${callJson(message.call)}]}`
}

function callJson(call: NonNullable<Message['call']>): string {
  return `{"id":"${call.id}","type":"function","function":{"name":"${call.name}","arguments":${quote(call.args)}}}`
}

function responseJson(request: Request, prompt: number, completion: number): string {
  if (request.isFailed) return 'null'
  const reason = request.reply.call === undefined ? 'stop' : 'tool_calls'
  return (
    `{"id":"chatcmpl-${request.id.slice(4)}","object":"chat.completion","created":${Math.floor(request.atMs / 1000)}` +
    `,"model":"${request.model}","choices":[{"index":0,"finish_reason":"${reason}","message":${messageJson(request.reply)}}]` +
    `,"usage":{"prompt_tokens":${prompt},"completion_tokens":${completion},"total_tokens":${prompt + completion}}}`
  )
}

function floatTime(ms: number): string {
  return (ms / 1000).toFixed(3)
}

function textTime(ms: number): string {
  const text = new Date(ms).toISOString()
  return `"${text.slice(0, 10)} ${text.slice(11, 23)}000"`
}
