/** How the tests are run. `--mode full` is the full tier: test/support/tier.ts says what that is. */
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

const SECOND = 1_000;

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'full' ? [] : ['test/**/*.full.test.ts'])],
    env: { TEST_TIER: mode === 'full' ? 'full' : 'fast' },
    // No test starts a command line of yesterday's sources.
    globalSetup: ['scripts/build.mjs'],
    // Some tests wait, for a process or for a time limit: then another file has the core.
    maxWorkers: availableParallelism() + 1,
    // Reading our modules anew for every file would cost more than most files do.
    isolate: false,
    testTimeout: 60 * SECOND,
    hookTimeout: 60 * SECOND,
    coverage: { include: ['src/**', 'schemas/**'] },
  },
}));
