/**
 * What other programs call: collect, verify, open a store, and answer from it. Thin: each says in plain values what the command
 * line says in flags. Reads the process environment where none is given; prints nothing.
 */
import type { X509Certificate } from 'node:crypto';
import type { Predicate } from '../schemas/chain.ts';
import { features, resources } from '../schemas/resources/index.ts';
import { readCertificates } from './anchor/certificates.ts';
import { type Population, population } from './answers/population.ts';
import { populationNames, viewOf } from './answers/views/index.ts';
import { type Environment, readEnvironment, readHome } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import { storeAddressProblem, toStoreLocation } from './config/store-location.ts';
import { readPublicKey } from './crypto/node.ts';
import { Limits, openStore as openPlace, realSurroundings } from './deps.ts';
import { UsageError } from './errors.ts';
import type { Delivery } from './run/announce.ts';
import type { RunLog, RunRequest } from './run/deps.ts';
import type { Stamping } from './run/stamp.ts';
import { runConnection } from './run-connection.ts';
import type { Store } from './store/store.ts';
import type { TrustedKey } from './verify/keys.ts';
import { type History, readHistory as readVerifiedHistory } from './verify/read-history.ts';
import { readSnapshot as readVerified, type Snapshot } from './verify/read-snapshot.ts';
import { receiptsIn } from './verify/receipt-text.ts';
import { type GivenReceipt, normaliseReceiptText } from './verify/receipts.ts';
import type { VerifyReport } from './verify/report.ts';
import { verifyStore } from './verify/verify.ts';

export interface CollectRequest extends Omit<RunRequest, 'trigger'> {
  /** Name of a connection in the configuration. */
  readonly connection: string;
  /** The configuration file; default: as the command line finds it. */
  readonly config?: string;
  readonly trigger?: RunRequest['trigger'];
  /** Aborting it ends the run without a record. */
  readonly signal?: AbortSignal;
  /** Is told what happens; default: no one is. */
  readonly log?: RunLog;
  readonly env?: Environment;
}

export interface Collected {
  /** `already-collected`: the slot has a complete record, which this is. */
  readonly kind: 'committed' | 'already-collected';
  /** The signed manifest. Look at `status`: what could not be read is committed too. */
  readonly manifest: Predicate;
  /** Five lines to keep somewhere else; only of a record that was committed now. */
  readonly receipt?: string;
  /** What became of the alerts. */
  readonly deliveries: readonly Delivery[];
  /** What became of the time stamp of the newest record; absent where no authority is named. */
  readonly stamp?: Stamping;
}

/**
 * Collects and commits one snapshot of a connection; a failed or partial one too.
 * @throws ConfigError, UsageError: nothing was contacted; StoreError, SealError: nothing was committed
 */
export async function collect(request: CollectRequest): Promise<Collected> {
  const {
    connection: name,
    config: named,
    trigger = 'manual',
    signal,
    log,
    env = readEnvironment(),
    ...rest
  } = request;
  const known = { resources: resources.map((resource) => resource.name), features };
  const file = named === undefined ? {} : { file: named };
  const config = await loadConfig({ env, cwd: process.cwd(), homeDir: readHome(), known, ...file });
  const { connections } = config;
  const connection = connections.find((each) => each.name === name);
  if (config.senders.some((each) => each.name === name)) {
    const message = `collect: ${name}: expected a connection that reads evidence, got a write-key connection, which only sends`;
    throw new UsageError({ message });
  }
  if (connection === undefined) {
    const names = connections.map((each) => each.name).join(', ');
    throw new UsageError({ message: `collect: ${name}: expected the name of a connection, one of ${names}` });
  }
  const surroundings = realSurroundings(env, signal ?? new AbortController().signal);
  const ended = await runConnection(
    connection,
    { trigger, ...rest },
    {
      surroundings,
      limits: new Limits(surroundings, config),
      extras: { log: log ?? SILENT, onSecret: () => undefined },
    },
  );
  if ('error' in ended) throw ended.error;
  const { result } = ended;
  return {
    kind: result.kind,
    manifest: result.record.statement.predicate,
    deliveries: result.deliveries,
    ...(result.stamp === undefined ? {} : { stamp: result.stamp }),
    ...(result.kind === 'committed' ? { receipt: result.receipt } : {}),
  };
}

const SILENT: RunLog = { info: () => undefined, warn: () => undefined };

/** Returns the store at a folder, or at `s3://BUCKET/PREFIX`. Asks nothing of it yet. @throws UsageError */
export function openStore(location: string, env: Environment = readEnvironment()): Store {
  const problem = storeAddressProblem(location);
  if (problem !== undefined) throw new UsageError({ message: `open store: ${location}: ${problem}` });
  return openPlace({ store: toStoreLocation(location, process.cwd()), retention: null }, env);
}

