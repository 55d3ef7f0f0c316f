import type { Reporter, TestModule } from 'vitest/node'

/** Prints `N passed, N failed, N skipped` alone on the last line, so that any runner can read the result. */
export default class CountLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++
      for (const test of module.children.allTests()) count[test.result().state]++
    }
    process.stdout.write(
      `${count.passed} passed, ${count.failed + count.pending} failed, ${count.skipped} skipped\n`,
    )
  }
}
