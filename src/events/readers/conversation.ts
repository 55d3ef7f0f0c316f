import { joined } from './reader.ts'

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
  return joined(`arrayFilter((text, kind) -> kind = 1, ${texts}, kinds)`)
}

/** SQL: the user's and the tools' new text among `texts`, which runs beside `kinds`. */
export function newText(texts: string): string {
  return joined(
    `arrayFilter((text, kind) -> kind = 3, arraySlice(${texts}, new_from + 1), arraySlice(kinds, new_from + 1))`,
  )
}
