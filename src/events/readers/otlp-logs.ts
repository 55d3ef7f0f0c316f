import {
  ANY_VALUE_TYPE,
  ATTRIBUTES_TYPE,
  attribute,
  attributeTexts,
  beside,
  jsonOf,
} from './otlp.ts'
import { eventsOf, IS_CALL } from './otlp-calls.ts'
import { NOT_JSON, type Reader } from './reader.ts'

const EXPORT_TYPE = `Tuple(resourceLogs Array(Tuple(resource Tuple(attributes ${ATTRIBUTES_TYPE}), scopeLogs Array(Tuple(
  logRecords Array(Tuple(timeUnixNano String, observedTimeUnixNano String, traceId String, spanId String,
    eventName String, body ${ANY_VALUE_TYPE}, attributes ${ATTRIBUTES_TYPE})))))))`

/** A message of an older library: `role` from the event's name (none for an answer), the rest from its body. */
const MESSAGE = `multiIf(NOT is_message, '',
  startsWith(body, '{') AND length(body) > 2 AND isValidJSON(body),
    concat('{"role":"', message_role, '",', substring(body, 2)),
  concat('{"role":"', message_role, '","content":', toJSONString(if(body = '', ${attribute('', 'content')}, body)), '}'))`

/**
 * OTLP/HTTP JSON logs: GenAI events. The current event holds a whole call. Older libraries log each
 * message of a call as an event of its own; those of one span in one file are put together again.
 */
export const otlpLogs: Reader = {
  name: 'otlp-logs',
  recognizes: (keys) => keys.has('resourceLogs'),
  select: (records) =>
    eventsOf(`
SELECT file, min((number, place)).1 AS line, min((number, place)).2 AS part, any(refused) AS refused,
  any(if(is_message, concat(trace, '-', span, '/log'), '')) AS event_id, min(time) AS nanoseconds, max(is_failure) AS failed,
  any(owner.1) AS resource_names, any(owner.2) AS resource_values,
  groupArrayArray(own_names) AS names, groupArrayArray(own_values) AS values,
  arrayMap(one -> one.2, arraySort(one -> one.1, groupArray(((time, number, place), message)))) AS list,
  if(any(is_message), concat('[', arrayStringConcat(list, ','), ']'), '') AS event_json
FROM (
  SELECT file, number, place, refused, trace, span, time, owner, is_failure, names AS own_names, values AS own_values,
    is_message, ${MESSAGE} AS message, if(is_message AND span != '', (0, 0, trace, span), (number, place, '', '')) AS call
  FROM (
    SELECT *, has(names, 'error.type') AS is_failure,
      if(name != '', name, ${attribute('', 'event.name')}) AS event,
      match(event, '^gen_ai\\\\.([a-z]+\\\\.message|choice)$') AS is_message,
      extract(event, '^gen_ai\\\\.([a-z]+)\\\\.message$') AS message_role
    FROM (
      SELECT file, number, place, refused, owner, entry.eventName AS name,
        entry.traceId AS trace, entry.spanId AS span, ${jsonOf('entry.body')} AS body,
        if(entry.timeUnixNano IN ('', '0'), entry.observedTimeUnixNano, entry.timeUnixNano) AS time,
        entry.attributes.key AS names, ${attributeTexts('entry.attributes')} AS values
      FROM (
        SELECT file, number,
          multiIf(fault != '', fault, notEmpty(resources), '', NOT isValidJSON(record), '${NOT_JSON}',
            NOT JSONHas(record, 'resourceLogs'), 'not an OTLP log export', '') AS refused,
          arrayFlatten(resources.scopeLogs.logRecords) AS found,
          arrayResize(found, greatest(length(found), refused != '')) AS entries,
          arrayResize(${beside('resources', 'scopeLogs', 'logRecords')}, length(entries)) AS owners
        FROM (
          SELECT file, number, record, fault, JSONExtract(record, '${EXPORT_TYPE}').resourceLogs AS resources
          FROM ${records}
        )
      ) ARRAY JOIN entries AS entry, owners AS owner, arrayEnumerate(entries) AS place
    )
  )
  WHERE refused != '' OR is_message OR (${IS_CALL})
)
GROUP BY file, call`),
}
