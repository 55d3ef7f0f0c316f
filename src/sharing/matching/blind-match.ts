import { randomUUID } from 'node:crypto'
import { ristretto255_oprf } from '@noble/curves/ed25519.js'
import { sharingError } from '../errors.ts'
import type { Identifier } from './identifiers.ts'

/** Values in one request: what a partner may ask in a day, too. More would let it try a directory of addresses. */
export const ASKED_MAX = 10_000
/** Values that an answer speaks of: each takes about 4 ms, so these are a few minutes. */
const HELD_MAX = 50_000
const FORM = 'windbreak-match-1'
/** Hex digits of an output that are sent: 128 bits, so that none is met by chance. */
const OUTPUT_DIGITS = 32
const { oprf } = ristretto255_oprf

/** What goes to the partner: points that say nothing of the values without the secret. */
export interface MatchRequest {
  readonly form: string
  readonly id: string
  readonly blinded: readonly string[]
}

/** What the asker keeps until the answer comes; the values in the order of `blinded`. */
export interface MatchSecret {
  readonly form: string
  readonly id: string
  readonly entries: ReadonlyArray<Identifier & { readonly blind: string }>
}

/** What comes back: the request's points under a key that is used once, and the partner's own outputs, sorted. */
export interface MatchAnswer {
  readonly form: string
  readonly id: string
  readonly evaluated: readonly string[]
  readonly held: readonly string[]
}

/**
 * Asks which of these values a partner has too, by an oblivious pseudorandom function (RFC 9497, ristretto255-SHA512).
 * The partner learns how many there are, and nothing else. Throws WB_SHARING_MATCH_LIMIT (exit 2).
 */
export function askMatch(identifiers: readonly Identifier[]): {
  readonly request: MatchRequest
  readonly secret: MatchSecret
} {
  refuseMany(identifiers.length, ASKED_MAX, 'asked for')
  const id = randomUUID()
  const blinded = identifiers
    .map((identifier) => ({ identifier, ...oprf.blind(bytesOf(identifier)) }))
    .map(({ identifier, blind, blinded: point }) => ({
      point: hexOf(point),
      entry: { ...identifier, blind: hexOf(blind) },
    }))
    // Points are chance, so that their order tells nothing of the order of the values.
    .sort((x, y) => (x.point < y.point ? -1 : 1))
  return {
    request: { form: FORM, id, blinded: blinded.map(({ point }) => point) },
    secret: { form: FORM, id, entries: blinded.map(({ entry }) => entry) },
  }
}

/**
 * Answers a request from the values held here. The key is made for this answer and forgotten: two answers cannot be
 * compared. Throws WB_SHARING_BAD_MATCH, WB_SHARING_MATCH_LIMIT (exit 2).
 */
export function answerMatch(request: MatchRequest, held: readonly Identifier[]): MatchAnswer {
  refuseMany(request.blinded.length, ASKED_MAX, 'asked for')
  refuseMany(held.length, HELD_MAX, 'held')
  const { secretKey } = oprf.generateKeyPair()
  const evaluated = request.blinded.map((point, index) =>
    onPoint(index, () => hexOf(oprf.blindEvaluate(secretKey, bytesOfHex(point)))),
  )
  const outputs = held.map((identifier) => {
    const input = bytesOf(identifier)
    const { blind, blinded } = oprf.blind(input)
    return outputOf(oprf.finalize(input, blind, oprf.blindEvaluate(secretKey, blinded)))
  })
  return { form: FORM, id: request.id, evaluated, held: outputs.sort() }
}

/** The values that both sides have. Throws WB_SHARING_BAD_MATCH (exit 2). */
export function readMatch(secret: MatchSecret, answer: MatchAnswer): readonly Identifier[] {
  if (answer.id !== secret.id || answer.evaluated.length !== secret.entries.length)
    throw badMatch('the answer is to another request')
  const held = new Set(answer.held)
  return secret.entries.flatMap(({ kind, value, blind }, index) => {
    const point = answer.evaluated[index] ?? ''
    const output = onPoint(index, () =>
      oprf.finalize(bytesOf({ kind, value }), bytesOfHex(blind), bytesOfHex(point)),
    )
    return held.has(outputOf(output)) ? [{ kind, value }] : []
  })
}

/** Reads a request that came from outside. Throws WB_SHARING_BAD_MATCH (exit 2). */
export function parseMatchRequest(text: string): MatchRequest {
  const { id, blinded } = parseForm(text)
  return { form: FORM, id, blinded: pointsOf(blinded, 'blinded') }
}

/** Reads an answer that came from outside. Throws WB_SHARING_BAD_MATCH (exit 2). */
export function parseMatchAnswer(text: string): MatchAnswer {
  const { id, evaluated, held } = parseForm(text)
  if (!isTexts(held)) throw badMatch('held is not a list of texts')
  return { form: FORM, id, evaluated: pointsOf(evaluated, 'evaluated'), held }
}

/** Reads back what `askMatch` gave to be kept. Throws WB_SHARING_BAD_MATCH (exit 2). */
export function parseMatchSecret(text: string): MatchSecret {
  const { id, entries } = parseForm(text)
  if (!Array.isArray(entries)) throw badMatch('there are no entries')
  return { form: FORM, id, entries: entries as MatchSecret['entries'] }
}

function parseForm(text: string): Record<string, unknown> & { id: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw badMatch('it is no JSON')
  }
  const { form, id } = (value ?? {}) as { form?: unknown; id?: unknown }
  if (form !== FORM || typeof id !== 'string') throw badMatch(`its form is not ${FORM}`)
  return { ...(value as object), id }
}

function pointsOf(value: unknown, name: string): string[] {
  if (isTexts(value) && value.every((point) => /^[0-9a-f]{64}$/.test(point))) return value
  throw badMatch(`${name} is not a list of points`)
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** The library throws on what is no point of the group. */
function onPoint<Result>(index: number, work: () => Result): Result {
  try {
    return work()
  } catch {
    throw badMatch(`point ${index} is none of the group`)
  }
}

function refuseMany(found: number, most: number, what: string): void {
  if (found > 0 && found <= most) return
  throw sharingError(
    'WB_SHARING_MATCH_LIMIT',
    `found ${found} values ${what}, wanted 1 to ${most}`,
    { hint: 'match suspects and what they share, not a whole directory' },
  )
}

function badMatch(reason: string): Error {
  return sharingError('WB_SHARING_BAD_MATCH', `found a match file that cannot be used: ${reason}`, {
    hint: 'give the files that match-request and match-answer wrote, unchanged',
  })
}

function bytesOf({ kind, value }: Identifier): Uint8Array {
  return Buffer.from(JSON.stringify([kind, value]), 'utf8')
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'))
}

function outputOf(output: Uint8Array): string {
  return hexOf(output).slice(0, OUTPUT_DIGITS)
}
