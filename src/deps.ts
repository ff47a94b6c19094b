/**
 * Composition root: configuration in, everything a run needs out. The only file that picks
 * implementations, and the only one that asks the real clock and the real dice.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { resources } from '../schemas/resources/index.ts';
import { authorityOf } from './authority.ts';
import { channelsOf } from './channels.ts';
import { checks } from './checks/index.ts';
import { configurationOf } from './config/configuration.ts';
import type { EffectiveConnection } from './config/effective.ts';
import { type Environment, readEnvironment } from './config/environment.ts';
import { executorOf } from './config/executor.ts';
import { openInput } from './config/inputs/input-file.ts';
import { type ProxyAddress, proxyFor } from './config/proxy.ts';
import { toRunConnection } from './config-to-run.ts';
import { fetchRunKeys, fetchToken, previousKeysOf, type RunKeys } from './credentials.ts';
import { createFingerprinter } from './evidence/fingerprint.ts';
import type { Secret } from './evidence/secret.ts';
import type { Limits } from './limits.ts';
import { createResumeCipher } from './resume/cipher.ts';
import type { RunDeps, RunLog } from './run/deps.ts';
import { createSegmentClient } from './segment/client.ts';
import { createTransport } from './segment/transport.ts';
import { Room } from './spool/room.ts';
import { Spool } from './spool/spool.ts';
import { openFolderStore } from './store/folder.ts';
import { openS3Store } from './store/s3.ts';
import type { BucketOptions } from './store/s3-bucket.ts';
import type { Store } from './store/store.ts';
import { toolDigest } from './tool-digest.ts';
import { TOOL_VERSION } from './tool-version.ts';

export { fetchFingerprintKey, openSecrets, openSigner, previousKeysOf, type RunKeys } from './credentials.ts';
export { Limits } from './limits.ts';

/** What time it is and how to wait: real in the program, made up in tests. */
export interface Surroundings {
  readonly env: Environment;
  /** Of an invocation of a Lambda function. */
  readonly requestId?: string;
  readonly now: () => Date;
  /** Ends early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From [0, 1). */
  readonly random: () => number;
  readonly newRunId: () => string;
  readonly newLogId: () => string;
  /** Aborted when someone asks the process to stop; its reason is an InterruptedError. */
  readonly signal: AbortSignal;
  /** How long a run lasts before anything is kept for the one that resumes it. Default: a minute. */
  readonly resumeAfterMs?: number;
}

/** Shorter runs are read again sooner than what they would leave behind is written. */
const RESUME_AFTER_MS = 60_000;

/** Returns the real surroundings of the process. */
export function realSurroundings(env: Environment, signal: AbortSignal): Surroundings {
  return {
    env,
    now: () => new Date(),
    // A signal of its own for each who waits: of one that many listen to Node.js warns.
    sleep: (ms, early) =>
      wait(ms, undefined, {
        signal: AbortSignal.any(early === undefined ? [signal] : [signal, early]),
      }).catch(() => signal.throwIfAborted()),
    random: Math.random,
    newRunId: randomUUID,
    newLogId: () => randomBytes(16).toString('hex'),
    signal,
  };
}

/** What nobody can guess: 256 bits, of letters, digits, hyphens and underscores. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Where a store is, and what an S3 one needs besides. */
export type StorePlace = Pick<EffectiveConnection, 'store' | 'bucketOwner' | 'retention'>;

/** Returns the store of a connection; nothing is asked of it yet. `log` hears what is odd about a folder's disk. */
export function openStore(place: StorePlace, env: Environment = readEnvironment(), log?: RunLog): Store {
  const { store } = place;
  if (store.kind === 's3') return openS3Store(bucketOptions(place, env));
  const newName = () => `${process.pid}-${randomUUID()}`;
  return openFolderStore(store.path, newName, (path, code) => log?.warn({ path, code }, NOT_FLUSHED));
}

const NOT_FLUSHED =
  'this file system cannot say that a file is on the disk: after a loss of power, verify the store';

