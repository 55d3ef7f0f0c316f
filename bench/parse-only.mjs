// The yardstick: the engine parses the same files into declared columns and throws them away: usage, and a bundle where one is given.
import { Session } from 'chdb'

const session = new Session()
const message = 'Tuple(role String, content String)'
session.query(
  `SELECT * FROM file('${process.argv[2]}/*.jsonl', JSONEachRow, 'id String, trace_id String, call_type String, status String,
     model String, startTime Float64, endTime Float64, prompt_tokens UInt32, completion_tokens UInt32, requester_ip_address String,
     messages Array(${message}), response Tuple(id String, choices Array(Tuple(index UInt8, message ${message}, finish_reason String))),
     metadata Tuple(user_api_key_hash String, user_api_key_user_id String, user_agent String)') FORMAT Null`,
)
if (process.argv[3] !== undefined)
  session.query(
    `SELECT * FROM file('${process.argv[3]}', JSONEachRow, 'type String, id String, objects Array(Tuple(type String,
     spec_version String, id String, created String, modified String, valid_from String, confidence UInt8,
     pattern_type String, pattern String))') FORMAT Null SETTINGS input_format_parallel_parsing = 0`,
  )
session.close()
