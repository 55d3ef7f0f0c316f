import { newText, systemText, turns } from './conversation.ts'
import {
  attribute,
  identityColumns,
  instructionsFrom,
  KEYS,
  messagesFrom,
  messageTexts,
  messageToolCalls,
} from './otlp.ts'
import { instant, joined } from './reader.ts'

/** Indexed attributes of older libraries: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`. */
function indexed(side: string, field: string): string {
  const pattern = `^gen_ai\\\\.${side}\\\\.([0-9]+)\\\\.${field}$`
  return `arrayMap(pair -> pair.2, arraySort(pair -> pair.1, arrayFilter(pair -> isNotNull(pair.1),
    arrayMap((name, value) -> (toUInt32OrNull(extract(name, '${pattern}')), value), names, values))))`
}

/** Adds the messages of each call: `roles` and `texts` of what was sent, and `replies`. */
function conversations(calls: string): string {
  return `
SELECT *,
  multiIf(notEmpty(messages), messages.role, has_indexed, ${indexed('prompt', 'role')}, events_in.role) AS roles,
  multiIf(notEmpty(messages), ${messageTexts('messages', 'input_json')},
    has_indexed, arrayResize(${indexed('prompt', 'content')}, length(roles)),
    ${messageTexts('events_in', 'event_json')}) AS texts
FROM (
  SELECT *, ${messagesFrom('input_json')} AS messages,
    if(event_json = '', [], ${messagesFrom('event_json')}) AS event_messages,
    arrayFilter(message -> message.role != '', event_messages) AS events_in,
    if(output_json != '', output_json, event_json) AS reply_json,
    if(output_json != '', if(has_indexed_reply, [], ${messagesFrom('output_json')}),
      arrayFilter(message -> message.role = '', event_messages)) AS replies
  FROM (
    SELECT *,
      has(names, 'gen_ai.prompt.0.role') AS has_indexed,
      has(names, 'gen_ai.completion.0.content') AS has_indexed_reply,
      ${attribute('', ...KEYS.input)} AS input_json,
      if(has_indexed_reply, ${joined(indexed('completion', 'content'))}, ${attribute('', ...KEYS.output)}) AS output_json,
      ${attribute('', ...KEYS.system)} AS system_json
    FROM (${calls})
  )
)`
}

/** SQL: whether a row's `names` and `values` are of a GenAI call. */
export const IS_CALL: string = `arrayExists(name -> startsWith(name, 'gen_ai.'), names)
  AND ${attribute('', 'gen_ai.operation.name')} != 'create_agent'`

/**
 * The raw event columns out of calls with the columns file, line, part, refused, event_id, nanoseconds,
 * failed, names and values (attributes), resource_names and resource_values, and event_json: messages that
 * came as events, as a JSON list in which an answer has no role.
 */
export function eventsOf(calls: string): string {
  return `
SELECT file, line, part, refused AS reject, event_id,
  ${instant('nanoseconds')} AS instant,
  ${identityColumns()},
  ${attribute('', ...KEYS.operation)} AS operation,
  if(failed OR has(names, 'error.type'), 'failure', 'success') AS status,
  ${joined(`[${instructionsFrom('system_json')}, ${systemText('texts')}]`)} AS system_text,
  if(empty(roles), input_json, ${newText('texts')}) AS prompt,
  ${joined(`if(empty(replies), [output_json], ${messageTexts('replies', 'reply_json')})`)} AS completion,
  arrayPushFront(tools.1, ${attribute('', 'gen_ai.tool.name')}) AS tool_names,
  ${joined(`arrayPushFront(tools.2, ${attribute('', 'gen_ai.tool.call.arguments')})`)} AS tool_args,
  toUInt32OrZero(${attribute('', ...KEYS.tokensIn)}) AS tokens_in,
  toUInt32OrZero(${attribute('', ...KEYS.tokensOut)}) AS tokens_out
FROM (
  SELECT *, ${turns('roles')}, ${messageToolCalls('replies')} AS tools
  FROM (${conversations(calls)})
)`
}
