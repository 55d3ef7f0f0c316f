import { z } from 'zod'
import { platformError } from '../errors.ts'
import { SecretText } from './secret-text.ts'

/** A call with places to fill in; a header may be a secret. */
export interface CallSettings {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string | SecretText>> | undefined
  readonly body?: unknown
}

export interface ReadCallSettings extends CallSettings {
  readonly pointer: string
  readonly equals: string | number | boolean
}

/** A way into the service, as the file of settings describes it; what the words mean is the layer of actions' to say. */
export type ConnectorSettings =
  | {
      readonly type: 'webhook'
      readonly url: string
      readonly keys: readonly SecretText[]
      readonly actions: readonly string[]
      readonly targets: readonly string[]
      readonly read?: ReadCallSettings | undefined
    }
  | {
      readonly type: 'scim'
      readonly url: string
      readonly token: SecretText
      readonly lookup: 'id' | 'userName' | 'externalId'
    }
  | { readonly type: 'ssf'; readonly receiver: string }
  | { readonly type: 'litellm'; readonly url: string; readonly key: SecretText }
  | {
      readonly type: 'keycloak'
      readonly url: string
      readonly realm: string
      readonly clientId: string
      readonly clientSecret: SecretText
      readonly offlineClients: readonly string[]
    }
  | {
      readonly type: 'http'
      readonly targets: readonly string[]
      readonly actions: Readonly<
        Record<
          string,
          {
            readonly apply: CallSettings
            readonly revert?: CallSettings | undefined
            readonly read?: ReadCallSettings | undefined
          }
        >
      >
    }

/** Tables of the file of settings: what `windbreak serve` does beside answering. */
export interface ServiceSettings {
  readonly connectors: Readonly<Record<string, ConnectorSettings>>
  /** Private hosts, plain HTTP and other ports that may be called (see AllowList). */
  readonly http: { readonly allow: readonly string[] }
  /** Where notices to holders go: a Standard Webhooks receiver of the operator, who delivers them. */
  readonly notices:
    | { readonly url: string; readonly keys: readonly SecretText[]; readonly appealUrl: string }
    | undefined
  /** Asked before the rest of a plan follows its first ones; another answer than 2xx holds the rest back. */
  readonly health: { readonly url: string } | undefined
  /** Where checkpoints of the audit log are kept outside: files, and Standard Webhooks receivers. */
  readonly anchors: {
    readonly files: readonly string[]
    readonly webhooks: readonly { readonly url: string; readonly keys: readonly SecretText[] }[]
    readonly everyMinutes: number
  }
  /** Days by class, which only shorten what the program keeps. */
  readonly retention: Readonly<Record<string, number>>
  readonly leaks: { readonly graceMinutes: number; readonly everyMinutes: number }
}

const NAME = z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
const URL_TEXT = z.url({ protocol: /^https?$/ }).max(2000)
const SECRET = z.instanceof(SecretText, {
  error: 'wanted a secret as { env = "NAME" } or { file = "PATH" }, never in the file itself',
})
const KEYS = z.array(SECRET).min(1).max(5)
const WORDS = z.array(z.string().min(1).max(100)).min(1).max(50)
const CALL = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  // With its places in braces it is not a URL yet.
  url: z
    .string()
    .regex(/^https?:\/\//)
    .max(2000),
  headers: z.record(z.string().max(100), z.union([z.string().max(2000), SECRET])).optional(),
  body: z.unknown().optional(),
}
const CHANGE_CALL = z.strictObject(CALL)
const READ_CALL = z.strictObject({
  ...CALL,
  pointer: z.string().startsWith('/').max(500),
  equals: z.union([z.string(), z.number(), z.boolean()]),
})

/** One row a type: a new connector adds its own here and in `src/actions/connectors/open-connectors.ts`. */
const CONNECTOR = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('webhook'),
    url: URL_TEXT,
    keys: KEYS,
    actions: WORDS,
    targets: WORDS,
    read: READ_CALL.optional(),
  }),
  z.strictObject({
    type: z.literal('scim'),
    url: URL_TEXT,
    token: SECRET,
    lookup: z.enum(['id', 'userName', 'externalId']).default('userName'),
  }),
  z.strictObject({ type: z.literal('ssf'), receiver: z.string().min(1).max(100) }),
  z.strictObject({ type: z.literal('litellm'), url: URL_TEXT, key: SECRET }),
  z.strictObject({
    type: z.literal('keycloak'),
    url: URL_TEXT,
    realm: z.string().min(1).max(200),
    clientId: z.string().min(1).max(200),
    clientSecret: SECRET,
    offlineClients: z.array(z.string().max(200)).max(100).default([]),
  }),
  z.strictObject({
    type: z.literal('http'),
    targets: WORDS,
    actions: z.record(
      z.string().max(100),
      z.strictObject({
        apply: CHANGE_CALL,
        revert: CHANGE_CALL.optional(),
        read: READ_CALL.optional(),
      }),
    ),
  }),
])

const TABLES = {
  connectors: z.record(NAME, CONNECTOR).default({}),
  http: z.strictObject({ allow: z.array(z.string().max(200)).max(200).default([]) }).default({
    allow: [],
  }),
  notices: z.strictObject({ url: URL_TEXT, keys: KEYS, appealUrl: URL_TEXT }).optional(),
  health: z.strictObject({ url: URL_TEXT }).optional(),
  anchors: z
    .strictObject({
      files: z.array(z.string().min(1).max(1000)).max(10).default([]),
      webhooks: z
        .array(z.strictObject({ url: URL_TEXT, keys: KEYS }))
        .max(10)
        .default([]),
      everyMinutes: z.number().min(0.05).max(10_080).default(60),
    })
    .default({ files: [], webhooks: [], everyMinutes: 60 }),
  retention: z.record(z.string().max(50), z.number().int().min(1)).default({}),
  leaks: z
    .strictObject({
      graceMinutes: z.number().min(0).max(10_080).default(60),
      everyMinutes: z.number().min(0.05).max(1440).default(15),
    })
    .default({ graceMinutes: 60, everyMinutes: 15 }),
}

/** The names of the tables, with what each is about: the reference has a section for each. */
export const SETTING_TABLES: readonly string[] = Object.keys(TABLES)

/**
 * Reads the tables of a file whose secrets are in their places. Throws WB_PLATFORM_SETTING that names the place and what is
 * accepted there; what was found is not shown, since it may be a secret that stands in the wrong place.
 */
export function parseServiceSettings(
  tables: Readonly<Record<string, unknown>>,
  file: string | undefined,
): ServiceSettings {
  const parsed = z.strictObject(TABLES).safeParse(tables)
  if (parsed.success) return { notices: undefined, health: undefined, ...parsed.data }
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).map(String).join('.')
  throw platformError('WB_PLATFORM_SETTING', `${path}: ${issue?.message ?? 'not accepted'}`, {
    ...(file === undefined ? {} : { at: { file } }),
    hint: 'docs/reference/settings.md has every table and what it accepts',
  })
}
