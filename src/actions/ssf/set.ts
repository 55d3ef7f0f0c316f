import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import type { SignalKey } from './signal-key.ts'

/** Whom an event is about (RFC 9493): `opaque` tells a receiver nothing that it does not know. */
export type SubjectId = Readonly<Record<string, unknown>> & { readonly format: string }

/** A security event token before it is signed and after it was verified (RFC 8417, SSF 1.0). */
export interface SecurityEvent {
  readonly jti: string
  readonly issuer: string
  readonly audience: string
  /** Seconds of Unix time. */
  readonly atS: number
  readonly subject: SubjectId
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Why a token is not taken: the codes of RFC 8935, section 2.4. */
export type SetFault =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'access_denied'

const TYP = 'secevent+jwt'
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA']
/** A clock ahead of ours by more than this is wrong. */
const SKEW_S = 300
const JTI_CHARS_MAX = 200

export async function signSet(key: SignalKey, event: SecurityEvent): Promise<string> {
  const { SignJWT } = await import('jose')
  const { jti, issuer, audience, atS, subject, type, body } = event
  return new SignJWT({ sub_id: subject, events: { [type]: body } })
    .setProtectedHeader({ alg: 'RS256', typ: TYP, kid: key.jwk.kid ?? '' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setJti(jti)
    .setIssuedAt(atS)
    .sign(key.privateKey)
}

/**
 * A token whose signature, issuer, audience and shape are right, or why it is not taken. `exp` and `sub` must not be there
 * (SSF 1.0, section 4.1): else an id token could pass for an event. Fields that are not known are passed over.
 */
export async function verifySet(
  token: string,
  keys: JWTVerifyGetKey,
  wanted: { readonly issuer: string; readonly audience: string; readonly nowS: number },
): Promise<SecurityEvent | SetFault> {
  const { errors, jwtVerify } = await import('jose')
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: wanted.issuer,
      audience: wanted.audience,
      typ: TYP,
      algorithms: ALGORITHMS,
      currentDate: new Date(wanted.nowS * 1000),
    })
    return eventOf(payload, wanted) ?? 'invalid_request'
  } catch (cause) {
    if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'iss')
      return 'invalid_issuer'
    if (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'aud')
      return 'invalid_audience'
    const isKey =
      cause instanceof errors.JWSSignatureVerificationFailed ||
      cause instanceof errors.JWKSNoMatchingKey ||
      cause instanceof errors.JOSEAlgNotAllowed
    return isKey ? 'invalid_key' : 'invalid_request'
  }
}

function eventOf(
  payload: JWTPayload,
  {
    issuer,
    audience,
    nowS,
  }: { readonly issuer: string; readonly audience: string; readonly nowS: number },
): SecurityEvent | undefined {
  const { jti, iat, exp, sub, sub_id: subject, events } = payload
  const entries = isObject(events) ? Object.entries(events) : []
  const [[type, body] = ['', undefined]] = entries
  const isSound =
    typeof jti === 'string' &&
    jti.length > 0 &&
    jti.length <= JTI_CHARS_MAX &&
    typeof iat === 'number' &&
    iat <= nowS + SKEW_S &&
    exp === undefined &&
    sub === undefined &&
    entries.length === 1 &&
    isObject(body) &&
    isObject(subject) &&
    typeof subject['format'] === 'string'
  if (!isSound) return undefined
  return { jti, issuer, audience, atS: iat, subject: subject as SubjectId, type, body }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
