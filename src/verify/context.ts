/**
 * What every rule needs: the store to read from, where to report, and whose signatures count.
 * Reading an object or a listing here never throws: what cannot be read is a failure of its own.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { StoreError } from '../errors.ts';
import { isLitter } from '../store/litter.ts';
import type { IsClosed, Store, StoredKey } from '../store/store.ts';
import type { Findings } from './failure.ts';
import type { JudgedContents } from './judged-contents.ts';

export interface VerifyContext {
  readonly store: Store;
  readonly findings: Findings;
  /** Public keys that count for the connection, by key id, from outside the store. Empty: no signature can be judged. */
  readonly pinned: ReadonlyMap<string, KeyObject>;
  /** Pinned certificates of time stamping authorities. Empty: no time stamp can be judged. */
  readonly authorities: readonly X509Certificate[];
  /** What was found inside files so far. */
  readonly judged: JudgedContents;
  /** Artifacts' bytes are not read. */
  readonly isQuick: boolean;
  /** The verifier's clock. */
  readonly now: Date;
}

/** Objects other than artifacts are read whole; none of ours comes near this. */
const LIMIT_BYTES = 64 * 1024 * 1024;

export type ReadResult =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'missing' | 'too-large' | 'unreadable' };

/** Returns a small object's bytes, or why there are none; `unreadable` has been reported already. */
export async function readSmall(
  context: VerifyContext,
  key: string,
  limitBytes = LIMIT_BYTES,
): Promise<ReadResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of context.store.get(key)) {
      size += chunk.length;
      if (size > limitBytes) return { kind: 'too-large' };
      chunks.push(chunk);
    }
  } catch (error) {
    return { kind: explainReadError(context, key, error) };
  }
  return { kind: 'bytes', bytes: Buffer.concat(chunks) };
}

/** The same of what a listing named. A link, a device or a folder is never opened. */
export async function readStored(
  context: VerifyContext,
  { key, isRegular }: StoredKey,
  limitBytes = LIMIT_BYTES,
): Promise<ReadResult | { readonly kind: 'something that is not a regular file' }> {
  return isRegular ? readSmall(context, key, limitBytes) : { kind: 'something that is not a regular file' };
}

/** Reports an object, or a listing, that may not be read. @throws what is no refusal of the store */
export function explainReadError(
  context: VerifyContext,
  key: string,
  error: unknown,
  what: 'read' | 'list' = 'read',
): 'missing' | 'unreadable' {
  if (!(error instanceof StoreError)) throw error;
  if (error.code === 'NOT_FOUND') return 'missing';
  for (const each of [error, ...error.others]) {
    // Of a listing that broke off the store knows better in which folder.
    const where = each.key.startsWith(key) ? each.key : key;
    const found = each.found ?? each.message;
    context.findings.fail('UNREADABLE', where, { what, expected: 'read access', found });
  }
  return 'unreadable';
}

/** Whether a key stands for a folder with nothing in it: a run that was killed may leave one. */
export function isEmptyFolder({ key, isRegular }: StoredKey): boolean {
  return !isRegular && key.endsWith('/');
}

/** Yields the keys under a prefix; litter is noted, and a listing that stops early is reported, and `onStop` called. */
export async function* listKeys(
  context: VerifyContext,
  prefix: string,
  onStop: () => void = () => undefined,
  isClosed?: IsClosed,
): AsyncGenerator<StoredKey> {
  try {
    for await (const stored of context.store.list(prefix, isClosed)) {
      if (isLitter(stored)) context.findings.note('not-looked-at', stored.key, LITTER);
      else yield stored;
    }
  } catch (error) {
    explainReadError(context, prefix, error, 'list');
    onStop();
  }
}

const LITTER = 'left here by a file manager, a file server or a console: no evidence, no action needed';

/** Returns all keys under a prefix, in order; `undefined` when the listing could not be read to its end. */
export async function listAll(
  context: VerifyContext,
  prefix: string,
): Promise<readonly StoredKey[] | undefined> {
  let isWhole = true;
  const found: StoredKey[] = [];
  const stop = () => {
    isWhole = false;
  };
  for await (const stored of listKeys(context, prefix, stop)) found.push(stored);
  return isWhole ? found.sort((a, b) => (a.key < b.key ? -1 : 1)) : undefined;
}
