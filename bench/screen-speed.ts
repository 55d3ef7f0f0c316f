import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { makeBundle, makeUsage } from './make-usage.ts'
import { type Figure, recordFigures } from './result.ts'

const INDICATORS = 1_000_000
const main = join(import.meta.dirname, '..', 'dist', 'main.js')

/**
 * Measures `windbreak screen` from files to leads against a bare parse of the same files by the same
 * engine, both in processes of their own and in one run: requests a second, ratio, peak memory.
 * Sizes in requests; the memory figure is the largest resident set of the process.
 */
export async function benchScreen(sizes: readonly number[]): Promise<void> {
  for (const requests of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'windbreak-bench-'))
    try {
      mkdirSync(join(folder, 'usage'))
      const engine = await openEmbeddedEngine(join(folder, 'make'))
      await makeUsage(engine, join(folder, 'usage'), requests)
      await makeBundle(engine, join(folder, 'bundle.json'), INDICATORS, 500)
      await engine.close()
      recordFigures(measure(folder, requests))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function measure(folder: string, requests: number): Figure[] {
  const bytes = readdirSync(join(folder, 'usage')).reduce(
    (sum, name) => sum + statSync(join(folder, 'usage', name)).size,
    0,
  )
  const parse = timed([join(import.meta.dirname, 'parse-only.mjs'), join(folder, 'usage')])
  const screen = timed([
    main,
    'screen',
    '--usage',
    join(folder, 'usage'),
    '--intel',
    join(folder, 'bundle.json'),
    '--data',
    join(folder, 'data'),
    '--out',
    join(folder, 'out'),
    '--json',
  ])
  const size = requests >= 1e6 ? `${requests / 1e6}M` : `${requests / 1e3}k`
  const figure = (name: string, value: number, unit: string): Figure => ({
    suite: 'screen',
    name: `${name}, ${size} requests`,
    value,
    unit,
  })
  return [
    figure('bytes a request', bytes / requests, 'B'),
    figure('bare parse', parse.seconds, 's'),
    figure('screen with 1M indicators', screen.seconds, 's'),
    figure('requests a second, file to leads', requests / screen.seconds, '1/s'),
    figure('screen over bare parse', screen.seconds / parse.seconds, 'ratio'),
    figure('peak memory', screen.peakBytes / 2 ** 30, 'GiB'),
  ]
}

/** Runs a Node program under a wrapper that reports its own resource use; throws when it fails. */
function timed(args: readonly string[]): { seconds: number; peakBytes: number } {
  const startedAt = performance.now()
  const child = spawnSync(
    '/usr/bin/env',
    [
      'bash',
      '-c',
      '"$@" >/dev/null & pid=$!; peak=0; while kill -0 $pid 2>/dev/null; do ' +
        'now=$(awk \'/VmHWM/{print $2}\' /proc/$pid/status 2>/dev/null); [ -n "$now" ] && peak=$now; ' +
        'sleep 0.2; done; wait $pid; code=$?; echo "$peak"; exit $code',
      'bash',
      process.execPath,
      ...args,
    ],
    { encoding: 'utf8' },
  )
  const seconds = (performance.now() - startedAt) / 1000
  if (child.status !== 0) throw new Error(`the measured command failed: ${child.stderr}`)
  return { seconds, peakBytes: Number(child.stdout.trim().split('\n').at(-1)) * 1024 }
}
