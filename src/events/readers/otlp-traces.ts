import { newText, systemText, turns } from './conversation.ts'
import {
  attribute,
  ATTRIBUTES_TYPE,
  identityColumns,
  instructionsFrom,
  jsonAttribute,
  KEYS,
  messagesFrom,
  messageTexts,
  messageToolCalls,
} from './otlp.ts'
import { firstOf, instant, joined, NOT_JSON, type Reader } from './reader.ts'

const EXPORT_TYPE = `Tuple(resourceSpans Array(Tuple(resource Tuple(attributes ${ATTRIBUTES_TYPE}), scopeSpans Array(Tuple(
  spans Array(Tuple(traceId String, spanId String, startTimeUnixNano String, attributes ${ATTRIBUTES_TYPE},
    events Array(Tuple(name String, attributes ${ATTRIBUTES_TYPE})), status Tuple(code String))))))))`

const IS_CALL = `arrayExists(key -> startsWith(key, 'gen_ai.'), span.attributes.key)
  AND ${attribute('span.attributes', 'gen_ai.operation.name')} != 'create_agent'`

const SPANS = `arrayFlatten(arrayMap(of -> arrayMap(scope -> arrayMap(span -> (span, of.resource.attributes),
  arrayFilter(span -> ${IS_CALL}, scope.spans)), of.scopeSpans), resources))`

/** An event of a span as a JSON message: its attributes, with the role from its name where they give none. */
const EVENT_MESSAGES = `concat('[', arrayStringConcat(arrayMap(event ->
  toJSONString(mapFromArrays(arrayPushBack(event.attributes.key, 'role'), arrayPushBack(
    arrayMap(value -> ${firstOf('value.stringValue', 'value.kvlistValue')}, event.attributes.value),
    extract(event.name, '^gen_ai\\\\.([a-z]+)\\\\.message$')))), told), ','), ']')`

/** Indexed attributes of older libraries: `gen_ai.prompt.0.role`, `gen_ai.prompt.0.content`. */
function indexed(side: string, field: string): string {
  const pattern = `^gen_ai\\\\.${side}\\\\.([0-9]+)\\\\.${field}$`
  return `arrayMap(pair -> pair.2, arraySort(pair -> pair.1, arrayFilter(pair -> isNotNull(pair.1),
    arrayMap(item -> (toUInt32OrNull(extract(item.key, '${pattern}')), item.value.stringValue), attributes))))`
}

/** OTLP/HTTP JSON traces: the GenAI spans of each export, one event a span; other spans are passed over. */
export const otlpTraces: Reader = {
  name: 'otlp-traces',
  recognizes: (keys) => keys.has('resourceSpans'),
  select: (records) => `
SELECT file, number AS line, part, refused AS reject,
  if(span.spanId = '', '', concat(span.traceId, '-', span.spanId)) AS event_id,
  ${instant('span.startTimeUnixNano')} AS instant,
  ${identityColumns('attributes', 'resource')},
  ${attribute('attributes', ...KEYS.operation)} AS operation,
  if(span.status.code IN ('2', 'STATUS_CODE_ERROR') OR has(attributes.key, 'error.type'), 'failure', 'success') AS status,
  ${joined(`[${instructionsFrom('system_json')}, ${systemText('texts')}]`)} AS system_text,
  if(empty(roles), input_json, ${newText('texts')}) AS prompt,
  ${joined(`if(empty(replies), [output_json], ${messageTexts('replies', 'reply_json')})`)} AS completion,
  arrayPushFront(tools.1, ${attribute('attributes', 'gen_ai.tool.name')}) AS tool_names,
  ${joined(`arrayPushFront(tools.2, ${jsonAttribute('attributes', 'gen_ai.tool.call.arguments')})`)} AS tool_args,
  toUInt32OrZero(${attribute('attributes', ...KEYS.tokensIn)}) AS tokens_in,
  toUInt32OrZero(${attribute('attributes', ...KEYS.tokensOut)}) AS tokens_out
FROM (
  SELECT *, ${turns('roles')}, ${messageToolCalls('replies')} AS tools
  FROM (
    SELECT *,
      multiIf(notEmpty(messages), messages.role, has_indexed, ${indexed('prompt', 'role')}, events_in.role) AS roles,
      multiIf(notEmpty(messages), ${messageTexts('messages', 'input_json')},
        has_indexed, arrayResize(${indexed('prompt', 'content')}, length(roles)),
        ${messageTexts('events_in', 'event_json')}) AS texts
    FROM (
      SELECT *,
        ${messagesFrom('input_json')} AS messages,
        multiIf(output_json != '', output_json, event_json) AS reply_json,
        if(output_json != '', ${messagesFrom('output_json')},
          if(has_indexed_reply, [], arrayFilter(m -> m.role = '', ${messagesFrom('event_json')}))) AS replies,
        arrayFilter(m -> m.role != '', ${messagesFrom('event_json')}) AS events_in
      FROM (
        SELECT file, number, part, refused, span, resource, attributes, told,
          has(attributes.key, 'gen_ai.prompt.0.role') AS has_indexed,
          has(attributes.key, 'gen_ai.completion.0.content') AS has_indexed_reply,
          ${jsonAttribute('attributes', ...KEYS.input)} AS input_json,
          if(has_indexed_reply, ${joined(indexed('completion', 'content'))}, ${jsonAttribute('attributes', ...KEYS.output)}) AS output_json,
          ${jsonAttribute('attributes', ...KEYS.system)} AS system_json,
          if(empty(told), '', ${EVENT_MESSAGES}) AS event_json
        FROM (
          SELECT file, number, part, refused, call.1 AS span, call.2 AS resource,
            arrayFilter(event -> match(event.name, '^gen_ai\\\\.([a-z]+\\\\.message|choice)$'), span.events) AS told,
            if(empty(span.events), span.attributes,
              arrayConcat(span.attributes, arrayFlatten(span.events.attributes))) AS attributes
          FROM (
            SELECT file, number, refused, arrayResize(calls, greatest(length(calls), refused != '')) AS spans
            FROM (
              SELECT file, number, ${SPANS} AS calls,
                multiIf(fault != '', fault, notEmpty(resources), '', NOT isValidJSON(record), '${NOT_JSON}',
                  NOT JSONHas(record, 'resourceSpans'), 'not an OTLP trace export', '') AS refused
              FROM (SELECT file, number, record, fault, JSONExtract(record, '${EXPORT_TYPE}').resourceSpans AS resources FROM ${records})
            )
          ) ARRAY JOIN spans AS call, arrayEnumerate(spans) AS part
        )
      )
    )
  )
)`,
}
