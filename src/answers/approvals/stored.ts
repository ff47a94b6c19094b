/**
 * The approvals that a store keeps of a connection. They are beside the evidence: whoever may write there may have written them.
 * What is none is told, and counts for nothing; it takes nothing from the evidence.
 */
import type { Approval } from '../../../schemas/approval.ts';
import { StoreError } from '../../errors.ts';
import { sha256 } from '../../evidence/canonical.ts';
import { approvalKey, approvalsPrefix, parseApprovalKey } from '../../store/beside-layout.ts';
import type { Store, StoredKey } from '../../store/store.ts';
import type { History, Run } from '../../verify/read-history.ts';
import { faultOf, parseApproval } from './approval.ts';

export interface KeptApproval {
  readonly key: string;
  readonly approval: Approval;
}

/** A file that is in the place of an approval, and counts for nothing. */
export interface RefusedApproval {
  readonly key: string;
  /** What its name says it is of; null: its name says nothing. */
  readonly of: { readonly chain: number; readonly seq: number } | null;
  readonly why: string;
}

export interface Approvals {
  /** In the order in which they were given. */
  readonly counted: readonly KeptApproval[];
  readonly refused: readonly RefusedApproval[];
}

export const NO_APPROVALS: Approvals = { counted: [], refused: [] };

/** An approval is a few lines; a failed run has a gap for each resource. */
const LIMIT_BYTES = 256 * 1024;

/** Returns what was approved of verified runs. Never throws for what lies there: what cannot be read is told. */
export async function readApprovals(
  store: Store,
  { connection, runs }: Pick<History, 'connection' | 'runs'>,
  now: Date,
): Promise<Approvals> {
  const prefix = approvalsPrefix(connection);
  const counted: KeptApproval[] = [];
  const refused: RefusedApproval[] = [];
  const byPlace = new Map(runs.map((run) => [placeOf(run), run]));
  try {
    const obstacle = await store.obstacle?.(prefix.slice(0, -1));
    if (obstacle !== undefined)
      return {
        counted,
        refused: [{ key: obstacle, of: null, why: 'expected a folder, got something else' }],
      };
    for await (const stored of store.list(prefix)) {
      const read = await readOne(store, connection, stored, byPlace, now);
      if ('why' in read) refused.push(read);
      else counted.push(read);
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    refused.push({ key: prefix, of: null, why: error.message });
  }
  return { counted: counted.sort(by(orderOf)), refused: refused.sort(by(({ key }) => key)) };
}

const placeOf = ({ manifest: { chain } }: Run) => `${chain.number}/${chain.seq}`;

const orderOf = ({ approval, key }: KeptApproval) => `${new Date(approval.approvedAt).toISOString()} ${key}`;

const by =
  <T>(nameOf: (value: T) => string) =>
  (one: T, other: T): number =>
    nameOf(one) < nameOf(other) ? -1 : 1;

async function readOne(
  store: Store,
  connection: string,
  { key, isRegular }: StoredKey,
  runs: ReadonlyMap<string, Run>,
  now: Date,
): Promise<KeptApproval | RefusedApproval> {
  const place = parseApprovalKey(connection, key);
  const refuse = (why: string): RefusedApproval => ({
    key,
    of: place === undefined ? null : { chain: place.chain, seq: place.seq },
    why,
  });
  if (place === undefined) return refuse('its name is not that of an approval');
  if (!isRegular) return refuse('expected a regular file, got something else');
  const bytes = await readFew(store, key);
  if (typeof bytes === 'string') return refuse(bytes);
  const digest = sha256(bytes);
  if (!digest.startsWith(place.digest8)) return refuse('its bytes are not those that it was named after');
  const read = parseApproval(bytes, connection);
  if (read.kind === 'fault') return refuse(read.why);
  const { snapshot, approvedAt } = read.approval;
  const { chain, seq } = snapshot;
  if (chain !== place.chain || seq !== place.seq) return refuse('it is of another record than its name says');
  const run = runs.get(`${chain}/${seq}`);
  const why = run === undefined ? 'there is no such record' : faultOf(read.approval, run, now);
  if (why !== undefined) return refuse(why);
  // A copy of one that counts would be counted again.
  return key === approvalKey(connection, snapshot, approvedAt, digest)
    ? { key, approval: read.approval }
    : refuse('it is of another time than its name says');
}

/** Returns the bytes, or why there are none. */
async function readFew(store: Store, key: string): Promise<Buffer | string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of store.get(key)) {
      bytes += chunk.length;
      if (bytes > LIMIT_BYTES) return `expected at most ${LIMIT_BYTES} bytes, got more`;
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
  return Buffer.concat(chunks);
}
