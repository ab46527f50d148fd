import { defineConfig } from 'vitest/config'

/** What each tier runs; `tools/test.ts` says which. */
const TIERS = {
  short: [
    'engines/**/*.test.ts',
    'server/**/*.test.ts',
    'tests/*.test.ts',
    'tests/journeys/**/*.test.ts',
    'tools/**/*.test.ts',
    'web/**/*.test.ts',
  ],
  long: ['engines/**/*.long.ts', 'server/**/*.long.ts', 'tests/*.long.ts', 'tests/faults/*.test.ts'],
  peers: ['tests/peers/**/*.test.ts'],
}
const tier = (process.env['FOLKMOOT_TIER'] ?? 'short') as keyof typeof TIERS

export default defineConfig({
  test: {
    include: TIERS[tier],
    exclude: ['**/node_modules/**'],
    globalSetup: ['tests/support/cluster.ts'],
    testTimeout: tier === 'short' ? 180_000 : 900_000,
    hookTimeout: tier === 'short' ? 120_000 : 300_000,
    // A journey through a browser on a shared machine may lose a race that no person would; a fault loses it twice.
    retry: process.env['CI'] ? 1 : 0,
    maxWorkers: tier === 'short' ? 2 : 1,
  },
})
