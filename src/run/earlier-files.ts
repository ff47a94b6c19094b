/**
 * Files of earlier snapshots of the same connection, believed only when their bytes are those that were signed. A
 * file that is gone or altered is not compared with; finding that out is for `verify`.
 */
import { createHash } from 'node:crypto';
import type { Predicate } from '../../schemas/chain.ts';
import type { StoredRecord } from '../../schemas/lines.ts';
import { StoreError } from '../errors.ts';
import { linesOf } from '../evidence/lines.ts';
import { connectionPrefix } from '../store/layout.ts';
import type { RunDeps } from './deps.ts';

export type EarlierFiles = Pick<RunDeps, 'store' | 'connection' | 'log'>;

/** Returns whether a file of an earlier snapshot is there as it was signed. Reads all of it. */
export async function isAsSigned(deps: EarlierFiles, of: Predicate, path: string): Promise<boolean> {
  const signed = of.artifacts.find((artifact) => artifact.path === path);
  if (signed === undefined) return false;
  const hash = createHash('sha256');
  try {
    for await (const chunk of deps.store.get(keyOf(deps, of, path))) hash.update(chunk);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return warn(deps, of, path, error.code);
  }
  return hash.digest('hex') === signed.sha256 || warn(deps, of, path, 'altered');
}

function warn(deps: EarlierFiles, of: Predicate, path: string, what: string): false {
  deps.log.warn(
    { key: keyOf(deps, of, path), error: what },
    'an earlier snapshot is not as it was signed: not compared with it',
  );
  return false;
}

/** Returns a JSON file of an earlier snapshot; undefined where it is not there as it was signed. */
export async function readDocument(deps: EarlierFiles, of: Predicate, path: string): Promise<unknown> {
  if (!(await isAsSigned(deps, of, path))) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of deps.store.get(keyOf(deps, of, path))) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Yields the records of a file that is as it was signed. */
export async function* readRecords(
  deps: EarlierFiles,
  of: Predicate,
  path: string,
): AsyncGenerator<StoredRecord> {
  for await (const line of linesOf(deps.store.get(keyOf(deps, of, path))))
    yield JSON.parse(line) as StoredRecord;
}

const keyOf = ({ connection }: EarlierFiles, { snapshotPath }: Predicate, path: string) =>
  `${connectionPrefix(connection)}${snapshotPath}/${path}`;
