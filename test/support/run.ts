/**
 * Whole runs in-process, against the simulator's real sockets, into a real folder. Time is made up:
 * whoever sleeps moves the clock on and leaves the delay in a list.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Predicate } from '../../schemas/chain.ts';
import type { Configuration } from '../../schemas/configuration.ts';
import type { ResourceEntry } from '../../schemas/manifest.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { collectSnapshot, type RunResult } from '../../src/pipeline.ts';
import type { RunConnection, RunDeps, RunRequest } from '../../src/run/deps.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import {
  type RequestLogEntry,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/simulator/simulator.ts';
import { Spool } from '../../src/spool/spool.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { createTestClient, VirtualClock } from './client.ts';
import { configurationOf } from './configuration.ts';
import { spine } from './spine.ts';

/** One key for all: making one takes longer than a run. */
const KEY_PAIR = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** The key of somebody else. */
export const otherSigner = createLocalSigner(
  String(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ),
  'other',
);
export const signer = createLocalSigner(
  String(KEY_PAIR.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  'test',
);

export interface RunSettings extends Partial<RunRequest> {
  /** Default: the spine. */
  readonly definitions?: readonly ResourceDefinition[];
  /** Default: the owner's. */
  readonly token?: string;
  readonly fetchToken?: RunDeps['fetchToken'];
  readonly config?: Partial<RunConnection>;
  /** What the kept configuration says besides. */
  readonly configuration?: Partial<Configuration>;
  readonly concurrency?: number;
  /** Where the other region's host is; default: not asked. */
  readonly otherRegionUrl?: string;
  /** By how much this machine's clock is ahead of the server's. */
  readonly aheadMs?: number;
  /** Asks the run to stop. */
  readonly signal?: AbortSignal;
  readonly changes?: Partial<RunDeps>;
}

/** What one run left behind. */
export interface Ran {
  readonly result: RunResult;
  readonly record: Predicate;
  /** Every file of the bag by its path in it. */
  readonly files: ReadonlyMap<string, string>;
  readonly requests: readonly RequestLogEntry[];
  readonly delays: readonly number[];
  /** What the run logged, one JSON text each. */
  readonly logged: readonly string[];
  entry(resource: string): ResourceEntry;
  lines<T = Record<string, unknown>>(path: string): readonly T[];
  /** Conditions as `name` or `name resource`, in the record's order. */
  readonly conditions: readonly string[];
}

/** A simulator, a folder and a clock, for as many runs as a test needs. */
export interface Workbench {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly clock: VirtualClock;
  run(settings?: RunSettings): Promise<Ran>;
  verify(): Promise<VerifyReport>;
  close(): Promise<void>;
}

/** Returns a workbench of its own. Close it when done. */
export async function createWorkbench(
  options: Omit<SimulatorOptions, 'now'> & { readonly clock?: VirtualClock } = {},
): Promise<Workbench> {
  const clock = options.clock ?? new VirtualClock();
  const simulator = await startSimulator({ sleep: async () => undefined, ...options, now: clock.now });
  const folder = mkdtempSync(join(tmpdir(), 'evidence-run-'));
  let names = 0;
  let runs = 0;
  const bench = { simulator, folder, clock, newName: () => `test-${names++}`, runNumber: () => runs++ };
  return {
    ...bench,
    run: (settings = {}) => runOnce(bench, settings),
    verify: () =>
      verifyStore({ store: openFolderStore(folder, bench.newName), keys: [signer], now: clock.now() }),
    close: async () => {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Bench {
  readonly simulator: Simulator;
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly newName: () => string;
  readonly runNumber: () => number;
}

async function runOnce(bench: Bench, settings: RunSettings): Promise<Ran> {
  const { simulator, folder, clock } = bench;
  const { trigger = 'schedule', slot, force, only, readUntil } = settings;
  const logged: string[] = [];
  const requestsBefore = simulator.requests.length;
  const delaysBefore = clock.delays.length;
  const request: RunRequest = {
    trigger,
    ...(slot === undefined ? {} : { slot }),
    ...(force === undefined ? {} : { force }),
    ...(only === undefined ? {} : { only }),
    ...(readUntil === undefined ? {} : { readUntil }),
  };
  const result = await collectSnapshot(depsOf(bench, settings, logged), request);
  const record = result.record.statement.predicate;
  const files = new Map(
    result.record.statement.subject.map(({ name }) => [
      name,
      readFileSync(join(folder, 'segment-evidence/v1', record.connection, record.snapshotPath, name), 'utf8'),
    ]),
  );
  // The clock moves on by itself between runs, as days do.
  clock.advance(1000);
  return {
    result,
    record,
    files,
    requests: simulator.requests.slice(requestsBefore),
    delays: clock.delays.slice(delaysBefore),
    logged,
    entry: (resource) => entryOf(record, resource),
    lines: (path) => linesOf(files.get(path) ?? ''),
    conditions: record.conditions.map(({ condition, resource }) =>
      resource === undefined ? condition : `${condition} ${resource}`,
    ),
  };
}

function entryOf(record: Predicate, resource: string): ResourceEntry {
  const entry = record.resources.find(({ name }) => name === resource);
  if (entry === undefined) throw new Error(`the record says nothing of ${resource}`);
  return entry;
}

function linesOf<T>(text: string): readonly T[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);
}

function depsOf(bench: Bench, settings: RunSettings, logged: string[]): RunDeps {
  const { simulator, folder, clock } = bench;
  const number = String(bench.runNumber()).padStart(8, '0');
  const token = settings.token ?? simulator.tokens.owner;
  const log = (fields: object, message: string) => logged.push(JSON.stringify({ ...fields, message }));
  const config: RunConnection = {
    name: 'acme',
    region: 'us',
    apiUrl: simulator.url,
    apiUrlIsOverride: true,
    timezone: 'Etc/UTC',
    features: {},
    collect: { include: [], exclude: [], pageSize: 200 },
    retention: null,
    ...settings.config,
  };
  return {
    store: openFolderStore(folder, bench.newName),
    connection: 'acme',
    signer,
    now: () => new Date(clock.nowMs() + (settings.aheadMs ?? 0)),
    newRunId: () => `${number}-0000-4000-8000-000000000000`,
    newLogId: () => '0123456789abcdef0123456789abcdef',
    backOff: async () => undefined,
    config,
    configuration: configurationOf(config, settings.configuration),
    toolVersion: '0.0.0-test',
    toolDigest: undefined,
    executor: { kind: 'host' },
    definitions: settings.definitions ?? spine,
    checks: [],
    fingerprints: createFingerprinter(Buffer.from('a fingerprint key for tests, long enough')),
    fetchToken: settings.fetchToken ?? (async () => ({ secret: new Secret(token, 'env:TOKEN') })),
    openClient: openClientOf(simulator.url, clock, settings),
    proxyHost: undefined,
    sleep: clock.sleep,
    random: () => 0.5,
    channels: [],
    newSpool: () => new Spool(),
    log: { info: log, warn: log },
    ...settings.changes,
  };
}

function openClientOf(
  url: string,
  clock: VirtualClock,
  { otherRegionUrl, concurrency = 4, aheadMs = 0, signal }: RunSettings,
): RunDeps['openClient'] {
  return (token, onAttempt, untilMs) => {
    const clientFor = (origin: string) =>
      createTestClient({
        origin,
        token: token.reveal(),
        clock: { nowMs: () => clock.nowMs() + aheadMs, sleep: clock.sleep },
        concurrency,
        onAttempt,
        untilMs,
        ...(signal === undefined ? {} : { signal }),
      });
    const client = clientFor(url);
    const otherRegion = otherRegionUrl === undefined ? undefined : clientFor(otherRegionUrl);
    return {
      client,
      otherRegion,
      close: async () => {
        await Promise.all([client.close(), otherRegion?.close()]);
      },
    };
  };
}
