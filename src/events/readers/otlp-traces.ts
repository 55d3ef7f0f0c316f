import { ATTRIBUTES_TYPE, attributeTexts, beside, scalarTexts } from './otlp.ts'
import { eventsOf, IS_CALL } from './otlp-calls.ts'
import { NOT_JSON, type Reader } from './reader.ts'

const EXPORT_TYPE = `Tuple(resourceSpans Array(Tuple(resource Tuple(attributes ${ATTRIBUTES_TYPE}), scopeSpans Array(Tuple(
  spans Array(Tuple(traceId String, spanId String, startTimeUnixNano String, attributes ${ATTRIBUTES_TYPE},
    events Array(Tuple(name String, attributes ${ATTRIBUTES_TYPE})), status Tuple(code String))))))))`

/** Events of a span as JSON messages: their attributes, with the role that the event's name gives. */
const EVENT_MESSAGES = `concat('[', arrayStringConcat(arrayMap(event ->
  toJSONString(mapFromArrays(arrayPushFront(event.attributes.key, 'role'), arrayPushFront(
    ${scalarTexts('event.attributes')}, extract(event.name, '^gen_ai\\\\.([a-z]+)\\\\.message$')))), told), ','), ']')`

const TOLD = `arrayFilter(event -> match(event.name, '^gen_ai\\\\.([a-z]+\\\\.message|choice)$'), span.events)`
const ATTRIBUTES = `if(empty(span.events), span.attributes,
  arrayConcat(span.attributes, arrayFlatten(span.events.attributes)))`

/** OTLP/HTTP JSON traces: the GenAI spans of each export, one event a span; other spans are passed over. */
export const otlpTraces: Reader = {
  name: 'otlp-traces',
  recognizes: (keys) => keys.has('resourceSpans'),
  select: (records) =>
    eventsOf(`
SELECT file, number AS line, part, refused,
  if(span.spanId = '', '', concat(span.traceId, '-', span.spanId)) AS event_id, span.startTimeUnixNano AS nanoseconds,
  span.status.code IN ('2', 'STATUS_CODE_ERROR') AS failed,
  owner.1 AS resource_names, owner.2 AS resource_values,
  attributes.key AS names, ${attributeTexts('attributes')} AS values,
  if(empty(told), '', ${EVENT_MESSAGES}) AS event_json
FROM (
  SELECT file, number, refused, part, span, owner, ${TOLD} AS told, ${ATTRIBUTES} AS attributes
  FROM (
    SELECT file, number,
      multiIf(fault != '', fault, notEmpty(resources), '', NOT isValidJSON(record), '${NOT_JSON}',
        NOT JSONHas(record, 'resourceSpans'), 'not an OTLP trace export', '') AS refused,
      arrayFlatten(resources.scopeSpans.spans) AS found,
      arrayResize(found, greatest(length(found), refused != '')) AS spans,
      arrayResize(${beside('resources', 'scopeSpans', 'spans')}, length(spans)) AS owners
    FROM (
      SELECT file, number, record, fault, JSONExtract(record, '${EXPORT_TYPE}').resourceSpans AS resources
      FROM ${records}
    )
  ) ARRAY JOIN spans AS span, owners AS owner, arrayEnumerate(spans) AS part
)
WHERE refused != '' OR (${IS_CALL})`),
}
