/** One run of ours in a process of its own; sends back what it took. */
import '../dist/src/memory.js';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { spent } from './bench-spent.mjs';

// Afterwards, as in the bundle: what is imported above is read before any of it runs.
const { isGap } = await import('../dist/schemas/outcome.js');
const { loadConfig } = await import('../dist/src/config/load.js');
const { Limits, openRun, realSurroundings } = await import('../dist/src/deps.js');
const { collectSnapshot } = await import('../dist/src/pipeline.js');

/** @type {{ token: string, folder: string, concurrency: number, perMinute?: number }} */
const { token, folder, concurrency, perMinute } = JSON.parse(process.argv[2] ?? '{}');

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const env = {
  BENCH_TOKEN: token,
  BENCH_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  BENCH_FINGERPRINTS: 'a fingerprint key for benchmarks, long enough',
};
const { connections } = await loadConfig({
  env,
  cwd: folder,
  homeDir: folder,
  file: join(folder, 'evidence.config.yaml'),
  overrides: {},
});
const connection = { ...connections[0], concurrency, requestsPerMinute: perMinute ?? 1e9 };
const surroundings = realSurroundings(env, new AbortController().signal);
const log = { info: () => undefined, warn: () => undefined };
// With limits lifted, those of single operations are lifted too: it would measure waiting.
const limits = new Limits(surroundings, { areOperationsLimited: perMinute !== undefined });
const deps = await openRun(connection, surroundings, limits, { log, onSecret: () => undefined });
const startedAtMs = Date.now();
const startedMs = performance.now();
const result = await collectSnapshot(deps, { trigger: 'manual' });
const seconds = (performance.now() - startedMs) / 1000;
const { predicate } = result.record.statement;
const gaps = predicate.resources.filter(isGap);
process.send({
  ...spent(seconds),
  startedAtMs,
  status: predicate.status,
  gaps: gaps.map(({ name, outcome, reason }) => `${name} ${outcome} ${reason}`),
  records: predicate.resources.reduce((sum, { records }) => sum + (records ?? 0), 0),
  storedBytes: predicate.artifacts.reduce((sum, { bytes }) => sum + bytes, 0),
});
process.disconnect();
