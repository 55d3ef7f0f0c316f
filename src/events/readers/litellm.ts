import {
  bareText,
  completionOf,
  ITEMS_TYPE,
  itemRoles,
  itemTexts,
  RESPONSE_TYPE,
  toolCallsOf,
} from './bodies.ts'
import { newText, systemText, turns } from './conversation.ts'
import { faultOf, firstOf, instant, joined, type Reader } from './reader.ts'

const CALL_TYPE = `Tuple(
  id String, litellm_call_id String, trace_id String, call_type String, status String, model String, startTime String,
  end_user String, requester_ip_address String, prompt_tokens UInt32, completion_tokens UInt32,
  model_parameters Tuple(instructions String), messages ${ITEMS_TYPE}, response ${RESPONSE_TYPE},
  metadata Tuple(user_api_key_hash String, user_api_key_user_id String, user_api_key_org_id String,
    user_api_key_end_user_id String, requester_ip_address String, user_agent String))`

/** `acompletion` is `completion` called without waiting; chat calls of every provider's API are `chat`. */
const OPERATION = `replaceRegexpOne(
    replaceRegexpOne(call.call_type, '^a(completion|text_completion|embedding|responses|generate_content)$', '\\\\1'),
    '^(completion|responses|anthropic_messages)$', 'chat')`

const TEXT_RESPONSE = `if(empty(tools) AND JSONType(record, 'response') = 'String',
    JSONExtractString(record, 'response'), '')`

/** LiteLLM StandardLoggingPayload: one JSON object a call. */
export const litellm: Reader = {
  name: 'litellm',
  recognizes: (keys) =>
    keys.has('startTime') &&
    (keys.has('call_type') || keys.has('messages') || keys.has('response')) &&
    (keys.has('metadata') || keys.has('end_user') || keys.has('model_group')),
  select: (records) => `
SELECT file, number AS line, 0 AS part,
  multiIf(refused != '', refused, match(raw, '^["[n]'), '', raw = '', '',
    'the messages are neither text nor a list') AS reject,
  ${firstOf('call.id', 'call.litellm_call_id', 'call.response.id')} AS event_id,
  ${instant('call.startTime')} AS instant,
  ${firstOf('call.metadata.user_api_key_user_id', 'call.end_user', 'call.metadata.user_api_key_hash')} AS account_id,
  call.metadata.user_api_key_org_id AS org_id,
  call.metadata.user_api_key_hash AS api_key_id,
  ${firstOf('call.end_user', 'call.metadata.user_api_key_end_user_id')} AS end_user_id,
  call.trace_id AS conversation_id,
  ${firstOf('call.requester_ip_address', 'call.metadata.requester_ip_address')} AS address,
  call.metadata.user_agent AS user_agent,
  ${firstOf('call.model', 'call.response.model')} AS model,
  ${OPERATION} AS operation,
  call.status AS status,
  ${joined(`[call.model_parameters.instructions, ${systemText('texts')}]`)} AS system_text,
  if(is_bare, ${bareText('raw')}, ${newText('texts')}) AS prompt,
  ${firstOf(completionOf('call.response'), TEXT_RESPONSE)} AS completion,
  tools.1 AS tool_names, arrayStringConcat(arrayFilter(text -> text != '', tools.2), '\\n') AS tool_args,
  call.prompt_tokens AS tokens_in, call.completion_tokens AS tokens_out
FROM (
  SELECT file, number, record, call,
    ${faultOf(`call.startTime = ''`)} AS refused,
    NOT arrayExists(item -> item.role != '' OR item.type != '', call.messages) AS is_bare,
    if(is_bare, JSONExtractRaw(record, 'messages'), '') AS raw,
    ${toolCallsOf('call.response')} AS tools,
    ${turns(itemRoles('call.messages'))},
    ${itemTexts('call.messages', `'messages'`)}
  FROM (SELECT file, number, record, fault, JSONExtract(record, '${CALL_TYPE}') AS call FROM ${records})
)`,
}
