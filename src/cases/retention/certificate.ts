import { createPublicKey, sign, verify } from 'node:crypto'
import type { AuditKey } from '../audit/audit-key.ts'
import { canonicalJson, type Json } from '../json.ts'
import type { CasesDb } from '../tables.ts'
import type { RetentionRow } from './run-retention.ts'

/** What was erased, when, by whom, under which policy: counts, never content. */
export interface Certified {
  readonly id: string
  readonly at: string
  readonly by: string
  readonly rows: readonly RetentionRow[]
}

export interface Certificate extends Certified {
  /** The canonical JSON that is signed, and its ed25519 signature by the key of the audit log, base64. */
  readonly text: string
  readonly signature: string
}

export function signCertificate(certified: Certified, key: AuditKey): Certificate {
  const text = canonicalJson({ type: 'windbreak-deletion-1', ...certified } as unknown as Json)
  const signature = sign(null, Buffer.from(text, 'utf8'), key.privateKey).toString('base64')
  return { ...certified, text, signature }
}

/** Whether a certificate is what the holder of the audit log's key signed. */
export function verifyCertificate(
  { text, signature }: Pick<Certificate, 'text' | 'signature'>,
  key: AuditKey,
): boolean {
  const publicKey = createPublicKey(key.privateKey)
  return verify(null, Buffer.from(text, 'utf8'), publicKey, Buffer.from(signature, 'base64'))
}

/** Certificates, the newest first, 200 at most. */
export async function listCertificates(
  db: CasesDb,
): Promise<ReadonlyArray<{ readonly text: string; readonly signature: string }>> {
  return db
    .selectFrom('deletion_certificates')
    .select(['text', 'signature'])
    .orderBy('at', 'desc')
    .limit(200)
    .execute()
}
