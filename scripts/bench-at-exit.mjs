/** Loaded into a command line before it starts: writes what it took into a file when it ends. */
import { writeFileSync } from 'node:fs';
import { spent } from './bench-spent.mjs';

const startedMs = performance.now();
process.once('exit', () => {
  writeFileSync(process.env.BENCH_SPENT, JSON.stringify(spent((performance.now() - startedMs) / 1000)));
});
