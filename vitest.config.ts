import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // The embedded engine allows one store per process. Files of a process run one after the other and close theirs; what they
    // import is loaded once, which takes a fifth off the whole run.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    globalSetup: ['./test/shared-folder.ts'],
    setupFiles: ['./test/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/count-line-reporter.ts'],
  },
})

export default config
