import { joined } from './reader.ts'

/**
 * The bodies that providers share: OpenAI Chat Completions, OpenAI Responses and Anthropic Messages.
 * Their lists are read as one: a message is `{role, content}`, a Responses item may lack the role and
 * carry `type` and `output` instead.
 */
export const ITEMS_TYPE = 'Array(Tuple(role String, type String, content String, output String))'

const PART_TYPE = 'Tuple(type String, text String, content String)'
const PARTS_TYPE = `Array(Tuple(content Array(${PART_TYPE}), output Array(${PART_TYPE})))`
const NESTED_TYPE = 'Array(Tuple(content Array(Tuple(content Array(Tuple(text String))))))'

const CALLS_TYPE = 'Array(Tuple(function Tuple(name String, arguments String)))'

export const RESPONSE_TYPE: string = `Tuple(
  id String, model String,
  choices Array(Tuple(text String, message Tuple(content String, refusal String, tool_calls ${CALLS_TYPE},
    function_call Tuple(name String, arguments String)))),
  output Array(Tuple(type String, name String, arguments String, input String,
    content Array(Tuple(text String, refusal String)))),
  content Array(Tuple(type String, text String, name String, input String)),
  error String,
  usage Tuple(prompt_tokens UInt32, completion_tokens UInt32, input_tokens UInt32, output_tokens UInt32))`

/** SQL: the role of each item of a list of messages or Responses items. */
export function itemRoles(items: string): string {
  return `arrayMap(item -> multiIf(item.role != '', item.role, endsWith(item.type, '_output'), 'tool',
    endsWith(item.type, '_call') OR item.type = 'reasoning', 'assistant', 'user'), ${items})`
}

/**
 * SQL columns that end in `texts`, beside `items`: text content as it stands, lists of parts joined. What is
 * text and what is a list is told by the JSON type, so text that looks like JSON is kept whole. The list is
 * read a second and third time only where content is a list and a tool result in it is one.
 * `path` is SQL for the keys that lead to the list in `record`.
 */
export function itemTexts(items: string, path: string): string {
  const isList = (text: string): string => `startsWith(${text}, '[')`
  const hasLists = `arrayExists(item -> ${isList('item.content')} OR ${isList('item.output')}, ${items})`
  const partTexts = `arrayMap((part, inner) -> multiIf(part.text != '', part.text,
      notEmpty(inner.content), ${joined('inner.content.text')}, part.content),
    part_list.content, arrayResize(inner_list.content, length(part_list.content)))`
  return `if(${hasLists}, JSONExtract(record, ${path}, '${PARTS_TYPE}'), []) AS parts,
    if(arrayExists(list -> arrayExists(part -> ${isList('part.content')}, list.content), parts),
      JSONExtract(record, ${path}, '${NESTED_TYPE}'), []) AS nested,
    if(empty(parts), if(arrayExists(item -> item.output != '', ${items}),
        arrayMap(item -> if(item.content != '', item.content, item.output), ${items}), ${items}.content),
      arrayMap((item, part_list, inner_list) -> multiIf(
          notEmpty(part_list.content), ${joined(partTexts)},
          notEmpty(part_list.output), ${joined('part_list.output.text')},
          item.content != '', item.content, item.output),
        ${items}, arrayResize(parts, length(${items})), arrayResize(nested, length(${items})))) AS texts`
}

/** SQL: a field that is text or a list of `{text}` parts, as text. */
export function textOrParts(value: string, path: string): string {
  const parts = `JSONExtract(record, ${path}, 'Array(Tuple(text String))').text`
  return `if(startsWith(${value}, '['), if(empty(${parts}), ${value}, ${joined(parts)}), ${value})`
}

/** SQL: the text of a list of plain texts, of one text, or of nothing, from its raw JSON. */
export function bareText(raw: string): string {
  return `multiIf(startsWith(${raw}, '"'), JSONExtractString(${raw}),
    startsWith(${raw}, '['), ${joined(`JSONExtract(${raw}, 'Array(String)')`)}, '')`
}

/** SQL: text and refusals of a response of RESPONSE_TYPE. Nearly all are one choice with nothing but content, which is copied once. */
export function completionOf(response: string): string {
  const isPlain = `length(${response}.choices) = 1 AND empty(${response}.output) AND empty(${response}.content)
      AND ${response}.choices.text[1] = '' AND ${response}.choices.message.refusal[1] = ''`
  const all = joined(`arrayConcat(
    arrayFlatten(arrayMap(choice -> [choice.message.content, choice.message.refusal, choice.text], ${response}.choices)),
    arrayFlatten(arrayMap(item -> arrayFlatten(arrayMap(part -> [part.text, part.refusal], item.content)), ${response}.output)),
    ${response}.content.text)`)
  return `if(${isPlain}, ${response}.choices.message.content[1], ${all})`
}

/** SQL: the tool calls of a response of RESPONSE_TYPE as `Array(Tuple(name, arguments))`. */
export function toolCallsOf(response: string): string {
  return `arrayFilter(call -> call.1 != '', arrayConcat(
    arrayFlatten(arrayMap(choice -> arrayPushBack(
      arrayMap(call -> (call.function.name, call.function.arguments), choice.message.tool_calls),
      (choice.message.function_call.name, choice.message.function_call.arguments)), ${response}.choices)),
    arrayMap(item -> (if(endsWith(item.type, '_call'), item.name, ''), if(item.arguments != '', item.arguments, item.input)),
      ${response}.output),
    arrayMap(block -> (if(endsWith(block.type, 'tool_use'), block.name, ''), block.input), ${response}.content)))`
}
