import { readFile } from 'node:fs/promises'
import { parse, TomlError } from 'smol-toml'
import { platformError } from '../errors.ts'
import { resolveSecrets } from './secret-text.ts'
import { parseServiceSettings, type ServiceSettings, SETTING_TABLES } from './service-settings.ts'

/** What an operator sets from outside (docs/reference/settings.md). A value that was not given is undefined. */
export interface Settings extends ServiceSettings {
  /** Folder of records and event store. */
  readonly data: string | undefined
  readonly clickhouseUrl: string | undefined
  readonly databaseUrl: string | undefined
  readonly listen: { readonly host: string; readonly port: number }
  /** Where people reach the server: scheme, host and port. */
  readonly origin: string | undefined
  readonly secretKey: string | undefined
  readonly oidc: OidcSettings | undefined
}

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

type SettingName =
  | 'WINDBREAK_DATA'
  | 'CLICKHOUSE_URL'
  | 'DATABASE_URL'
  | 'WINDBREAK_LISTEN'
  | 'WINDBREAK_ORIGIN'
  | 'WINDBREAK_SECRET_KEY'
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
type Environment = Readonly<Record<string, string | undefined>>

const LISTEN_DEFAULT = '127.0.0.1:8787'
const SECRET_CHARS_MIN = 16

/** Every setting with what it accepts; the names are those of the environment and of windbreak.toml alike. */
export const SETTINGS: Readonly<Record<SettingName, string>> = {
  WINDBREAK_DATA: 'a folder',
  CLICKHOUSE_URL: 'a URL of http or https',
  DATABASE_URL: 'a URL of postgres or postgresql',
  WINDBREAK_LISTEN: 'HOST:PORT, such as 127.0.0.1:8787 or [::1]:8787',
  WINDBREAK_ORIGIN: 'a URL of http or https without a path, such as https://windbreak.example',
  WINDBREAK_SECRET_KEY: `text of at least ${SECRET_CHARS_MIN} characters`,
  OIDC_ISSUER: 'a URL of https, or of http on this machine',
  OIDC_CLIENT_ID: 'text',
  OIDC_CLIENT_SECRET: 'text',
}
/** Values that are shown to nobody, in an error neither: what kind of value was found stands in their place. */
const HIDDEN: readonly SettingName[] = [
  'DATABASE_URL',
  'CLICKHOUSE_URL',
  'WINDBREAK_SECRET_KEY',
  'OIDC_CLIENT_SECRET',
]

/**
 * Reads settings from the environment, and from a TOML file where the environment has none. An empty value counts as
 * none. Throws WB_PLATFORM_SETTING (exit 3) that names the setting, what was found and what is accepted; a name in the
 * file that is no setting is such an error too, since a misspelt setting would be silently without effect.
 */
export async function readSettings(environment: Environment, file?: string): Promise<Settings> {
  const { texts: fromFile, tables } =
    file === undefined ? { texts: {}, tables: {} } : await readSettingsFile(file, environment)
  const textOf = (name: SettingName): string | undefined =>
    (environment[name] ?? '') === '' ? fromFile[name] : environment[name]
  const checked = (name: SettingName, isRight: (text: string) => boolean): string | undefined => {
    const text = textOf(name)
    if (text !== undefined && !isRight(text)) throw wrong(name, text)
    return text
  }
  const secure = (text: string) => isUrl(text, ['https:']) || isLocalHttp(text)
  return {
    ...parseServiceSettings(tables, file),
    data: textOf('WINDBREAK_DATA'),
    clickhouseUrl: checked('CLICKHOUSE_URL', (text) => isUrl(text, ['http:', 'https:'])),
    databaseUrl: checked('DATABASE_URL', (text) => isUrl(text, ['postgres:', 'postgresql:'])),
    listen: parseListen(textOf('WINDBREAK_LISTEN') ?? LISTEN_DEFAULT),
    origin: checked('WINDBREAK_ORIGIN', isOrigin),
    secretKey: checked('WINDBREAK_SECRET_KEY', (text) => text.length >= SECRET_CHARS_MIN),
    oidc: readOidc(
      checked('OIDC_ISSUER', secure),
      textOf('OIDC_CLIENT_ID'),
      textOf('OIDC_CLIENT_SECRET'),
    ),
  }
}

/** Reads HOST:PORT. Throws WB_PLATFORM_SETTING, also for `--listen`, which stands for the setting. */
export function parseListen(text: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || Number(port) > 65_535) throw wrong('WINDBREAK_LISTEN', text)
  return { host, port: Number(port) }
}

interface FromFile {
  readonly texts: Readonly<Partial<Record<string, string>>>
  /** Tables with their secrets in place, not yet parsed. */
  readonly tables: Readonly<Record<string, unknown>>
}

async function readSettingsFile(file: string, environment: Environment): Promise<FromFile> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return ''
    throw cause
  })
  const texts: Record<string, string> = {}
  const tables: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(parseToml(text, file))) {
    if (SETTING_TABLES.includes(name))
      tables[name] = await resolveSecrets(value, { environment, file }, name)
    else if (!Object.hasOwn(SETTINGS, name))
      throw platformError(
        'WB_PLATFORM_SETTING',
        `found the setting "${name}", wanted one of ${[...Object.keys(SETTINGS), ...SETTING_TABLES].join(', ')}`,
        { at: { file } },
      )
    else if (typeof value !== 'string') throw wrong(name as SettingName, typeof value, file)
    else texts[name] = value
  }
  return { texts, tables }
}

function parseToml(text: string, file: string): Record<string, unknown> {
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    // The library's message shows the lines around, which may hold a secret.
    throw platformError('WB_PLATFORM_SETTING', 'found what is not TOML, wanted NAME = "value"', {
      at: { file, line: cause.line, column: cause.column },
      hint: 'values stand in double quotes',
    })
  }
}

function readOidc(
  issuer: string | undefined,
  clientId: string | undefined,
  clientSecret: string | undefined,
): OidcSettings | undefined {
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (issuer === undefined) throw wrong('OIDC_ISSUER', undefined)
  if (clientId === undefined) throw wrong('OIDC_CLIENT_ID', undefined)
  if (clientSecret === undefined) throw wrong('OIDC_CLIENT_SECRET', undefined)
  return { issuer, clientId, clientSecret }
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

function isLocalHttp(text: string): boolean {
  return (
    isUrl(text, ['http:']) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(text).hostname)
  )
}

function isOrigin(text: string): boolean {
  return isUrl(text, ['http:', 'https:']) && new URL(text).origin === text
}

function wrong(name: SettingName, found: string | undefined, file?: string): Error {
  const shown = found === undefined ? 'nothing' : `"${found}"`
  const isHidden = found !== undefined && HIDDEN.includes(name)
  const what = isHidden ? `${found.length} characters that are something else` : shown
  return platformError('WB_PLATFORM_SETTING', `${name}: found ${what}, wanted ${SETTINGS[name]}`, {
    ...(file === undefined ? {} : { at: { file } }),
    hint: 'settings come from the environment, else from windbreak.toml',
  })
}
