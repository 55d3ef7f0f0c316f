import { ByteSink } from '../formats/json-elements/index.ts'
import type { WarningListHead } from '../formats/misp/index.ts'
import type { Engine } from '../platform/index.ts'

const BATCH_BYTES = 8 * 1024 * 1024
const NAME_CHARS_MAX = 200

/** Gathers the values of warning lists; which list they are of is known only after them. */
export class WarningLoader {
  readonly #engine: Engine
  readonly #lines = new ByteSink(BATCH_BYTES)
  readonly #heads: Array<WarningListHead & { number: number }> = []
  #number = 0
  #values = 0

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** `json` is a JSON value; only strings are kept. */
  add(json: Uint8Array): void {
    if (json[0] !== 0x22) return
    this.#lines.append(Buffer.from(`{"number":${this.#number},"value":`))
    this.#lines.append(json)
    this.#lines.append(Buffer.from('}\n'))
    this.#values++
  }

  /** Says what the values added since the last call are; without a head they count for nothing. */
  close(head: WarningListHead | undefined): number {
    if (head !== undefined) this.#heads.push({ ...head, number: this.#number })
    const count = this.#values
    this.#number++
    this.#values = 0
    return count
  }

  async flushIfFull(): Promise<void> {
    if (this.#lines.size >= BATCH_BYTES) await this.#flush()
  }

  /** Waits until every list is in `warning_values`. */
  async finish(): Promise<void> {
    await this.#flush()
    for (const { name, match, number } of this.#heads) {
      await this.#engine.run(
        `INSERT INTO warning_values
         SELECT DISTINCT {name:String}, {match:String},
           if({match:String} = 'regex', value, lower(trim(BOTH ' ' FROM value)))
         FROM warning_entries WHERE number = {number:UInt32}`,
        { name: name.slice(0, NAME_CHARS_MAX), match, number },
      )
    }
  }

  async #flush(): Promise<void> {
    if (this.#lines.size === 0) return
    await this.#engine.insertJson('warning_entries', this.#lines.view())
    this.#lines.clear()
  }
}

const bitsOf = (text: string): string => `toUInt8(if(position(${text}, '/') = 0, 128,
  toUInt8OrZero(splitByChar('/', ${text})[2]) + if(position(${text}, ':') = 0, 96, 0)))`
const addressOf = (text: string): string => `toIPv6OrNull(splitByChar('/', ${text})[1])`
const startOf = (address: string, bits: string): string =>
  `IPv6CIDRToRange(assumeNotNull(${address}), ${bits}).1`

const RANGES = `
  SELECT list, ${bitsOf('value')} AS bits, ${startOf(addressOf('value'), 'bits')} AS start
  FROM warning_values WHERE match = 'cidr' AND ${addressOf('value')} IS NOT NULL`

/** Ranges hold addresses and smaller ranges; a host name its subdomains, and the addresses of web pages on them. */
const INSERT_WARNED = `
INSERT INTO intel_warned
WITH
  found AS (SELECT DISTINCT kind, match, value FROM indicator_values),
  ranges AS (${RANGES}),
  addresses AS (
    SELECT match, value, ${addressOf('value')} AS address,
      arrayJoin(arrayFilter(bits -> bits <= ${bitsOf('value')}, (SELECT groupUniqArray(bits) FROM ranges))) AS bits,
      ${startOf('address', 'bits')} AS start
    FROM found WHERE kind = 'ip' AND match != 'like' AND ${addressOf('value')} IS NOT NULL
  ),
  hosts AS (
    SELECT kind, value, splitByChar('.', if(kind = 'url', lower(domain(value)), value)) AS labels,
      arrayStringConcat(arraySlice(labels, arrayJoin(range(1, length(labels) + 1))), '.') AS host
    FROM found WHERE kind IN ('domain', 'url') AND match = 'exact'
  )
SELECT kind, match, value, arrayStringConcat(arraySlice(arraySort(groupUniqArray(list)), 1, 5), ', ')
FROM (
  SELECT 'ip' AS kind, match, value, ranges.list AS list FROM addresses
  INNER JOIN ranges ON ranges.bits = addresses.bits AND ranges.start = addresses.start
  UNION ALL
  SELECT kind, 'exact', hosts.value, names.list FROM hosts
  INNER JOIN (SELECT list, value FROM warning_values WHERE match = 'hostname') AS names
    ON trimLeft(names.value, '.') = hosts.host
  UNION ALL
  SELECT kind, found.match, found.value, texts.list FROM found
  INNER JOIN (SELECT list, value FROM warning_values WHERE match = 'string') AS texts
    ON texts.value = lower(found.value)
)
GROUP BY kind, match, value`

/** Notes which values stand on warning lists; `substring` and `regex` lists are kept but not evaluated. */
export async function findWarnings(engine: Engine): Promise<void> {
  const [row] = await engine.rows('SELECT 1 FROM warning_values LIMIT 1')
  if (row !== undefined) await engine.run(INSERT_WARNED)
}
