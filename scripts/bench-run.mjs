/** One run of the pipeline in a process of its own; sends back what it took. */
import { generateKeyPairSync } from 'node:crypto';
import { resources } from '../dist/schemas/resources/index.js';
import { Limits, openRun, realSurroundings } from '../dist/src/deps.js';
import { keepMemorySmall } from '../dist/src/memory.js';
import { collectSnapshot } from '../dist/src/pipeline.js';

keepMemorySmall();
const [, , url, folder] = process.argv;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const env = {
  SEGMENT_TOKEN: process.env.BENCH_TOKEN,
  SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  FINGERPRINT_KEY: 'a fingerprint key for benchmarks, long enough',
};
const surroundings = realSurroundings(env, new AbortController().signal);
const connection = {
  name: 'bench',
  region: 'us',
  tokenRef: 'env:SEGMENT_TOKEN',
  timezone: 'Etc/UTC',
  concurrency: 4,
  requestsPerMinute: 1e9,
  features: {},
  collect: { include: [], exclude: [], lanes: ['standard'], pageSize: 200 },
  apiUrl: url,
  apiUrlIsOverride: true,
  otherRegionUrl: null,
  store: { kind: 'folder', path: folder },
  signingKeyRef: 'env:SIGNING_KEY',
  fingerprintKeyRef: 'env:FINGERPRINT_KEY',
  retention: null,
  alerts: [],
  written: {},
};
const log = { info: () => undefined, warn: () => undefined };
const deps = await openRun(connection, surroundings, new Limits(surroundings), {
  log,
  onSecret: () => undefined,
});
const definitions = resources.map(({ requestsPerMinute: _, ...definition }) => definition);
const startedMs = performance.now();
const result = await collectSnapshot({ ...deps, definitions }, { trigger: 'manual' });
const { predicate } = result.record.statement;
process.send({
  seconds: Number(((performance.now() - startedMs) / 1000).toFixed(2)),
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  status: predicate.status,
  requests: predicate.resources.reduce((sum, { requests }) => sum + requests, 0),
  records: predicate.resources.reduce((sum, { records }) => sum + (records ?? 0), 0),
  megabytes: Math.round(predicate.artifacts.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6),
});
process.disconnect();
