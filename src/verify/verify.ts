/**
 * Verify. Reads a store and says whether it still is what was signed; the last step of the pipeline, and
 * the only one that an auditor runs. Reads only: it neither repairs nor writes. Every rule is in a file
 * next to this one; all failures are returned, and none is thrown.
 */
import type { X509Certificate } from 'node:crypto';
import { connectionPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { type VerifiedConnection, verifyConnection } from './connection.ts';
import type { VerifyContext } from './context.ts';
import { checkExportBag } from './export-bag.ts';
import { Findings } from './failure.ts';
import { type GivenStamp, GivenStamps, reportUnmatched } from './given-stamps.ts';
import { checkReceipts, type WalkedStore } from './held-receipts.ts';
import { JudgedContents } from './judged-contents.ts';
import { byKeyId, keysFor, noteUnnamedKeys, reportNoKey, type TrustedKey } from './keys.ts';
import { noteUncovered, outsideOf } from './outside.ts';
import type { GivenReceipt } from './receipts.ts';
import { reportOf, type VerifyReport } from './report.ts';
import type { Selection } from './snapshots.ts';
import { evidencePrefixes, surveyStore } from './survey.ts';
import { findRewritten, reportRewritten } from './write-once.ts';

/** What the verifier kept, out of reach of whoever may write to the store. */
export interface KeptElsewhere {
  readonly receipts?: readonly GivenReceipt[];
  readonly stamps?: readonly GivenStamp[];
}

export interface VerifyInput extends Selection, KeptElsewhere {
  readonly store: Store;
  /** Only this connection; default: all that are there. */
  readonly connection?: string | undefined;
  /** Connections that must be there: one that is gone whole leaves no trace in the store. */
  readonly expected?: readonly string[];
  /** Which connections a configuration keeps in this store and which in others, when one is at hand. */
  readonly configured?:
    | { readonly here: readonly string[]; readonly elsewhere: readonly string[] }
    | undefined;
  /** The verifier's clock: whether a retention has ended, and whether a slot is over, is told by it. */
  readonly now: Date;
  /** Public keys from outside the store. A connection that none of them is for cannot be judged. */
  readonly keys: readonly TrustedKey[];
  /** Pinned certificates of time stamping authorities, from outside the store. None: stamps cannot be judged. */
  readonly authorities?: readonly X509Certificate[];
  /** Leaves artifacts' bytes unread: chain, tag files, presence and sizes only. */
  readonly isQuick?: boolean;
}

/**
 * Returns whether a store still is what was signed, with everything that is not.
 * Throws for nothing that it finds: a byte changed anywhere is a failure in the report.
 */
export async function verifyStore(input: VerifyInput): Promise<VerifyReport> {
  const { receipts = [] } = input;
  const stamps = new GivenStamps(input.stamps ?? []);
  const opened = await openStore(input, stamps);
  reportUnmatched(stamps.unmatched, [opened]);
  return conclude(opened, checkReceipts(receipts, [opened]), receipts);
}

/**
 * The same of several stores. A receipt or a stamp that was kept is of one of them: that the others do not know it says
 * nothing against them.
 */
export async function verifyStores(
  inputs: readonly Omit<VerifyInput, keyof KeptElsewhere>[],
  { receipts = [], stamps: given = [] }: KeptElsewhere,
): Promise<readonly VerifyReport[]> {
  const stamps = new GivenStamps(given);
  const opened: Opened[] = [];
  for (const input of inputs) opened.push(await openStore(input, stamps));
  reportUnmatched(stamps.unmatched, opened);
  const held = checkReceipts(receipts, opened);
  return opened.map((each) => conclude(each, held, receipts));
}

/** A store that was walked, before anything kept outside is held against it. */
interface Opened extends WalkedStore {
  readonly input: VerifyInput;
  readonly verified: readonly VerifiedConnection[];
}

async function openStore(input: VerifyInput, stamps: GivenStamps): Promise<Opened> {
  const findings = new Findings();
  const { store, keys, isQuick = false, authorities = [], now } = input;
  if (keys.length === 0) reportNoKey(store.location, findings);
  const judged = new JudgedContents();
  const context: VerifyContext = { store, findings, judged, pinned: new Map(), authorities, isQuick, now };

  if (store.export?.bag !== undefined) await checkExportBag(context, store.export.bag);
  const { verified, isWhole } = await verifyConnections(context, input, stamps);
  const walked = {
    chains: verified.flatMap((connection) => connection.walked.chains),
    isWhole: isWhole && verified.every((connection) => connection.walked.isWhole),
  };
  if (isQuick) {
    const message =
      'the bytes of artifacts were not read: only the chain, the tag files and sizes were checked';
    findings.note('bytes-not-read', store.location, message);
  }
  const elsewhere = input.configured?.elsewhere ?? [];
  const isExport = store.export !== undefined;
  return { input, verified, walked, findings, elsewhere, isExport, location: store.location };
}

function conclude(
  { input: { store, keys, expected, isQuick = false }, verified, findings }: Opened,
  held: ReturnType<typeof checkReceipts>,
  given: readonly GivenReceipt[],
): VerifyReport {
  const isContradicted = given.some(({ where }) =>
    findings.failures.some((failure) => failure.where === where),
  );
  const connections = verified.map(({ report, walked: { chains } }) => {
    const receipts = chains.flatMap((chain) => held.get(chain) ?? []);
    const outside = outsideOf(chains, receipts, report.stamps.fixed);
    noteUncovered(folderOfConnection(report.connection), outside, findings);
    // A receipt of something that contradicts another one would be kept as if it were good.
    return { ...report, outside, ...(isContradicted ? { receipt: null } : {}) };
  });
  const names = [...(expected ?? []), ...connections.map(({ connection }) => connection)];
  const isOfHere = ({ connection }: TrustedKey) => connection === undefined || names.includes(connection);
  const pinnedKeys = [...byKeyId(keys.filter(isOfHere)).keys()];
  return reportOf({ location: store.location, isQuick, pinnedKeys, connections }, findings);
}

const folderOfConnection = (connection: string) => connectionPrefix(connection).slice(0, -1);

/** Each connection is judged by its own keys. */
function judging(
  context: VerifyContext,
  connection: string,
  { store, keys, configured }: VerifyInput,
): VerifyContext {
  const { findings } = context;
  const pinned = keysFor(connection, keys);
  const where = folderOfConnection(connection);
  if (pinned.size === 0 && keys.length > 0) reportNoKey(where, findings, connection);
  if (configured !== undefined && !configured.here.includes(connection)) {
    const message = configured.elsewhere.includes(connection)
      ? 'the configuration keeps this connection in another store: what is here is a copy, and satisfies no receipt or stamp'
      : 'the configuration names no such connection: whether it belongs here is not known';
    findings.note('not-configured', where, message);
  } else if (pinned.size > 1 && keys.every((key) => key.connection !== connection)) {
    noteUnnamedKeys(pinned.size, store.location, findings);
  }
  return { ...context, pinned };
}

async function verifyConnections(
  context: VerifyContext,
  input: VerifyInput,
  stamps: GivenStamps,
): Promise<{ readonly verified: readonly VerifiedConnection[]; readonly isWhole: boolean }> {
  const { connection, snapshotPath } = input;
  const only = { connection, snapshotPath };
  const { surveys, isWhole } = await surveyStore(context, only);
  const rewritten = await findRewritten(context, evidencePrefixes(only));
  const due = input.expected ?? (connection === undefined ? [] : [connection]);
  const missing = due.filter((name) => surveys.every((survey) => survey.connection !== name));
  const looked = missing.map((name) => `find connection ${name}`);
  if (surveys.length === 0 && due.length === 0) looked.push('find connections');
  // Where a listing broke off, no one knows what else there is; that has been reported.
  for (const what of isWhole ? looked : []) {
    const problem = { what, expected: 'evidence', found: 'nothing' };
    context.findings.fail('NOTHING_THERE', context.store.location, problem);
  }
  const verified: VerifiedConnection[] = [];
  for (const survey of surveys) {
    const own = rewritten.filter((object) => object.connection === survey.connection);
    const judged = judging(context, survey.connection, input);
    const isCopy = input.configured?.elsewhere.includes(survey.connection) === true;
    const kept = isCopy ? new GivenStamps([]) : stamps;
    verified.push(await verifyConnection(judged, survey, input, { rewritten: own, stamps: kept }));
  }
  // Of connections of which nothing shows any more.
  const hidden = rewritten.filter((object) => !surveys.some((s) => s.connection === object.connection));
  reportRewritten(context, hidden);
  return { verified, isWhole };
}
