import { firstOf, joined } from './reader.ts'

const SCALARS = 'stringValue String, intValue String, doubleValue String, boolValue String'
const SCALAR_NAMES = ['stringValue', 'intValue', 'doubleValue', 'boolValue']
export const ANY_VALUE_TYPE: string = `Tuple(${SCALARS}, arrayValue String, kvlistValue String)`
export const ATTRIBUTES_TYPE: string = `Array(Tuple(key String, value ${ANY_VALUE_TYPE}))`

/** Levels of structured values: the list, the message, its parts, the part, the arguments of a call. */
const LEVELS = 5

const PART_TYPE =
  'Tuple(type String, content String, text String, name String, arguments String, response String, result String)'
const CALLS_TYPE =
  'Array(Tuple(name String, arguments String, function Tuple(name String, arguments String)))'
const MESSAGES_TYPE = `Array(Tuple(role String, content String, refusal String, parts Array(${PART_TYPE}), tool_calls ${CALLS_TYPE},
  message Tuple(role String, content String, refusal String, tool_calls ${CALLS_TYPE})))`
const CONTENT_PARTS_TYPE =
  'Array(Tuple(content Array(Tuple(type String, text String, content String))))'

/** SQL: a value's scalar as text, whichever it is. */
function scalarOf(value: string): string {
  return firstOf(...SCALAR_NAMES.map((name) => `${value}.${name}`))
}

/** SQL: the values of an attribute list as texts, beside its keys; structured values as plain JSON. */
export function attributeTexts(attributes: string): string {
  return `arrayMap(one -> ${jsonOf('one')}, ${attributes}.value)`
}

/** SQL: the values of an attribute list as texts, without structured ones. */
export function scalarTexts(attributes: string): string {
  return `arrayMap(one -> ${scalarOf('one')}, ${attributes}.value)`
}

/**
 * SQL: an attribute as text out of the columns `${prefix}names` and `${prefix}values`; the first key
 * that is present wins.
 */
export function attribute(prefix: string, ...keys: readonly string[]): string {
  const indexes = keys.map((key) => `indexOf(${prefix}names, '${key}')`)
  const last = indexes.at(-1) ?? '0'
  const tests = indexes.slice(0, -1).flatMap((index) => [`${index} > 0`, index])
  return `${prefix}values[${tests.length === 0 ? last : `multiIf(${tests.join(', ')}, ${last})`}]`
}

/**
 * SQL: a value of ANY_VALUE_TYPE as JSON text. A string is taken to be JSON already; a structured value is
 * rewritten as plain JSON, which is done only where there is one.
 */
export function jsonOf(value: string): string {
  const structured = `concat('{"arrayValue":', ${orNull(`${value}.arrayValue`)}, ',"kvlistValue":', ${orNull(`${value}.kvlistValue`)}, '}')`
  const typed = `JSONExtract(${structured}, '${structuredType(LEVELS, true)}')`
  return `if(${value}.arrayValue = '' AND ${value}.kvlistValue = '', ${scalarOf(value)},
    arrayMap(v -> ${plainJson('v', LEVELS, true)}, [${typed}])[1])`
}

function orNull(text: string): string {
  return `if(${text} = '', 'null', ${text})`
}

/** A list directly within a list has no meaning in GenAI attributes and stays as it is. */
function structuredType(levels: number, mayBeList: boolean): string {
  if (levels === 0) return ANY_VALUE_TYPE
  const list = mayBeList ? `Tuple(values Array(${structuredType(levels - 1, false)}))` : 'String'
  const inner = structuredType(levels - 1, true)
  return `Tuple(${SCALARS}, arrayValue ${list}, kvlistValue Tuple(values Array(Tuple(key String, value ${inner}))))`
}

/** SQL: a value of `structuredType(levels, mayBeList)` as plain JSON with text for every scalar. */
function plainJson(value: string, levels: number, mayBeList: boolean): string {
  if (levels === 0)
    return `toJSONString(${firstOf(scalarOf(value), `${value}.arrayValue`, `${value}.kvlistValue`)})`
  const [one, pair] = [`v${levels}`, `p${levels}`]
  const list = `notEmpty(${value}.arrayValue.values), concat('[', arrayStringConcat(arrayMap(${one} ->
      ${plainJson(one, levels - 1, false)}, ${value}.arrayValue.values), ','), ']'),`
  const pairs = `concat('{', arrayStringConcat(arrayMap(${pair} ->
      concat(toJSONString(${pair}.key), ':', ${plainJson(`${pair}.value`, levels - 1, true)}), ${value}.kvlistValue.values), ','), '}')`
  return `multiIf(notEmpty(${value}.kvlistValue.values), ${pairs},
    ${mayBeList ? list : ''} toJSONString(${scalarOf(value)}))`
}

