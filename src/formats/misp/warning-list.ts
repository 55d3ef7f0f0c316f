import { asRecord, asText } from './read.ts'

/** How the values of a warning list are compared with an indicator's. */
type WarningMatch = 'cidr' | 'string' | 'hostname' | 'substring' | 'regex'

export interface WarningListHead {
  readonly name: string
  readonly match: WarningMatch
}

const MATCHES: readonly string[] = ['cidr', 'string', 'hostname', 'substring', 'regex']

/** The head of a MISP warning list (`{"name", "type", "list", …}`); undefined if it is none. */
export function readWarningListHead(value: unknown): WarningListHead | undefined {
  const head = asRecord(value)
  const name = asText(head['name'])
  const match = asText(head['type'])
  if (name === '' || !MATCHES.includes(match) || head['id'] !== undefined) return undefined
  return { name, match: match as WarningMatch }
}
