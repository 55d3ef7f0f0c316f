import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { casesError } from '../errors.ts'
import type { Hash } from './merkle.ts'

/** What a checkpoint says: that a log of `size` entries has this root (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Hash
}

/** A public key with its name. As text it is the verifier key of C2SP signed-note: `name+hash+key`. */
export interface VerifierKey {
  readonly name: string
  readonly id: Buffer
  readonly raw: Buffer
  readonly text: string
}

/** The algorithm byte of ed25519 in signed-note. */
const ED25519 = 1
/** The DER that stands before the 32 bytes of an ed25519 public key (RFC 8410). */
const PUBLIC_KEY_DER = Buffer.from('302a300506032b6570032100', 'hex')
/** The DER that stands before the 32 bytes of an ed25519 seed (RFC 8410). */
const PRIVATE_KEY_DER = Buffer.from('302e020100300506032b657004220420', 'hex')

export function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([PRIVATE_KEY_DER, seed]),
    format: 'der',
    type: 'pkcs8',
  })
}

/** The verifier key of a private one. */
export function verifierOf(name: string, key: KeyObject): VerifierKey {
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return verifier(name, der.subarray(PUBLIC_KEY_DER.length))
}

function verifier(name: string, raw: Buffer): VerifierKey {
  const typed = Buffer.concat([Buffer.of(ED25519), raw])
  const id = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4)
  return { name, id, raw, text: `${name}+${id.toString('hex')}+${typed.toString('base64')}` }
}

/** Reads a verifier key; only its one spelling is taken. Throws WB_CASES_AUDIT_KEY. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', , typed = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const bytes = Buffer.from(typed, 'base64')
  if (bytes.length === 33 && bytes[0] === ED25519) {
    const key = verifier(name, bytes.subarray(1))
    if (key.text === text) return key
  }
  throw casesError(
    'WB_CASES_AUDIT_KEY',
    'found no verifier key, wanted NAME+HASH+BASE64 of ed25519',
    {
      hint: 'windbreak audit key prints the one of a data folder',
    },
  )
}

/** The body and its signature, as text that ends with a line break. */
export function signCheckpoint(checkpoint: Checkpoint, name: string, key: KeyObject): string {
  const body = bodyOf(checkpoint)
  const { id } = verifierOf(name, key)
  const signature = Buffer.concat([id, sign(null, Buffer.from(body), key)]).toString('base64')
  return `${body}\n\u2014 ${name} ${signature}\n`
}

function bodyOf({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

const NOTE =
  /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:\u2014 [^\s+]+ [A-Za-z0-9+/]+=*\n)+)$/

/** Reads a note without judging its signatures; undefined when it is no checkpoint in its one spelling. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [, origin = '', size = '', base64 = ''] = NOTE.exec(note) ?? []
  if (origin === '') return undefined
  const checkpoint = { origin, size: Number(size), root: Buffer.from(base64, 'base64') }
  return note.startsWith(`${bodyOf(checkpoint)}\n`) ? checkpoint : undefined
}

/** The checkpoint that a note holds when this key signed it, else undefined. Other keys' signatures (witnesses) may stand beside. */
export function verifyCheckpoint(note: string, key: VerifierKey): Checkpoint | undefined {
  const checkpoint = readCheckpoint(note)
  if (checkpoint === undefined) return undefined
  const body = bodyOf(checkpoint)
  const publicKey = createPublicKey({
    key: Buffer.concat([PUBLIC_KEY_DER, key.raw]),
    format: 'der',
    type: 'spki',
  })
  const isSigned = note
    .slice(body.length + 1)
    .trimEnd()
    .split('\n')
    .some((line) => {
      const [, name, base64 = ''] = line.split(' ')
      const bytes = Buffer.from(base64, 'base64')
      return (
        name === key.name &&
        bytes.toString('base64') === base64 &&
        bytes.subarray(0, 4).equals(key.id) &&
        verify(null, Buffer.from(body), publicKey, bytes.subarray(4))
      )
    })
  return isSigned ? checkpoint : undefined
}
