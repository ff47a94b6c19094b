/** Whether the key of the fingerprints is another than that of the record before: then no two values compare. */
import type { History } from '../commit/history.ts';
import type { RunDeps } from './deps.ts';

/** Key ids before and now. */
export interface FingerprintKeyChange {
  readonly from: string;
  readonly to: string;
}

/** Returns the change since the last record; `undefined` when there is none. */
export function fingerprintKeyChange(
  { fingerprints }: Pick<RunDeps, 'fingerprints'>,
  { last }: History,
): FingerprintKeyChange | undefined {
  const from = last?.statement.predicate.fingerprint.keyId;
  return from === undefined || from === fingerprints.keyId ? undefined : { from, to: fingerprints.keyId };
}
