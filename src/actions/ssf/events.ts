import type { ActionKind } from '../ladder.ts'

const RISC = 'https://schemas.openid.net/secevent/risc/event-type/'
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/'
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type/'

export const VERIFICATION: string = `${SSF}verification`
export const STREAM_UPDATED: string = `${SSF}stream-updated`

/** What each action is as a security event, done and taken back. Actions that no event tells of are not here. */
export const EVENT_OF: Readonly<
  Partial<Record<ActionKind, { readonly apply: string; readonly revert?: string }>>
> = {
  suspend: { apply: `${RISC}account-disabled`, revert: `${RISC}account-enabled` },
  terminate: { apply: `${RISC}account-disabled`, revert: `${RISC}account-enabled` },
  'revoke-sessions': { apply: `${CAEP}session-revoked` },
  'require-verification': { apply: `${RISC}account-credential-change-required` },
}

/** The event types that a receiver may ask for. */
export const EVENT_TYPES: readonly string[] = [
  ...new Set(
    Object.values(EVENT_OF).flatMap(({ apply, revert }) => [
      apply,
      ...(revert === undefined ? [] : [revert]),
    ]),
  ),
]

/**
 * What an event says of itself. CAEP events tell who began them and when; RISC events of an account that was closed give
 * no reason: why stays with us, and a partner who needs it has an agreement and a finding.
 */
export function eventBody(type: string, atS: number): Readonly<Record<string, unknown>> {
  if (!type.startsWith(CAEP)) return {}
  const reason_admin = { en: 'Sessions ended by the service' }
  return { event_timestamp: atS, initiating_entity: 'policy', reason_admin }
}
