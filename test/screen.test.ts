import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logOdds } from '../src/core/index.ts'
import { generateWorld } from '../src/demo/index.ts'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { CASES } from './fixtures/as-of-cases.ts'
import {
  bundle,
  type ClusterLine,
  type LeadLine,
  linesOf,
  type Ran,
  request,
  resultOf,
  run,
  stixIndicator,
} from './fixtures/command.ts'
import { CLUSTER_SHAPE, LEAD_SHAPE, shapeOf } from './fixtures/shapes.ts'

const root = mkdtempSync(join(tmpdir(), 'windbreak-screen-'))
const world = join(root, 'world')
const usage = join(world, 'usage')
const at = (name: string): string => join(root, name)
const rest = ['--accounts', join(world, 'accounts.jsonl'), '--intel', join(world, 'intel')]

/** Packs the file that stands alone in each format: one with gzip, one with zstd, which the engine makes. */
async function pack(): Promise<void> {
  const gateway = join(usage, 'litellm-us.jsonl')
  writeFileSync(join(usage, 'gateway-us.log'), gzipSync(readFileSync(gateway)))
  rmSync(gateway)
  const older = join(usage, 'otlp-older.jsonl')
  const engine = await openEmbeddedEngine(at('packer'))
  await engine.run(
    `INSERT INTO FUNCTION file({to:String}, LineAsString, 'line String')
     SELECT line FROM file({from:String}, LineAsString, 'line String')`,
    { from: older, to: at('older.zst') },
  )
  await engine.close()
  renameSync(at('older.zst'), join(usage, 'otlp-older'))
  rmSync(older)
}

