import {
  bareText,
  completionOf,
  ITEMS_TYPE,
  itemRoles,
  itemTexts,
  RESPONSE_TYPE,
  textOrParts,
  toolCallsOf,
} from './bodies.ts'
import { newText, systemText, turns } from './conversation.ts'
import { faultOf, firstOf, instant, joined, type Reader } from './reader.ts'

const CALL_TYPE = `Tuple(
  id String, event_id String, request_id String, ts String, account_id String, org_id String, api_key_id String,
  end_user_id String, conversation_id String, ip String, user_agent String, operation String, status String,
  request Tuple(model String, messages ${ITEMS_TYPE}, input ${ITEMS_TYPE}, prompt String, system String, instructions String,
    user String, safety_identifier String, metadata Tuple(user_id String), previous_response_id String),
  response ${RESPONSE_TYPE})`

const LIST = `multiIf(notEmpty(call.request.messages), 'messages', call.request.prompt != '', 'prompt', 'input')`

const SYSTEM = textOrParts('call.request.system', `'request', 'system'`)

/** `{ts, account_id, ip, user_agent, request, response}` around an OpenAI or Anthropic body. */
export const envelope: Reader = {
  name: 'envelope',
  recognizes: (keys) => keys.has('request') && (keys.has('account_id') || keys.has('ts')),
  select: (records) => `
SELECT file, number AS line, 0 AS part,
  multiIf(refused != '', refused, match(raw, '^["[n]'), '', raw = '', '',
    'the messages are neither text nor a list') AS reject,
  ${firstOf('call.event_id', 'call.id', 'call.request_id', 'call.response.id')} AS event_id,
  ${instant('call.ts')} AS instant,
  call.account_id AS account_id, call.org_id AS org_id, call.api_key_id AS api_key_id,
  ${firstOf('call.end_user_id', 'call.request.safety_identifier', 'call.request.user', 'call.request.metadata.user_id')} AS end_user_id,
  ${firstOf('call.conversation_id', 'call.request.previous_response_id')} AS conversation_id,
  call.ip AS address, call.user_agent AS user_agent,
  ${firstOf('call.request.model', 'call.response.model')} AS model,
  if(call.operation = '', 'chat', call.operation) AS operation,
  multiIf(call.status != '', call.status, call.response.error != '', 'failure', 'success') AS status,
  ${joined(`[${SYSTEM}, call.request.instructions, ${systemText('texts')}]`)} AS system_text,
  if(is_bare, ${bareText('raw')}, ${newText('texts')}) AS prompt,
  ${completionOf('call.response')} AS completion,
  tools.1 AS tool_names, arrayStringConcat(arrayFilter(text -> text != '', tools.2), '\\n') AS tool_args,
  greatest(call.response.usage.prompt_tokens, call.response.usage.input_tokens) AS tokens_in,
  greatest(call.response.usage.completion_tokens, call.response.usage.output_tokens) AS tokens_out
FROM (
  SELECT file, number, record, call, refused, is_bare, raw, tools,
    ${turns(itemRoles('items'))},
    ${itemTexts('items', `'request', list`)}
  FROM (
    SELECT file, number, record, call,
      ${LIST} AS list,
      if(list = 'messages', call.request.messages, call.request.input) AS items,
      ${faultOf(`call.ts = '' OR call.account_id = ''`)} AS refused,
      NOT arrayExists(item -> item.role != '' OR item.type != '', items) AS is_bare,
      if(is_bare, JSONExtractRaw(record, 'request', list), '') AS raw,
      ${toolCallsOf('call.response')} AS tools
    FROM (SELECT file, number, record, fault, JSONExtract(record, '${CALL_TYPE}') AS call FROM ${records})
  )
)`,
}
