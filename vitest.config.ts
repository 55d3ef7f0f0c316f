import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // The embedded engine allows one store per process, so each file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['./test/shared-folder.ts'],
    setupFiles: ['./test/property-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/count-line-reporter.ts'],
  },
})

export default config