let first: Ran
beforeAll(async () => {
  await generateWorld({
    out: world,
    seed: 'screen',
    accounts: 1000,
    requestsPerAccount: 3,
    days: 6,
  })
  await pack()
  first = await run(
    'screen',
    '--usage',
    usage,
    ...rest,
    '--data',
    at('data'),
    '--out',
    at('one'),
    '--fail-on-leads',
  )
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('screen on a mixed folder of LiteLLM and OTLP, gzip and zstd', () => {
  it('reads every format and packing and says so', () => {
    const { out, err, code } = first
    expect([code, err]).toEqual([1, ''])
    const summary = JSON.parse(readFileSync(at('one/summary.json'), 'utf8')) as {
      asOf: string
      counts: Record<string, number>
      files: { path: string; format: string; events: number }[]
    }
    const formatOf = (name: string): string | undefined =>
      summary.files.find((file) => file.path.endsWith(name) && file.events > 0)?.format
    expect(formatOf('gateway-us.log')).toBe('litellm')
    expect(formatOf('otlp-older')).toBe('otlp-traces')
    expect(summary.asOf).toMatch(/^2026-01-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(summary.files.reduce((sum, file) => sum + file.events, 0)).toBe(summary.counts['events'])
    expect(summary.counts).toMatchObject({ accounts: 1040, rejected: 0, rules: 0 })
    for (const word of [
      'events',
      'accounts',
      'leads',
      'clusters',
      'rejected',
      'reading usage',
      'exp.false',
    ])
      expect(out).toContain(word)
    expect(readdirSync(at('one')).sort()).toEqual([
      'clusters.jsonl',
      'leads.jsonl',
      'rejected.jsonl',
      'summary.json',
    ])
  })

  it('writes leads as the contract has them, best first', () => {
    const leads = linesOf<LeadLine>(at('one'), 'leads.jsonl')
    expect(leads.length).toBeGreaterThan(5)
    for (const lead of leads) expect(shapeOf(lead)).toMatch(LEAD_SHAPE)
    expect(leads.map((lead) => lead.rank)).toEqual(leads.map((_, index) => index + 1))
    expect(new Set(leads.map((lead) => lead.account)).size).toBe(leads.length)
    for (const [index, lead] of leads.entries()) {
      const next = leads[index + 1]
      expect(lead.probability).toBeGreaterThanOrEqual(Math.max(0.05, next?.probability ?? 0))
      expect(lead.probability).toBeLessThan(1)
      expect(lead.expectedFalse).toBeGreaterThanOrEqual(leads[index - 1]?.expectedFalse ?? 0)
      // The promise is never bolder than the probabilities themselves.
      const doubt = leads
        .slice(0, index + 1)
        .reduce((sum, { probability }) => sum + 1 - probability, 0)
      expect(lead.expectedFalse).toBeGreaterThan(doubt - 0.001 * (index + 1))
    }
  })

  it('keeps a ledger that adds up', () => {
    for (const { probability, priorBits, signals } of linesOf<LeadLine>(at('one'), 'leads.jsonl')) {
      const bits = signals.reduce((sum, signal) => sum + signal.bits, priorBits)
      const rounding = 0.005 * (signals.length + 1)
      const low = logOdds(probability - 0.00005) - rounding
      // Bits beyond the cap of a lead's probability are evidence that is not believed.
      const high =
        probability >= 0.995 ? Number.POSITIVE_INFINITY : logOdds(probability + 0.00005) + rounding
      expect(bits).toBeGreaterThan(low)
      expect(bits).toBeLessThan(high)
    }
  })

  it('writes clusters of leads as the contract has them', () => {
    const leads = new Map(
      linesOf<LeadLine>(at('one'), 'leads.jsonl').map((lead) => [lead.account, lead]),
    )
    const clusters = linesOf<ClusterLine>(at('one'), 'clusters.jsonl')
    expect(clusters.length).toBeGreaterThan(0)
    for (const cluster of clusters) {
      expect(shapeOf(cluster)).toMatch(CLUSTER_SHAPE)
      expect(cluster.accounts.length).toBeGreaterThan(1)
      for (const account of cluster.accounts)
        expect(leads.get(account)?.cluster).toBe(cluster.cluster)
      const sum = cluster.hypotheses.reduce(
        (total, { probability }) => total + probability,
        cluster.unknown,
      )
      expect(sum).toBeCloseTo(1, 2)
      for (const { falseRate } of cluster.links) expect(falseRate >= 0 && falseRate <= 1).toBe(true)
    }
    const named = new Set(clusters.map(({ cluster }) => cluster))
    for (const { cluster } of leads.values())
      expect(cluster === null || named.has(cluster)).toBe(true)
  })

  it('links accounts of one cluster', () => {
    for (const { accounts, links } of linesOf<ClusterLine>(at('one'), 'clusters.jsonl'))
      for (const { a, b } of links) expect(accounts).toEqual(expect.arrayContaining([a, b]))
  })

  it('gives every link a reason', () => {
    for (const { links } of linesOf<ClusterLine>(at('one'), 'clusters.jsonl'))
      for (const { why } of links) expect(why.length).toBeGreaterThan(0)
  })
})

describe('the same input', () => {
  it('gives the same bytes in other folders, whatever the order of --usage', async () => {
    const parts = readdirSync(usage)
      .sort()
      .reverse()
      .map((name) => join(usage, name))
    const again = await run(
      'screen',
      ...rest,
      '--usage',
      ...parts,
      '--data',
      at('data-two'),
      '--out',
      at('two'),
      '--json',
    )
    expect([again.code, again.err]).toEqual([0, ''])
    expect(resultOf(at('two'))).toEqual(resultOf(at('one')))
    expect(again.out).toBe(readFileSync(at('two/summary.json'), 'utf8'))
  }, 120_000)

  it('gives the same bytes in a store that has it already, and reads nothing twice', async () => {
    await run('screen', '--usage', usage, ...rest, '--data', at('data'), '--out', at('three'))
    expect(resultOf(at('three'))).toEqual(resultOf(at('one')))
    const counts = (name: string): object =>
      (JSON.parse(readFileSync(at(`${name}/summary.json`), 'utf8')) as { counts: object }).counts
    expect(counts('three')).toEqual(counts('one'))
  })

  it('gives no leads and exit code 0 without intel', async () => {
    const ran = await run(
      'screen',
      '--usage',
      usage,
      '--data',
      at('data'),
      '--out',
      at('none'),
      '--fail-on-leads',
    )
    expect([ran.code, ran.err]).toEqual([0, ''])
    expect(resultOf(at('none'))).toEqual({
      'leads.jsonl': '',
      'clusters.jsonl': '',
      'rejected.jsonl': '',
    })
    expect(ran.out).toContain('no account reached probability 0.05')
  })
})

describe('--as-of', () => {
  const address = (index: number): string => `192.0.2.${index + 1}`
  beforeAll(async () => {
    mkdirSync(at('hand'))
    const lines = [...CASES, 'revoked later'].map((_, index) =>
      request(`hand-${index}`, {
        requester_ip_address: address(index),
        metadata: { user_api_key_user_id: `acct_case_${index}` },
      }),
    )
    writeFileSync(at('hand/usage.jsonl'), `${lines.join('\n')}\n`)
    const later = CASES.length
    writeFileSync(
      at('hand/intel.json'),
      bundle([
        ...CASES.map(([, over], index) =>
          stixIndicator(index, `[ipv4-addr:value = '${address(index)}']`, over),
        ),
        stixIndicator(later, `[ipv4-addr:value = '${address(later)}']`),
        stixIndicator(later, `[ipv4-addr:value = '${address(later)}']`, {
          revoked: true,
          modified: '2026-01-20T00:00:00Z',
        }),
      ]),
    )
  })
  const found = async (asOf: string): Promise<string[]> => {
    const out = at(`as-of-${asOf}`)
    const args = [
      '--usage',
      at('hand/usage.jsonl'),
      '--intel',
      at('hand/intel.json'),
      '--data',
      at('data'),
    ]
    const ran = await run('screen', ...args, '--as-of', asOf, '--out', out)
    expect([ran.code, ran.err]).toEqual([0, ''])
    return linesOf<LeadLine>(out, 'leads.jsonl')
      .map((lead) => lead.account)
      .sort()
  }

  it('says what was known; whether it applies is judged at the time of the event', async () => {
    const expected = CASES.flatMap(([, , , isFound], index) =>
      isFound ? [`acct_case_${index}`] : [],
    )
    expect(await found('2026-01-15T00:00:00Z')).toEqual(
      [...expected, `acct_case_${CASES.length}`].sort(),
    )
  }, 60_000)

  it('later knows what was created since and drops what was revoked since', async () => {
    const then = CASES.flatMap(([name, , , isFound], index) =>
      isFound || name.includes('created after') ? [`acct_case_${index}`] : [],
    )
    expect(await found('2026-01-25T00:00:00Z')).toEqual(then)
  })
})
