import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, longest first: what is begun last must not be what takes longest. */
const SLOWEST = [
  'tests/journeys/house.test.ts',
  'tests/journeys/deck.test.ts',
  'tests/backup.test.ts',
  'tests/start.test.ts',
  'server/channels/contract.test.ts',
  'tests/journeys/passkeys.test.ts',
  'tests/bad-input.test.ts',
]

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = SLOWEST.findIndex((one) => moduleId.endsWith(one))
      return at === -1 ? SLOWEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

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
  long: [
    'engines/**/*.long.ts',
    'server/**/*.long.ts',
    'tests/*.long.ts',
    'tests/journeys/*.long.ts',
    'tests/faults/*.test.ts',
  ],
  peers: ['tests/peers/**/*.test.ts'],
}
const tier = (process.env['FOLKMOOT_TIER'] ?? 'short') as keyof typeof TIERS

export default defineConfig({
  test: {
    include: TIERS[tier],
    sequence: { sequencer: SlowestFirst },
    exclude: ['**/node_modules/**'],
    globalSetup: ['tests/support/cluster.ts'],
    testTimeout: tier === 'short' ? 180_000 : 900_000,
    hookTimeout: tier === 'short' ? 120_000 : 300_000,
    // A journey through a browser on a shared machine may lose a race that no person would; a fault loses it twice.
    retry: process.env['CI'] ? 1 : 0,
    // No file changes what another could see; a worker of its own for each would cost an eighth of the time.
    isolate: false,
    // One more than the smallest machine has cores: many of the tests mostly wait.
    maxWorkers: tier === 'short' ? 3 : 1,
  },
})