/** Whose signatures count, and what was kept elsewhere. */
export interface Trust {
  /**
   * Public keys in PEM, which you got another way than the evidence itself. One with a connection counts for that one
   * alone; the others for every connection that has none of its own.
   */
  readonly keys: readonly (string | { readonly connection: string; readonly key: string })[];
  /** Texts of receipts that were kept elsewhere: without one, no one can tell that the end was cut off. */
  readonly receipts?: readonly string[];
  /** Certificates in PEM of the authorities whose time stamps count; one or several a text. */
  readonly authorities?: readonly string[];
  /** Time stamps that were kept elsewhere: the bytes of files of `anchors/`. */
  readonly stamps?: readonly Uint8Array[];
}

export interface VerifyRequest extends Trust {
  /** Only this connection; default: all that are there. */
  readonly connection?: string;
  /** Only snapshots of runs that started from here to there, ISO 8601. The chains are always walked whole. */
  readonly from?: string;
  readonly to?: string;
}

/** Returns whether a store still is what was signed, with everything that is not. Throws for nothing it finds. */
export function verify(store: Store, request: VerifyRequest): Promise<VerifyReport> {
  return verifyStore({ ...request, ...toTrust(request), store, now: clock() });
}

export interface SnapshotRequest extends Trust {
  readonly connection: string;
  /** Number of the record in its chain; default: the newest. */
  readonly seq?: number;
  /** Number of the chain, from 1; default: the newest that has the record. */
  readonly chain?: number;
}

/**
 * Returns a snapshot of a connection with its verified manifest. Its records are verified before the first of
 * them is handed out.
 * @throws UnverifiedError NOT_VERIFIED with everything that is wrong; NO_EVIDENCE when there is no such record
 * @throws StoreError READ_FAILED
 */
export function readSnapshot(store: Store, request: SnapshotRequest): Promise<Snapshot> {
  return readVerified(store, { ...request, ...toTrust(request), now: clock() });
}

export interface HistoryRequest extends Trust {
  readonly connection: string;
}

/**
 * Returns every run of a connection, oldest first, each with its verified manifest. Records are verified before the first
 * of them is handed out.
 * @throws UnverifiedError NOT_VERIFIED with everything that is wrong; NO_EVIDENCE when there is no record
 * @throws StoreError READ_FAILED
 */
export function readHistory(store: Store, request: HistoryRequest): Promise<History> {
  return readVerifiedHistory(store, { ...request, ...toTrust(request), now: clock() });
}

export interface PopulationRequest {
  /** As after `population` on the command line, such as `users` or `data-flows`. */
  readonly name: string;
  /** ISO 8601 in UTC; default: the newest run. */
  readonly at?: string;
}

/**
 * Returns a population, and first of all in words whether it rests on complete evidence (`standing`).
 * @throws UsageError for a name that no population has
 * @throws UnverifiedError NO_EVIDENCE where no run at or before the instant has it; NOT_VERIFIED when bytes are not those that were signed
 * @throws StoreError READ_FAILED
 */
export async function readPopulation(history: History, { name, at }: PopulationRequest): Promise<Population> {
  const view = viewOf(name);
  if (view !== undefined) return population(history, { view, at });
  throw new UsageError({
    message: `read population: expected the name of a population, got ${JSON.stringify(name)}`,
    hint: `One of: ${populationNames.join(', ')}.`,
  });
}

/** What time it is for whoever reads. */
function clock(): Date {
  return realSurroundings({}, new AbortController().signal).now();
}

function toTrust({ keys, receipts = [], authorities = [], stamps = [] }: Trust) {
  return {
    keys: keys.map(toKey),
    receipts: receipts.flatMap(toReceipts),
    authorities: authorities.flatMap(toCertificates),
    stamps: stamps.map((bytes, index) => ({ where: `stamp ${index + 1}`, bytes })),
  };
}

function toCertificates(pem: string): readonly X509Certificate[] {
  try {
    return readCertificates(pem);
  } catch {
    throw new UsageError({
      message: 'read authority: expected certificates in PEM, got something else',
      hint: "Give the text of the authority's root certificate, not the name of its file.",
    });
  }
}

function toKey(given: Trust['keys'][number]): TrustedKey {
  try {
    if (typeof given === 'string') return { publicKey: readPublicKey(given) };
    return { publicKey: readPublicKey(given.key), connection: given.connection };
  } catch {
    const message = 'read key: expected an ECDSA P-256 public key in PEM, got something else';
    throw new UsageError({
      message,
      hint: 'Give the text of the public key (*.pub.pem), not the name of its file.',
    });
  }
}

/** A text may hold several, among other words. One that is none is left to fail when it is checked. */
function toReceipts(text: string, index: number): readonly GivenReceipt[] {
  const { receipts, damaged } = receiptsIn(text);
  const where = `receipt ${index + 1}`;
  if (receipts.length === 0 || damaged > 0) return [{ where, text: normaliseReceiptText(text) }];
  return receipts.map((each, at) => ({ where: at === 0 ? where : `${where}#${at + 1}`, text: each }));
}