/** Returns what a bucket is opened with. @throws Error when the store is none: a bug */
export function bucketOptions(
  { store, bucketOwner, retention }: StorePlace,
  env: Environment,
): BucketOptions {
  if (store.kind !== 's3') throw new Error(`open bucket: ${store.path}: expected s3://, got a folder`);
  return {
    bucket: store.bucket,
    prefix: store.prefix,
    bucketOwner,
    retention,
    hasOwnEndpoint: Boolean(env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']),
    now: () => new Date(),
    sleep: (ms) => wait(ms),
    random: Math.random,
  };
}

export interface RunExtras {
  readonly log: RunLog;
  readonly onResource?: RunDeps['onResource'];
  /** Called with each secret as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
  /** Called when the run has ended, however it did. */
  readonly close?: () => Promise<void>;
}

/** Returns what a run of this connection needs. @throws SealError when a key cannot be used */
export async function openRun(
  connection: EffectiveConnection,
  surroundings: Surroundings,
  limits: Limits,
  extras: RunExtras,
): Promise<RunDeps> {
  const keys = await fetchRunKeys(connection, surroundings.env);
  return composeRun(connection, keys, { surroundings, limits, extras });
}

/** Returns what a run of this connection needs, with keys that are at hand. */
export function composeRun(
  connection: EffectiveConnection,
  { signer, fingerprintKey, secrets }: RunKeys,
  around: { readonly surroundings: Surroundings; readonly limits: Limits; readonly extras: RunExtras },
): RunDeps {
  const { surroundings, limits, extras } = around;
  const { env, now, sleep, random, newRunId, newLogId } = surroundings;
  const proxy = proxyFor(connection.apiUrl, env);
  const room = new Room();
  return {
    store: openStore(connection, env, extras.log),
    connection: connection.name,
    signer,
    previousKeys: previousKeysOf(connection),
    now,
    newRunId,
    newLogId,
    backOff: (attempt) => sleep(Math.round(random() * 100 * attempt)),
    config: toRunConnection(connection),
    configuration: configurationOf(connection),
    toolVersion: TOOL_VERSION,
    toolDigest: toolDigest(),
    executor: executorOf(env, surroundings.requestId),
    definitions: resources,
    checks,
    inputs: connection.inputs.map(openInput),
    fingerprints: createFingerprinter(fingerprintKey),
    tokenReference: connection.tokenRef,
    fetchToken: async () => {
      const token = await fetchToken(connection, secrets);
      extras.onSecret(token.secret.reveal());
      return token;
    },
    openClient: (token, onAttempt, untilMs) =>
      openClients(connection, token, { surroundings, limits, proxy, onAttempt, untilMs }),
    onSecret: extras.onSecret,
    proxyHost: proxy?.host,
    sleep,
    random,
    channels: channelsOf(connection, { ...surroundings, toolVersion: TOOL_VERSION, ...extras }),
    authority: authorityOf(connection, { env, signal: surroundings.signal, onSecret: extras.onSecret }),
    newSpool: () => new Spool(undefined, room),
    resume: resumeOf(fingerprintKey, surroundings),
    log: extras.log,
    ...(extras.onResource === undefined ? {} : { onResource: extras.onResource }),
  };
}

function resumeOf(fingerprintKey: Uint8Array, surroundings: Surroundings): RunDeps['resume'] {
  const cipher = createResumeCipher(fingerprintKey, randomBytes);
  return { cipher, afterMs: surroundings.resumeAfterMs ?? RESUME_AFTER_MS };
}

export interface ClientExtras {
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly proxy: ProxyAddress | undefined;
  readonly onAttempt: Parameters<RunDeps['openClient']>[1];
  readonly untilMs: number | undefined;
}

/** Returns the clients for a token of a connection, and for the other region's host where that is asked. */
export function openClients(
  connection: EffectiveConnection,
  token: Secret,
  { surroundings, limits, proxy, onAttempt, untilMs }: ClientExtras,
): ReturnType<RunDeps['openClient']> {
  const { now, sleep, random, signal } = surroundings;
  const queue = limits.of(connection);
  const clientFor = (url: string, proxyUrl: string | undefined) => {
    const { origin } = new URL(url);
    const transport = createTransport({ origin, connections: connection.concurrency, proxyUrl });
    const client = createSegmentClient({
      origin,
      transport,
      token,
      queue,
      nowMs: () => now().getTime(),
      sleep,
      untilMs,
      random,
      userAgent: `segment-evidence/${TOOL_VERSION}`,
      onAttempt,
      signal,
    });
    return { client, close: () => transport.close() };
  };
  const own = clientFor(connection.apiUrl, proxy?.url);
  const { otherRegionUrl } = connection;
  const other =
    otherRegionUrl === null
      ? undefined
      : clientFor(otherRegionUrl, proxyFor(otherRegionUrl, surroundings.env)?.url);
  return {
    client: own.client,
    otherRegion: other?.client,
    close: async () => {
      await Promise.all([own.close(), other?.close()]);
    },
  };
}
