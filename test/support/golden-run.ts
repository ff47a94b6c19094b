/**
 * A run in which nothing is left to chance: clock, ids, key and signature are fixed, so that every
 * byte of the store can be compared. ECDSA is randomised in node:crypto; here it is deterministic (RFC 6979).
 */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { resources } from '../../schemas/resources/index.ts';
import { check as owners } from '../../src/checks/membership/workspace-owner-count-within-bounds.ts';
import { check as writeKeys } from '../../src/checks/sources/write-keys-are-not-shared-across-sources.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { collectSnapshot } from '../../src/pipeline.ts';
import type { RunConnection, RunDeps } from '../../src/run/deps.ts';
import { keyIdOf } from '../../src/seal/dsse.ts';
import type { Signer } from '../../src/seal/signer.ts';
import { createSegmentClient } from '../../src/segment/client.ts';
import { createTransport } from '../../src/segment/transport.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { Spool } from '../../src/spool/spool.ts';
import { openFolderStore } from '../../src/store/folder.ts';
import { configurationOf } from './configuration.ts';
import { optIn } from './opt-in.ts';
import { openQueue } from './request-queue.ts';

/** Two of them, so that a new check changes no golden byte. */
const goldenChecks = [owners, writeKeys];

/** The private key is the digest of a sentence: public on purpose, good for nothing but these tests. */
const SCALAR = createHash('sha256').update('segment-evidence golden key: not a secret').digest();

export const goldenSigner: Signer = createGoldenSigner();

function createGoldenSigner(): Signer {
  const point = Buffer.from(p256.getPublicKey(SCALAR, false));
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: SCALAR.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' }));
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: async (message) => p256.sign(message, SCALAR, { format: 'der', lowS: false }),
  };
}

export interface GoldenOptions {
  readonly pageSize?: number;
  readonly order?: 'natural' | 'reversed' | 'shuffled';
}

/** Writes the golden store into a folder: a complete run, a second one, a member's, a revoked token's. */
export async function writeGoldenStore(folder: string, options: GoldenOptions = {}): Promise<void> {
  const tokens = ['owner', 'owner', 'member', 'revoked'] as const;
  for (const [index, role] of tokens.entries()) await runOnce(folder, index, role, options);
}

async function runOnce(
  folder: string,
  index: number,
  role: 'owner' | 'member' | 'revoked',
  { pageSize = 200, order = 'natural' }: GoldenOptions,
): Promise<void> {
  // Time stands still, but for whoever waits.
  let waitedMs = 0;
  const now = () => new Date(Date.UTC(2026, 10, 22 + index, 3, 0, 4) + waitedMs);
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  const simulator = await startSimulator({ now, order });
  const nowMs = () => now().getTime();
  const queue = openQueue({ concurrency: 1, nowMs, sleep });
  let names = 0;
  const config: RunConnection = {
    name: 'golden',
    region: 'us',
    apiUrl: 'http://127.0.0.1:4010',
    apiUrlIsOverride: true,
    schedule: '0 3 * * *',
    timezone: 'Etc/UTC',
    features: {},
    // The second run reads all there is: a record of each format, and once is enough.
    collect: { include: index === 1 ? optIn : [], exclude: [], pageSize },
    retention: null,
  };
  const deps: RunDeps = {
    store: openFolderStore(folder, () => `golden-${names++}`),
    connection: 'golden',
    signer: goldenSigner,
    now,
    newRunId: () => `0000000${index}-0000-4000-8000-000000000000`,
    newLogId: () => '0123456789abcdef0123456789abcdef',
    backOff: async () => undefined,
    config,
    configuration: configurationOf(config, { declaredRole: 'Workspace Owner' }),
    toolVersion: '0.0.0-golden',
    toolDigest: `sha256:${createHash('sha256').update('golden bundle').digest('hex')}`,
    executor: { kind: 'host' },
    definitions: resources,
    checks: goldenChecks,
    fingerprints: createFingerprinter(Buffer.from('golden fingerprint key, long enough')),
    fetchToken: async () => ({ secret: new Secret(simulator.tokens[role], 'env:GOLDEN') }),
    openClient: (token, onAttempt) => {
      const transport = createTransport({ origin: simulator.url, connections: 1 });
      const client = createSegmentClient({
        origin: simulator.url,
        transport,
        token,
        queue,
        nowMs,
        sleep,
        random: () => 0,
        userAgent: 'golden',
        onAttempt,
      });
      return { client, otherRegion: undefined, close: () => transport.close() };
    },
    proxyHost: undefined,
    sleep,
    random: () => 0,
    channels: [],
    newSpool: () => new Spool(),
    log: { info: () => undefined, warn: () => undefined },
  };
  try {
    await collectSnapshot(deps, { trigger: 'schedule', slot: `2026-11-${22 + index}T03:00:00.000Z` });
  } finally {
    await simulator.close();
  }
}
