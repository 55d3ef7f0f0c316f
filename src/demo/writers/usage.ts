import { DAY_MS, type Weighted } from '../chance.ts'
import type { Request } from '../conversation.ts'
import { stableNumber } from '../chance.ts'
import type { GrowingFiles } from './files.ts'
import { litellmLine } from './litellm.ts'
import { type OtlpDialect, otlpLine, otlpSpan } from './otlp.ts'

/** The service's front doors. Two log by day, two into one file; an account mostly keeps to one. */
type Gateway = 'litellm-eu' | 'litellm-us' | 'otlp' | 'otlp-older'

const GATEWAYS: ReadonlyArray<Weighted<Gateway>> = [
  ['litellm-eu', 35],
  ['litellm-us', 18],
  ['otlp', 35],
  ['otlp-older', 12],
]
const HELD_MAX = 4000
const SPANS_PER_LINE_MAX = 5

interface Held {
  readonly atMs: number
  readonly path: string
  readonly gateway: Gateway
  readonly body: string
}

/** Writes requests to the usage files. Holds a few thousand, so that lines of a file come roughly in order of time. */
export class UsageWriter {
  readonly #files: GrowingFiles
  #held: Held[] = []
  requests = 0

  constructor(files: GrowingFiles) {
    this.#files = files
  }

  add(request: Request): void {
    const gateway = gatewayOf(request)
    const day = new Date(Math.floor(request.atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10)
    const isDaily = gateway === 'litellm-eu' || gateway === 'otlp'
    const path = isDaily ? `usage/${gateway}/${day}.jsonl` : `usage/${gateway}.jsonl`
    this.#held.push({ atMs: request.atMs, path, gateway, body: bodyOf(request, gateway) })
    this.requests++
    if (this.#held.length >= HELD_MAX) this.flush()
  }

  /** Hands everything held to the files. */
  flush(): void {
    const spans = new Map<string, string[]>()
    const held = this.#held
    this.#held = []
    for (const { path, gateway, body, atMs } of held.sort((a, b) => a.atMs - b.atMs)) {
      if (gateway !== 'otlp' && gateway !== 'otlp-older') {
        this.#files.append(path, body)
        continue
      }
      const waiting = spans.get(path) ?? []
      spans.set(path, waiting)
      waiting.push(body)
      if (waiting.length >= 1 + (Math.floor(atMs) % SPANS_PER_LINE_MAX))
        this.#files.append(path, otlpLine(dialectOf(gateway), waiting.splice(0)))
    }
    for (const [path, waiting] of spans)
      if (waiting.length > 0)
        this.#files.append(path, otlpLine(path.includes('older') ? 'older' : 'current', waiting))
  }
}

function bodyOf(request: Request, gateway: Gateway): string {
  if (gateway === 'otlp' || gateway === 'otlp-older') return otlpSpan(request, dialectOf(gateway))
  return litellmLine(request, gateway === 'litellm-us')
}

function dialectOf(gateway: Gateway): OtlpDialect {
  return gateway === 'otlp' ? 'current' : 'older'
}

function gatewayOf(request: Request): Gateway {
  const isElsewhere = stableNumber(request.conversation) % 100 < 15
  let left = stableNumber(isElsewhere ? request.conversation : request.account.id, 7) % 100
  for (const [gateway, share] of GATEWAYS) {
    if (left < share) return gateway
    left -= share
  }
  return 'otlp'
}