/** SQL: messages from JSON text; one object is taken as a list of one, anything else gives an empty list. */
export function messagesFrom(json: string): string {
  return `JSONExtract(if(startsWith(${json}, '{'), concat('[', ${json}, ']'), ${json}), '${MESSAGES_TYPE}')`
}

const NOT_TEXT = `('reasoning', 'blob', 'file', 'uri', 'tool_call', 'server_tool_call')`
const PART_TEXT = firstOf('part.content', 'part.text', 'part.response', 'part.result')

/** SQL: the text of each of `messages`, which were read from `json`: tool results, too, but not tool calls. */
export function messageTexts(messages: string, json: string): string {
  const contentParts = `if(arrayExists(message -> startsWith(message.content, '['), ${messages}),
    JSONExtract(${json}, '${CONTENT_PARTS_TYPE}'), [])`
  const partTexts = `arrayMap(part -> if(part.type IN ${NOT_TEXT}, '', ${PART_TEXT}), message.parts)`
  return `arrayMap((message, listed) -> multiIf(
      notEmpty(message.parts), ${joined(partTexts)},
      notEmpty(listed.content), ${joined(`arrayMap(part -> ${firstOf('part.text', 'part.content')}, listed.content)`)},
      ${joined('[message.content, message.refusal, message.message.content, message.message.refusal]')}),
    ${messages}, arrayResize(${contentParts}, length(${messages})))`
}

/** SQL: the tool calls in `messages` as `Array(Tuple(name, arguments))`. */
export function messageToolCalls(messages: string): string {
  const named = (calls: string): string =>
    `arrayMap(call -> (if(call.function.name != '', call.function.name, call.name),
      if(call.function.arguments != '', call.function.arguments, call.arguments)), ${calls})`
  return `arrayFilter(call -> call.1 != '', arrayFlatten(arrayMap(message -> arrayConcat(
    arrayMap(part -> (if(part.type IN ('tool_call', 'server_tool_call'), part.name, ''), part.arguments), message.parts),
    ${named('message.tool_calls')}, ${named('message.message.tool_calls')}), ${messages})))`
}

/** SQL: system instructions, a list of `{content}` or plain text, as text. */
export function instructionsFrom(json: string): string {
  const parts = `JSONExtract(${json}, 'Array(Tuple(content String, text String))')`
  return `if(startsWith(${json}, '['), ${joined(`arrayMap(part -> ${firstOf('part.content', 'part.text')}, ${parts})`)}, ${json})`
}

/** Attribute keys, current name first. */
export const KEYS = {
  operation: ['gen_ai.operation.name'],
  model: ['gen_ai.request.model', 'gen_ai.response.model'],
  conversation: ['gen_ai.conversation.id', 'session.id'],
  address: ['client.address', 'client.socket.address', 'http.client_ip', 'net.peer.ip'],
  userAgent: ['user_agent.original', 'http.user_agent'],
  tokensIn: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  tokensOut: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  input: ['gen_ai.input.messages', 'gen_ai.prompt'],
  output: ['gen_ai.output.messages', 'gen_ai.completion'],
  system: ['gen_ai.system_instructions'],
} as const

/** SQL columns account_id to model out of an event's own attributes and, where they lack, its resource's. */
export function identityColumns(): string {
  const either = (...keys: readonly string[]): string =>
    firstOf(attribute('', ...keys), attribute('resource_', ...keys))
  const own = attribute('', 'user.id', 'enduser.id')
  return `${firstOf(own, attribute('resource_', 'user.id', 'enduser.id', 'service.name'))} AS account_id,
  ${either('organization.id', 'tenant.id')} AS org_id,
  ${either('api_key.id')} AS api_key_id,
  ${attribute('', 'enduser.id')} AS end_user_id,
  ${either(...KEYS.conversation)} AS conversation_id,
  ${either(...KEYS.address)} AS address,
  ${either(...KEYS.userAgent)} AS user_agent,
  ${attribute('', ...KEYS.model)} AS model`
}

/** SQL: the attributes of each resource as `(keys, texts)`, repeated beside each of its `entries`. */
export function beside(resources: string, scopes: string, entries: string): string {
  const count = `arraySum(arrayMap(scope -> length(scope.${entries}), of.${scopes}))`
  const own = `(of.resource.attributes.key, ${scalarTexts('of.resource.attributes')})`
  return `arrayFlatten(arrayMap(of -> arrayResize([${own}], ${count}, ${own}), ${resources}))`
}
