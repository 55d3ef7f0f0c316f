import type { Clock, Http } from '../../platform/index.ts'
import { plusMinutes } from '../deps.ts'

/** What a place outside says of whether to go on, kept between two askings: a transaction does not wait for it. */
export interface HealthGate {
  ask(): Promise<void>
  answer(): readonly string[] | 'wait'
}

const ASK_EVERY_MINUTES = 0.5

/**
 * A gate that is a URL: 2xx is "go on", any other answer holds back, no answer is "wait". Without a URL it is always open.
 */
export function openHealthGate(http: Http, clock: Clock, url: string | undefined): HealthGate {
  if (url === undefined) return { ask: async () => undefined, answer: () => [] }
  let [askedAt, kept]: [string, readonly string[] | 'wait'] = ['', 'wait']
  return {
    ask: async () => {
      if (askedAt !== '' && plusMinutes(askedAt, ASK_EVERY_MINUTES) > clock()) return
      askedAt = clock()
      try {
        const { status } = await http.send({ method: 'GET', url })
        const isWell = status >= 200 && status < 300
        kept = isWell ? [] : [`the health gate answered ${status}`]
      } catch {
        kept = 'wait'
      }
    },
    answer: () => kept,
  }
}
