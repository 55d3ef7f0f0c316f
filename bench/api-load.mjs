import { readFileSync } from 'node:fs'
import { Pool } from 'undici'

/**
 * The load of bench:api, in a process of its own so that it takes no time of the server: keeps so many requests under way
 * for so many seconds, and prints how many were answered and how long the slowest of a hundred took. Plain JavaScript, so that nothing is
 * compiled meanwhile.
 */
const { origin, paths, token, connections, seconds } = JSON.parse(readFileSync(0, 'utf8'))
const pool = new Pool(origin, { connections, pipelining: 1 })
const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
const times = []
let failed = 0
let at = 0
const end = performance.now() + seconds * 1000
const worker = async () => {
  while (performance.now() < end) {
    const path = paths[at++ % paths.length]
    const began = performance.now()
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
    await body.dump()
    times.push(performance.now() - began)
    if (statusCode !== 200) failed += 1
  }
}
const began = performance.now()
await Promise.all(Array.from({ length: connections }, worker))
const elapsed = (performance.now() - began) / 1000
await pool.close()
times.sort((one, other) => one - other)
const of = (share) => times[Math.floor((times.length - 1) * share)]
console.log(
  JSON.stringify({ perSecond: times.length / elapsed, p50: of(0.5), p99: of(0.99), failed }),
)
