import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logOdds } from '../../src/core/index.ts'

/**
 * Fits the calibration of leads on worlds whose results lie in their `out` folders:
 * log2 odds of the truth = slope * stated log2 odds + offset, by logistic regression over listed leads.
 * Prints the slope and offset to be multiplied into the present ones. Ten worlds or more, of several kinds.
 */
const points = process.argv.slice(2).flatMap((folder) => {
  const truth = new Map(
    readLines<{ account_id: string; truth: string }>(join(folder, 'truth', 'accounts.jsonl')).map(
      (row) => [row.account_id, row.truth],
    ),
  )
  return readLines<{ account: string; probability: number; verdict: string }>(
    join(folder, 'out', 'leads.jsonl'),
  )
    .filter((lead) => lead.verdict === 'actor-account')
    .map((lead) => ({
      x: logOdds(Math.min(0.995, lead.probability)),
      y: truth.get(lead.account) === 'actor' ? 1 : 0,
    }))
})

let [slope, offset] = [1, 0]
for (let step = 0; step < 100; step++) {
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6]
  for (const { x, y } of points) {
    const p = 1 / (1 + 2 ** -(slope * x + offset))
    const w = p * (1 - p)
    g0 += y - p
    g1 += (y - p) * x
    h00 += w
    h01 += w * x
    h11 += w * x * x
  }
  const determinant = h00 * h11 - h01 * h01
  offset += (h11 * g0 - h01 * g1) / determinant / Math.LN2
  slope += (h00 * g1 - h01 * g0) / determinant / Math.LN2
}
console.log(
  JSON.stringify({
    leads: points.length,
    slope: Number(slope.toFixed(3)),
    offset: Number(offset.toFixed(3)),
  }),
)

function readLines<Row>(path: string): Row[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}
