import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** One measured figure with its unit. */
export interface Figure {
  readonly suite: string
  readonly name: string
  readonly value: number
  readonly unit: string
}

const folder = join(import.meta.dirname, 'results')

/** Appends figures, one JSON line each, with the circumstances that they were measured under. */
export function recordFigures(figures: readonly Figure[]): void {
  mkdirSync(folder, { recursive: true })
  const circumstances = {
    commit: commitOf(),
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    date: new Date().toISOString(),
  }
  for (const figure of figures) {
    const rounded = { ...figure, value: Number(figure.value.toPrecision(4)) }
    appendFileSync(
      join(folder, `${figure.suite}.jsonl`),
      `${JSON.stringify({ ...rounded, ...circumstances })}\n`,
    )
    console.log(
      `${figure.suite.padEnd(14)} ${figure.name.padEnd(46)} ${String(rounded.value).padStart(12)} ${figure.unit}`,
    )
  }
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}
