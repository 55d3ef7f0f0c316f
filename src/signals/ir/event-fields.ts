/** How a field is kept: text, a list of texts, a number, or an instant. */
export type FieldType = 'text' | 'list' | 'number' | 'time'

export interface EventField {
  readonly type: FieldType
  /** SQL of the field over a row of `events`: fixed text, never from a rule. */
  readonly sql: string
  /** Long text whose expressions are searched in one pass and remembered. */
  readonly isScanned: boolean
  /** What it holds, for the reference. */
  readonly meaning: string
}

/** Letters of other scripts that look like Latin ones, and what they look like. */
export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    е: 'e',
    о: 'o',
    р: 'p',
    с: 'c',
    у: 'y',
    х: 'x',
    і: 'i',
    ј: 'j',
    ѕ: 's',
    һ: 'h',
    ԁ: 'd',
    ԛ: 'q',
    ԝ: 'w',
    А: 'A',
    В: 'B',
    Е: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    Х: 'X',
    І: 'I',
    Ј: 'J',
    Ѕ: 'S',
    У: 'Y',
    α: 'a',
    ο: 'o',
    ν: 'v',
    ρ: 'p',
    υ: 'u',
    ι: 'i',
    κ: 'k',
    Α: 'A',
    Β: 'B',
    Ε: 'E',
    Ζ: 'Z',
    Η: 'H',
    Ι: 'I',
    Κ: 'K',
    Μ: 'M',
    Ν: 'N',
    Ο: 'O',
    Ρ: 'P',
    Τ: 'T',
    Υ: 'Y',
    Χ: 'X',
    ı: 'i',
    ɡ: 'g',
    '–': '-',
    '—': '-',
    '‒': '-',
    '―': '-',
    '−': '-',
    '‘': "'",
    '’': "'",
    '“': '"',
    '”': '"',
  }),
)
/** Characters that show nothing: soft hyphen, zero-width, direction marks, variation selectors. */
export const INVISIBLE_CHARACTERS =
  '[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]'

const [from, to] = [[...LOOK_ALIKES.keys()].join(''), [...LOOK_ALIKES.values()].join('')]
/** Cyrillic or Greek letters that look like nothing Latin: a text that holds one is native, and stays as it is. */
export const NATIVE: string = `[бвгджзийклмнптфцчшщъыьэюяБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯёЁїЇєЄґҐβγδεζηθλμξπστφχψωΓΔΘΛΞΠΣΦΨΩάέήίόύώς]`

