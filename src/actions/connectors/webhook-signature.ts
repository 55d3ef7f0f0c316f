import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { actionsError } from '../errors.ts'

/** What a webhook carries beside its body, under the header names of Standard Webhooks 1.0.0. */
export type WebhookHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>

/** Older and newer than this is a replay or a broken clock (Standard Webhooks 1.0.0). */
const TOLERANCE_S = 300
/** DER headers that make a raw ed25519 key one that Node reads (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** A new secret of 32 random bytes, one for each receiver. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}

/**
 * Signs `id.timestamp.body` with each key: `whsec_` gives `v1` (HMAC-SHA-256), `whsk_` gives `v1a` (ed25519). Several keys
 * let a receiver change over. `atS` is the second of this attempt; the id stays over retries.
 * Throws WB_ACTIONS_WEBHOOK_KEY for a key of another shape.
 */
export function signWebhook(
  keys: readonly string[],
  message: { readonly id: string; readonly atS: number; readonly body: string },
): WebhookHeaders {
  const { id, atS, body } = message
  const text = Buffer.from(`${id}.${atS}.${body}`, 'utf8')
  const signatures = keys.map((key) => {
    if (key.startsWith('whsk_'))
      return `v1a,${sign(null, text, privateKey(key)).toString('base64')}`
    return `v1,${hmac(key, text).toString('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(atS),
    'webhook-signature': signatures.join(' '),
  }
}

/**
 * Whether one of the signatures is of one of the keys (`whsec_` or `whpk_`), and the message not older or newer than five
 * minutes. Every signature is tried, and compared in constant time.
 */
export function verifyWebhook(
  keys: readonly string[],
  headers: WebhookHeaders,
  body: string,
  nowS: number,
): boolean {
  const stamp = headers['webhook-timestamp']
  if (!/^\d{1,12}$/.test(stamp) || Math.abs(nowS - Number(stamp)) > TOLERANCE_S) return false
  const text = Buffer.from(`${headers['webhook-id']}.${stamp}.${body}`, 'utf8')
  let isGood = false
  for (const part of headers['webhook-signature'].split(' ')) {
    const [version, value = ''] = part.split(',')
    const given = Buffer.from(value, 'base64')
    for (const key of keys) {
      if (version === 'v1' && key.startsWith('whsec_'))
        isGood = same(hmac(key, text), given) || isGood
      if (version === 'v1a' && key.startsWith('whpk_'))
        isGood = (given.length === 64 && verify(null, text, publicKey(key), given)) || isGood
    }
  }
  return isGood
}

function hmac(key: string, text: Buffer): Buffer {
  return createHmac('sha256', keyBytes(key, 'whsec_', 24, 64))
    .update(text)
    .digest()
}

function same(expected: Buffer, given: Buffer): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function privateKey(key: string): KeyObject {
  // A secret key of 64 bytes is the seed and then the public key.
  const seed = keyBytes(key, 'whsk_', 32, 64).subarray(0, 32)
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

function publicKey(key: string): KeyObject {
  const raw = keyBytes(key, 'whpk_', 32, 32)
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
}

function keyBytes(key: string, prefix: string, min: number, max: number): Buffer {
  const bytes = Buffer.from(key.slice(prefix.length), 'base64')
  if (key.startsWith(prefix) && bytes.length >= min && bytes.length <= max) return bytes
  throw actionsError(
    'WB_ACTIONS_WEBHOOK_KEY',
    `found a webhook key of another shape, wanted ${prefix} and ${min} to ${max} bytes in base64`,
    { hint: 'make a new one with newWebhookSecret and give it to the receiver' },
  )
}
