/** Which objects of a bucket are locked, and how. */
import { describe, expect, it } from 'vitest';
import { accessKey, approvalKey } from '../../src/store/beside-layout.ts';
import { exportTraceKey } from '../../src/store/export-layout.ts';
import {
  anchorKey,
  chainRecordKey,
  manualKey,
  publicKeyKey,
  receiptKey,
  snapshotPath,
  snapshotPrefix,
} from '../../src/store/layout.ts';
import { lockOf } from '../../src/store/s3-lock.ts';

const AT = '2026-11-02T03:00:05.000Z';
const HEX = 'ab'.repeat(32);
const FOR_A_TIME = {
  ObjectLockMode: 'GOVERNANCE',
  ObjectLockRetainUntilDate: new Date('2027-12-07T03:00:05Z'),
};
const FOR_EVER = { ObjectLockLegalHoldStatus: 'ON' };

describe('an object of a bucket with a retention', () => {
  it.each<readonly [string, string, object]>([
    ['of a snapshot', `${snapshotPrefix('acme', snapshotPath(AT, HEX))}bagit.txt`, FOR_A_TIME],
    [
      'attached by hand',
      manualKey('acme', 'sso-enforcement', `20261102T030005Z-${HEX.slice(0, 8)}`, 'evidence.json'),
      FOR_A_TIME,
    ],
    ['that says who approved', approvalKey('acme', { chain: 1, seq: 4 }, AT, HEX), FOR_A_TIME],
    ['that says what was shown', accessKey('acme', AT, HEX.slice(0, 8), 1), FOR_A_TIME],
    ['that is a record', chainRecordKey('acme', 1, 4), FOR_EVER],
    ['that is a time stamp', anchorKey('acme', 1, 4, HEX.slice(0, 8)), FOR_EVER],
    ['that is a receipt, which follows from the chain', receiptKey('acme', 1, 4), {}],
    ['that is a public key', publicKeyKey('acme', HEX), {}],
    ['that says who exported', exportTraceKey('acme', AT, HEX), {}],
  ])('%s', (_what, key, lock) => {
    expect(lockOf(key, { mode: 'GOVERNANCE', days: 400 }, new Date(AT))).toEqual(lock);
    expect(lockOf(key, null, new Date(AT))).toEqual({});
  });
});
