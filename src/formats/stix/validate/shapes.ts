import { isIPv4, isIPv6 } from 'node:net'
import { CHARACTER_SETS } from '../tables/registries.ts'

/** A text of a given shape: what is wanted, in words, and whether a text has it. */
export interface Shape {
  readonly wanted: string
  readonly fits: (text: string) => boolean
}

const like = (wanted: string, pattern: RegExp): Shape => ({
  wanted,
  fits: (text) => pattern.test(text),
})

const LABEL = '[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?'
const EMAIL = new RegExp(
  `^(?:[^\\s@<>()[\\]:;,"\\\\]{1,255}|"[^"\\r\\n]{1,255}")@(?:${LABEL}(?:\\.${LABEL})*|\\[[^\\]\\s]+\\]|[^\\x00-\\x7f][^\\s@<>]*)$`,
)
/** Shapes of texts by the name that property tables give them. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'spec-version': like('"2.1"', /^2\.1$/),
  'language-tag': like(
    'an RFC 5646 language tag',
    /^(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*|x(?:-[A-Za-z0-9]{1,8})+)$/,
  ),
  'relationship-type': like('lower-case letters, digits and hyphens', /^[a-z0-9-]{1,250}$/),
  'semantic-version': like(
    'a version MAJOR.MINOR.PATCH',
    /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
  ),
  'property-name': like('a name of 3 to 250 of a-z, 0-9 and _', /^[a-z][a-z0-9_]{2,249}$/),
  selector: like(
    'property names and list positions such as external_references.[0].source_name',
    /^(?:id|[a-z0-9_-]{3,250}(?:\.(?:\[\d+\]|[A-Za-z0-9_-]{1,250}))*)$/,
  ),
  'mime-type': like(
    'a registered media type such as application/pdf',
    /^(?:application|audio|font|haptics|image|message|model|multipart|text|video)\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(?:\s*;.*)?$/,
  ),
  'character-set': {
    wanted: 'a character set of the IANA registry such as UTF-8',
    fits: (text) => text.length <= 60 && CHARACTER_SETS.test(text),
  },
  'email-address': {
    wanted: 'an address such as name@example.com, without display name',
    fits: (text) => text.length <= 1000 && EMAIL.test(text),
  },
  ipv4: {
    wanted: 'an IPv4 address or CIDR range',
    fits: (text) => isRange(text, isIPv4, 32),
  },
  ipv6: {
    wanted: 'an IPv6 address or CIDR range',
    fits: (text) => !text.includes('%') && isRange(text, isIPv6, 128),
  },
  mac: like('six lower-case pairs such as 00:11:22:aa:bb:cc', /^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/),
  cpe: like('a CPE 2.3 name', /^cpe:2\.3:[aho*-](?::(?:[^\s:\\]|\\.)+){10}$/),
  'registry-key': like(
    'a key whose hive is written out, such as HKEY_LOCAL_MACHINE\\System',
    /^(?!(?:HKLM|HKCC|HKCR|HKCU|HKU)(?:\\|$))/i,
  ),
}

function isRange(text: string, isAddress: (text: string) => boolean, bitsMax: number): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (rest.length > 0 || !isAddress(address)) return false
  return bits === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= bitsMax)
}

const TIMESTAMP =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.(\d+))?Z$/

/** Whether a text is an RFC 3339 instant in UTC, written with `T` and `Z`, of a day that exists. */
export function isTimestamp(text: string): boolean {
  const parts = TIMESTAMP.exec(text)
  if (parts === null) return false
  const [, year = '', month = '', day = ''] = parts
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month), 0)
  return Number(day) <= date.getUTCDate()
}

/** A timestamp as text that sorts in the order of time: its fraction is compared to its last digit. */
export function sortableTimestamp(text: string): string {
  return text
    .slice(0, -1)
    .replace(/(?:\.0*|(?<!0)0+)$/, (zeros) => (text.includes('.') ? '' : zeros))
}

const ID =
  /^([a-z][a-z0-9-]*[a-z0-9])--[0-9a-f]{8}-[0-9a-f]{4}-([1-8])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** The type and the UUID version of an identifier; undefined if it is none. */
export function readId(text: string): { type: string; version: string } | undefined {
  const parts = ID.exec(text.slice(0, 400))
  if (parts === null || text.length > 400) return undefined
  return { type: parts[1] ?? '', version: parts[2] ?? '' }
}

/** Whether text is base64 (RFC 4648 section 4) with its padding. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