/** SQL that folds a text: NFKC, invisible characters out, look-alike letters to Latin unless the text is native. */
export function foldSql(column: string): string {
  const shown = `replaceRegexpAll(normalizeUTF8NFKC(toValidUTF8(${column})), '${INVISIBLE_CHARACTERS}', '')`
  const sqlText = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`
  return (
    `if(isValidASCII(${column}), ${column}, ` +
    `if(match(${column}, '${NATIVE}'), ${shown}, translateUTF8(${shown}, ${sqlText(from)}, ${sqlText(to)})))`
  )
}

const ofKind = (kind: string): string =>
  `arrayMap(o -> o.value, arrayFilter(o -> o.kind = '${kind}', observables))`
const scanned = (name: string, meaning: string): EventField => ({
  type: 'text',
  sql: name,
  isScanned: true,
  meaning,
})
const text = (name: string, meaning: string): EventField => ({
  type: 'text',
  sql: name,
  isScanned: false,
  meaning,
})
const list = (sql: string, meaning: string): EventField => ({
  type: 'list',
  sql,
  isScanned: false,
  meaning,
})

/** Every field that a rule may ask about: the taxonomy of the log source `llm_usage` (docs/reference/llm-usage.md). */
export const EVENT_FIELDS: Readonly<Record<string, EventField>> = {
  prompt: scanned('prompt', 'what the user wrote in this request, new messages only'),
  prompt_folded: {
    ...scanned(
      'prompt',
      'the prompt in one spelling: NFKC, nothing invisible, look-alike letters as Latin ones',
    ),
    sql: foldSql('prompt'),
  },
  completion: scanned('completion', 'what the model answered'),
  system_text: scanned('system_text', 'the system or developer message'),
  tool_args: scanned('tool_args', 'arguments of tool calls, as JSON text'),
  user_agent: scanned('user_agent', 'the client, as it names itself'),
  tool_names: list('tool_names', 'tools that were called'),
  ip: text('ip', 'address that the request came from'),
  model: text('model', 'model asked for'),
  operation: text('operation', 'chat, text_completion, embeddings, …'),
  status: text('status', 'success, failure or empty'),
  source: text('source', 'format that the event was read from'),
  event_id: text('event_id', 'id of the request'),
  account_id: text('account_id', 'the account'),
  org_id: text('org_id', 'its organisation'),
  api_key_id: text('api_key_id', 'hash or name of the key'),
  end_user_id: text('end_user_id', 'the person behind the account, where its service says so'),
  conversation_id: text('conversation_id', 'the conversation'),
  tokens_in: {
    type: 'number',
    sql: 'tokens_in',
    isScanned: false,
    meaning: 'tokens of the request',
  },
  tokens_out: {
    type: 'number',
    sql: 'tokens_out',
    isScanned: false,
    meaning: 'tokens of the answer',
  },
  ts: { type: 'time', sql: 'ts', isScanned: false, meaning: 'when, UTC' },
  prompt_chars: {
    type: 'number',
    sql: 'lengthUTF8(prompt)',
    isScanned: false,
    meaning: 'characters of the prompt',
  },
  'observable.ip': list(ofKind('ip'), 'addresses met in the request, its origin too'),
  'observable.domain': list(ofKind('domain'), 'domains met in the request'),
  'observable.url': list(ofKind('url'), 'URLs met in the request'),
  'observable.email': list(ofKind('email'), 'e-mail addresses met in the request'),
  'observable.hash': list(ofKind('hash'), 'file hashes met in the request'),
  'observable.cve': list(ofKind('cve'), 'CVE ids met in the request'),
  'observable.file': list(ofKind('file'), 'file names met in the request'),
  'observable.path': list(ofKind('path'), 'paths met in the request'),
  'observable.wallet': list(ofKind('wallet'), 'wallet addresses met in the request'),
}

/** Other names of the same fields: OpenTelemetry's, and those that rules use. */
export const FIELD_ALIASES: Readonly<Record<string, string>> = {
  'gen_ai.conversation.id': 'conversation_id',
  'gen_ai.operation.name': 'operation',
  'gen_ai.request.model': 'model',
  'gen_ai.response.id': 'event_id',
  'gen_ai.usage.input_tokens': 'tokens_in',
  'gen_ai.usage.output_tokens': 'tokens_out',
  'gen_ai.tool.name': 'tool_names',
  'gen_ai.tool.call.arguments': 'tool_args',
  'gen_ai.system_instructions': 'system_text',
  'gen_ai.input.messages': 'prompt',
  'gen_ai.output.messages': 'completion',
  'client.address': 'ip',
  'user_agent.original': 'user_agent',
  'user.id': 'account_id',
  'enduser.id': 'end_user_id',
  'session.id': 'conversation_id',
  timestamp: 'ts',
  src_ip: 'ip',
}

/** The fields that a keyword without a field is looked for in. */
export const KEYWORD_FIELDS: readonly string[] = [
  'prompt',
  'completion',
  'system_text',
  'tool_args',
  'user_agent',
]

/** The event field of a name in a rule, or undefined. */
export function eventFieldName(name: string): string | undefined {
  if (Object.hasOwn(EVENT_FIELDS, name)) return name
  return Object.hasOwn(FIELD_ALIASES, name) ? FIELD_ALIASES[name] : undefined
}
