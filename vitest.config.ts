/** How the tests are run. `--mode full` is the full tier: test/support/tier.ts says what that is. */
import { existsSync, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';
import { withVerifyScriptInTests } from './scripts/browser-bundles.mjs';

const SECOND = 1_000;
const GIB = 2 ** 30;

/**
 * Tests write thousands of small files, each flushed to its disk, and delete them again: a third of their
 * time. In the fast tier that disk is one in memory, where the system has one with room; in the full tier
 * it is the usual one.
 */
function diskInMemory(): Record<string, string> {
  const path = '/dev/shm';
  if (!existsSync(path)) return {};
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize > 2 * GIB ? { TMPDIR: path } : {};
}

export default defineConfig(({ mode }) => ({
  plugins: [withVerifyScriptInTests],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(mode === 'full' ? [] : ['test/**/*.full.test.ts'])],
    env: mode === 'full' ? { TEST_TIER: 'full' } : { TEST_TIER: 'fast', ...diskInMemory() },
    // No test starts a command line of yesterday's sources.
    globalSetup: ['scripts/build.mjs'],
    setupFiles: ['test/support/draws.ts'],
    // Some tests wait, for a process or for a time limit: then another file has the core.
    maxWorkers: availableParallelism() + 1,
    // Most of what a test makes is gone with it: with little room for new things, too much of it is moved about.
    execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
    // Reading our modules anew for every file would cost more than most files do.
    isolate: false,
    testTimeout: 60 * SECOND,
    hookTimeout: 60 * SECOND,
    coverage: { include: ['src/**', 'schemas/**'] },
  },
}));
