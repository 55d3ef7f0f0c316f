import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of this test run, for what several test files use and is dear to make (fixtures/made-once.ts). */
    sharedFolder: string
  }
}

// oxlint-disable-next-line no-default-export -- what the test runner asks of a file that sets up a run
export default function setUp(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'windbreak-tests-'))
  project.provide('sharedFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
