import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'engines/**/*.test.ts',
      'server/**/*.test.ts',
      'tests/*.test.ts',
      'tests/journeys/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    globalSetup: ['tests/support/cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
