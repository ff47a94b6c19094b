/** Whole runs against the simulator with a clock that a test sets, into a real folder. */
import { randomUUID } from 'node:crypto';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { collectSnapshot, type RunResult } from '../../src/pipeline.ts';
import type { RunConnection, RunDeps, RunRequest } from '../../src/run/deps.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { createSegmentClient } from '../../src/segment/client.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { Spool } from '../../src/spool/spool.ts';
import { newSigner } from '../seal/keys.ts';
import { configurationOf } from '../support/configuration.ts';
import { openQueue } from '../support/request-queue.ts';
import { spine } from '../support/spine.ts';
import { openStore } from './committing.ts';

const oneSigner = newSigner();

export interface RunChanges {
  readonly at: string;
  readonly role?: 'owner' | 'member' | 'revoked';
  readonly signer?: Signer;
  /** How far the server's clock is ahead of ours. */
  readonly serverAheadMs?: number;
  readonly request?: Partial<RunRequest>;
}

/** Runs once, at an instant, and gives what came of it. */
export async function runAt(
  folder: string,
  { at, role = 'owner', ...changes }: RunChanges,
): Promise<RunResult> {
  const now = () => new Date(at);
  const server = () => new Date(Date.parse(at) + (changes.serverAheadMs ?? 0));
  const simulator = await startSimulator({ now: server });
  const nowMs = () => now().getTime();
  const queue = openQueue({ concurrency: 1, nowMs, sleep: async () => undefined });
  const config: RunConnection = {
    name: 'acme',
    region: 'us',
    apiUrl: simulator.url,
    apiUrlIsOverride: true,
    schedule: '0 3 * * *',
    timezone: 'Etc/UTC',
    features: {},
    collect: { include: [], exclude: [], pageSize: 200 },
    retention: null,
  };
  const deps: RunDeps = {
    store: openStore(folder),
    connection: 'acme',
    signer: changes.signer ?? oneSigner,
    now,
    newRunId: randomUUID,
    newLogId: () => randomUUID().replaceAll('-', ''),
    backOff: async () => undefined,
    config,
    configuration: configurationOf(config),
    toolVersion: '0.0.0-test',
    toolDigest: undefined,
    executor: { kind: 'host' },
    definitions: spine,
    checks: [],
    random: () => 0.5,
    channels: [],
    fingerprints: createFingerprinter(Buffer.from('a fingerprint key, long enough')),
    fetchToken: async () => ({ secret: new Secret(simulator.tokens[role], 'env:TEST') }),
    openClient: (token, onAttempt) => {
      const transport = createTransport({ origin: simulator.url, connections: 1 });
      const client = createSegmentClient({
        origin: simulator.url,
        transport,
        token,
        queue,
        nowMs,
        sleep: async () => undefined,
        random: () => 0,
        userAgent: 'test',
        onAttempt,
      });
      return { client, otherRegion: undefined, close: () => transport.close() };
    },
    proxyHost: undefined,
    sleep: async () => undefined,
    newSpool: () => new Spool(),
    log: { info: () => undefined, warn: () => undefined },
  };
  try {
    return await collectSnapshot(deps, { trigger: 'schedule', ...changes.request });
  } finally {
    await simulator.close();
  }
}
