import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedEngine } from '../src/platform/index.ts'
import { makeBundle, makeUsage } from './make-usage.ts'
import { type Figure, recordFigures } from './result.ts'

const INDICATORS = 1_000_000
const main = join(import.meta.dirname, '..', 'dist', 'main.js')

/**
 * Measures `windbreak screen` from files to leads against a bare parse of the same files by the same
 * engine, all in processes of their own and in one run: requests a second, ratio, peak memory, seconds of
 * each stage. Two stages may run side by side. Sizes in requests; the memory figure is the largest resident set
 * of the process. Processor time is told beside wall time, since others may use the machine too.
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
      rmSync(join(folder, 'make'), { recursive: true })
      recordFigures(measure(folder, requests))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function measure(folder: string, requests: number): Figure[] {
  const [usage, bundle, out] = [
    join(folder, 'usage'),
    join(folder, 'bundle.json'),
    join(folder, 'out'),
  ]
  const bytes = readdirSync(usage).reduce((sum, name) => sum + statSync(join(usage, name)).size, 0)
  const parser = join(import.meta.dirname, 'parse-only.mjs')
  const parse = timed([parser, usage])
  const parseAll = timed([parser, usage, bundle])
  const screen = timed(
    [main, 'screen', '--usage', usage, '--intel', bundle].concat([
      '--data',
      join(folder, 'data'),
      '--out',
      out,
      '--json',
    ]),
  )
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
    figure('bare parse, usage and bundle', parseAll.seconds, 's'),
    figure('screen with 1M indicators', screen.seconds, 's'),
    figure('requests a second, file to leads', requests / screen.seconds, '1/s'),
    figure('screen over bare parse', screen.seconds / parse.seconds, 'ratio'),
    figure('screen over bare parse, usage and bundle', screen.seconds / parseAll.seconds, 'ratio'),
    figure('processor time: bare parse', parse.cpuSeconds, 's'),
    figure('processor time: bare parse, usage and bundle', parseAll.cpuSeconds, 's'),
    figure('processor time: screen', screen.cpuSeconds, 's'),
    figure('peak memory', screen.peakBytes / 2 ** 30, 'GiB'),
    ...readStages(out)
      .filter(({ seconds }) => seconds >= 0.1)
      .map(({ stage, seconds }) => figure(`stage: ${stage}`, seconds, 's')),
  ]
}

function readStages(out: string): readonly { stage: string; seconds: number }[] {
  const text = readFileSync(join(out, 'summary.json'), 'utf8')
  return (JSON.parse(text) as { stages: { stage: string; seconds: number }[] }).stages
}

/** Prints the largest resident set in KiB and the processor time in ticks of a child, as last seen while it ran. */
const WATCH = `"$@" >/dev/null & pid=$!; seen=
while kill -0 $pid 2>/dev/null; do
  now=$(awk '/VmHWM/ { peak = $2 } FILENAME ~ /stat$/ { ticks = $14 + $15 } END { print peak, ticks }' \
    /proc/$pid/status /proc/$pid/stat 2>/dev/null)
  case "$now" in [0-9]*" "[0-9]*) seen=$now;; esac
  sleep 0.1
done
wait $pid; code=$?; echo "$seen"; exit $code`
const TICKS_A_SECOND = 100

/** Runs a Node program under a wrapper that reports its own resource use; throws when it fails. */
function timed(args: readonly string[]): {
  seconds: number
  cpuSeconds: number
  peakBytes: number
} {
  const startedAt = performance.now()
  const child = spawnSync('bash', ['-c', WATCH, 'bash', process.execPath, ...args], {
    encoding: 'utf8',
  })
  const seconds = (performance.now() - startedAt) / 1000
  if (child.status !== 0) throw new Error(`the measured command failed: ${child.stderr}`)
  const [peak, ticks] = child.stdout.trim().split(' ').map(Number)
  return {
    seconds,
    cpuSeconds: (ticks ?? Number.NaN) / TICKS_A_SECOND,
    peakBytes: (peak ?? Number.NaN) * 1024,
  }
}
