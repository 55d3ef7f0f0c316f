import type { Engine } from '../src/platform/index.ts'

/**
 * Writes LiteLLM lines of about 1.4 kB with the engine itself, so that ten million take minutes, not
 * hours. Everything follows from the row number: the same arguments give the same bytes. One request in
 * five carries a line of code with an address, a URL and a file name; accounts number a fiftieth of the requests.
 */
export async function makeUsage(
  engine: Engine,
  folder: string,
  requests: number,
  perFile = 1_000_000,
): Promise<void> {
  for (let first = 0; first < requests; first += perFile) {
    const count = Math.min(perFile, requests - first)
    const file = `${folder}/usage-${String(first / perFile).padStart(3, '0')}.jsonl`
    await engine.run(
      `INSERT INTO FUNCTION file('${file}', JSONEachRow) SELECT * EXCEPT text FROM (${REQUESTS})
       SETTINGS engine_file_truncate_on_insert = 1, output_format_json_escape_forward_slashes = 0`,
      {
        first,
        count,
        accounts: Math.max(1000, Math.floor(requests / 50)),
      },
    )
  }
}

/** A STIX 2.1 bundle of plain indicators, written in pieces; of every `every`th value most are ones that the usage holds. */
export async function makeBundle(
  engine: Engine,
  file: string,
  indicators: number,
  every: number,
): Promise<void> {
  const head = '{"type":"bundle","id":"bundle--9d3c7b8e-6f5a-4c1d-8e2f-0a1b2c3d4e5f","objects":['
  await engine.run(
    `INSERT INTO FUNCTION file('${file}', RawBLOB) SELECT concat({head:String}, arrayStringConcat(groupArray(line), ',\\n'), ']}')
     FROM (${INDICATORS}) SETTINGS engine_file_truncate_on_insert = 1, max_threads = 1`,
    { head, indicators, every },
  )
}

const WORD = `substring(lower(base58Encode(reinterpretAsString(cityHash64(w, 7) % 100000000))), 1, 3 + w % 6)`

const REQUESTS = `
  WITH (SELECT groupArray(${WORD}) FROM (SELECT number AS w FROM numbers(4000))) AS words
  SELECT concat('req_', toString(n)) AS id, concat('tr_', toString(intDiv(n, 3))) AS trace_id,
    'acompletion' AS call_type, 'success' AS status, 'openai' AS custom_llm_provider, 'm-large' AS model,
    1767225600 + intDiv(n, 20) + (n % 20) / 20 AS startTime, startTime + 1.5 AS endTime,
    140 AS prompt_tokens, 60 AS completion_tokens, 200 AS total_tokens, 0.0012 AS response_cost,
    concat('198.18.', toString(cityHash64(account, 1) % 256), '.', toString(cityHash64(account, 2) % 256)) AS requester_ip_address,
    concat(arrayStringConcat(arrayMap(i -> words[1 + cityHash64(n, i) % 4000], range(95)), ' '),
      if(n % 5 = 0, concat('\\nfetch("https://h', toString(n % 900001), '.example/p") from 203.0.113.', toString(n % 256),
                           ' in tool_', toString(n % 70001), '.py'), '')) AS text,
    [('system', 'You are a helpful assistant.'), ('user', text)]::Array(Tuple(role String, content String)) AS messages,
    tuple(id, [tuple(0, ('assistant', arrayStringConcat(arrayMap(i -> words[1 + cityHash64(n, i, 9) % 4000], range(45)), ' ')), 'stop')])
      ::Tuple(id String, choices Array(Tuple(index UInt8, message Tuple(role String, content String), finish_reason String))) AS response,
    tuple(hex(sipHash128(account)), concat('acct_', toString(account)), 'python-openai/1.40')
      ::Tuple(user_api_key_hash String, user_api_key_user_id String, user_agent String) AS metadata
  FROM (SELECT {first:UInt64} + number AS n, cityHash64(n) % {accounts:UInt64} AS account FROM numbers({count:UInt64}))`

const INDICATORS = `
  SELECT concat('{"type":"indicator","spec_version":"2.1","id":"indicator--', toString(reinterpretAsUUID(sipHash128(number))),
    '","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","valid_from":"2026-01-01T00:00:00Z","confidence":80,',
    '"pattern_type":"stix","pattern":"[', multiIf(number % 3 = 0, 'ipv4-addr', 'domain-name'), ':value = ''',
    multiIf(number % 3 = 0, IPv4NumToString(toUInt32(167772160 + cityHash64(number) % 1000000000)),
            number % {every:UInt64} = 0, concat('h', toString(number % 900001), '.example'),
            concat('c', toString(number), '.test')), ''']"}') AS line
  FROM numbers({indicators:UInt64})`
