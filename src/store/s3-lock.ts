/** What Object Lock does to which object. Pure: a snapshot and what people leave beside it are kept for a time, a chain record and its stamps forever. */
import { ROOT } from './layout.ts';

export interface Retention {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly days: number;
}

/** Members of a PutObject request. */
export interface Lock {
  readonly ObjectLockMode?: Retention['mode'];
  readonly ObjectLockRetainUntilDate?: Date;
  readonly ObjectLockLegalHoldStatus?: 'ON';
}

const DAY_MS = 24 * 60 * 60 * 1000;
const PLACE = new RegExp(`^${ROOT}/[^/]+/(snapshots|manual|approvals|accesses|chain|anchors)/`);

/** Returns the lock of an object. Receipts and public keys can be derived again and have none. */
export function lockOf(key: string, retention: Retention | null, now: Date): Lock {
  const place = retention === null ? undefined : PLACE.exec(key)?.[1];
  if (retention === null || place === undefined) return {};
  // A record tells of snapshots that may be gone: it must outlive them all.
  // A stamp of a moment that is over cannot be had again.
  if (place === 'chain' || place === 'anchors') return { ObjectLockLegalHoldStatus: 'ON' };
  return {
    ObjectLockMode: retention.mode,
    ObjectLockRetainUntilDate: new Date(now.getTime() + retention.days * DAY_MS),
  };
}
