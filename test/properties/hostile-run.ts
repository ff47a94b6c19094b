/** A whole run in this process over a real socket into a real folder, and what came of it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Predicate } from '../../schemas/chain.ts';
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { resources } from '../../schemas/resources/index.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { collectSnapshot } from '../../src/pipeline.ts';
import type { RunConnection } from '../../src/run/deps.ts';
import { createSegmentClient } from '../../src/segment/client.ts';
import { createTransport } from '../../src/segment/transport.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { Spool } from '../../src/spool/spool.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { verifyStore } from '../../src/verify/verify.ts';
import { configurationOf } from '../support/configuration.ts';
import { readFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { openQueue } from '../support/request-queue.ts';

export const FINGERPRINTS = createFingerprinter(Buffer.from('a fingerprint key for hostile values'));
const NOW = new Date(Date.UTC(2026, 10, 22, 3, 0, 4));
export const now = () => NOW;

export interface Outcome {
  readonly predicate: Predicate;
  readonly verified: VerifyReport;
  /** Every file of the store, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The lines of a resource's artifact, or of another file under `data/`; none where there is no file. */
  linesOf(name: string): readonly string[];
  entryOf(resource: string): Predicate['resources'][number];
}

/**
 * Collects, commits and verifies one snapshot. Rejects when the run ends by a bug. `include`: resources that are read
 * only when they are named. `definitions`: what may be read.
 */
export async function collectFrom(
  simulator: Simulator,
  include: readonly string[] = [],
  definitions: readonly ResourceDefinition[] = resources,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-hostile-'));
  try {
    const store = openFolderStore(folder, randomUUID);
    const result = await collectSnapshot(
      { ...depsOf(simulator, store, include), definitions },
      { trigger: 'manual' },
    );
    if (result.kind !== 'committed') throw new Error('expected a commit');
    const { predicate } = result.record.statement;
    const verified = await verifyStore({ store, now: new Date(), keys: [goldenSigner] });
    const bag = join(folder, 'segment-evidence/v1/hostile', predicate.snapshotPath);
    const entryOf = (resource: string) => {
      const entry = predicate.resources.find(({ name }) => name === resource);
      if (entry === undefined) throw new Error(`no entry of ${resource}`);
      return entry;
    };
    const cache = new Map<string, readonly string[]>();
    for (const { path } of predicate.artifacts) cache.set(path, linesIn(join(bag, path)));
    return {
      predicate,
      verified,
      files: readFolder(folder),
      entryOf,
      linesOf: (name) => cache.get(`data/resources/${name}.jsonl`) ?? cache.get(`data/${name}.jsonl`) ?? [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function linesIn(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

function depsOf(
  simulator: Simulator,
  store: ReturnType<typeof openFolderStore>,
  include: readonly string[],
): Parameters<typeof collectSnapshot>[0] {
  // Whoever waits finds that the time has passed.
  let waitedMs = 0;
  const nowMs = () => NOW.getTime() + waitedMs;
  const atOnce = async (ms: number) => {
    waitedMs += ms;
  };
  const queue = openQueue({ nowMs, sleep: atOnce });
  const config: RunConnection = {
    name: 'hostile',
    region: 'us',
    apiUrl: simulator.url,
    apiUrlIsOverride: true,
    timezone: 'Etc/UTC',
    features: {},
    collect: { include, exclude: [], pageSize: 200 },
    retention: null,
  };
  return {
    store,
    connection: 'hostile',
    signer: goldenSigner,
    now: () => new Date(nowMs()),
    newRunId: () => '00000000-0000-4000-8000-000000000000',
    newLogId: () => '0123456789abcdef0123456789abcdef',
    backOff: async () => undefined,
    config,
    configuration: configurationOf(config),
    toolVersion: '0.0.0',
    toolDigest: undefined,
    executor: { kind: 'host' },
    definitions: resources,
    checks: [],
    random: () => 0.5,
    channels: [],
    fingerprints: FINGERPRINTS,
    fetchToken: async () => ({ secret: new Secret(simulator.tokens.owner, 'env:HOSTILE') }),
    openClient: (token, onAttempt) => {
      const transport = createTransport({ origin: simulator.url, connections: 4 });
      const client = createSegmentClient({
        origin: simulator.url,
        transport,
        token,
        queue,
        nowMs,
        sleep: atOnce,
        random: () => 0,
        userAgent: 'hostile',
        onAttempt,
      });
      return { client, otherRegion: undefined, close: () => transport.close() };
    },
    proxyHost: undefined,
    sleep: atOnce,
    newSpool: () => new Spool(),
    log: { info: () => undefined, warn: () => undefined },
  };
}
