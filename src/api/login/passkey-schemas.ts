import { z } from 'zod'
import type { LoginResponse, RegistrationResponse } from '../../cases/index.ts'

/** Longer than any authenticator's answer; those with certificates in them are a few thousand characters. */
const BASE64_CHARS_MAX = 20_000
const BASE64 = z.string().min(1).max(BASE64_CHARS_MAX)
/** Kinds of extension that browsers answer, none of which are asked for here. */
const EXTENSIONS = z.record(z.string().max(100), z.unknown())

const CREDENTIAL = {
  id: BASE64,
  rawId: BASE64,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
  clientExtensionResults: EXTENSIONS.default({}),
}

/** What `navigator.credentials.create` gives, as JSON. Browsers add parts of their own, which are passed over. */
export const REGISTRATION = z.object({
  ...CREDENTIAL,
  response: z.object({ clientDataJSON: BASE64, attestationObject: BASE64 }),
}) as unknown as z.ZodType<RegistrationResponse>

/** What `navigator.credentials.get` gives, as JSON. */
export const LOGIN = z.object({
  ...CREDENTIAL,
  response: z.object({
    clientDataJSON: BASE64,
    authenticatorData: BASE64,
    signature: BASE64,
    userHandle: z.string().max(200).optional(),
  }),
}) as unknown as z.ZodType<LoginResponse>
