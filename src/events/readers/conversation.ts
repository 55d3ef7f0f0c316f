const SYSTEM = `('system', 'developer')`
const ASSISTANT = `('assistant', 'model', 'ai')`

/**
 * SQL columns `kinds` (1 system, 2 assistant, 3 the client's side), `client_end` and `new_from` over an
 * array of role texts: a request that repeats the conversation contributes what follows the last answer.
 * Answers at the very end are a prefill or the reply itself and do not hide the message before them.
 */
export function turns(roles: string): string {
  return `arrayMap(role -> multiIf(lower(role) IN ${SYSTEM}, 1, lower(role) IN ${ASSISTANT}, 2, 3), ${roles}) AS kinds,
    arrayLastIndex(kind -> kind = 3, kinds) AS client_end,
    arrayLastIndex(kind -> kind = 2, arraySlice(kinds, 1, client_end)) AS new_from`
}

/** SQL: the system and developer text among `texts`, which runs beside `kinds`. */
export function systemText(texts: string): string {
  return chosen(texts, 'kind = 1')
}

/** SQL: the user's and the tools' new text among `texts`, which runs beside `kinds`. */
export function newText(texts: string): string {
  return chosen(texts, 'kind = 3 AND place > new_from')
}

/** One pass: every further one would copy the texts once more. */
function chosen(texts: string, condition: string): string {
  return `arrayStringConcat(arrayFilter((text, kind, place) -> text != '' AND ${condition}, ${texts}, kinds,
    arrayEnumerate(kinds)), '\\n')`
}
