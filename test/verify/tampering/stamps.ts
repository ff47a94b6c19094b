/** Time stamps that are not of the record they name, not by whom they should be, or of records that are gone. */
import { strangeHierarchy, testHierarchy } from '../../support/authority.ts';
import {
  CONNECTION,
  LAST_SEQ,
  receiptPath,
  recordPath,
  type SealedStore,
} from '../../support/sealed-store.ts';
import { anchorPath, signatureOf, stamp, stampOf, testAuthorities } from '../../support/stamped-store.ts';
import { stampAnswer } from '../../support/stamps.ts';
import { flipped, linkAway, type TamperRow } from './row.ts';

const INVALID = { codes: ['STAMP_INVALID'], exit: 6 } as const;
const pinned = () => ({ authorities: testAuthorities() });
const NOON = '2026-11-23T12:00:00Z';

function put(store: SealedStore, seq: number, answer: Uint8Array): string {
  const path = anchorPath(seq, answer);
  store.write(path, answer);
  return path;
}

/** The last record is gone, with its receipt and snapshot; its stamps are still there. */
function cutOff(store: SealedStore): void {
  stamp(store, LAST_SEQ);
  for (const path of [store.bag(LAST_SEQ), recordPath(LAST_SEQ), receiptPath(LAST_SEQ)]) store.remove(path);
}

export const stampRows: readonly TamperRow[] = [
  {
    name: 'the time stamp of one record under the name of another',
    change: (store) => void put(store, 2, stampOf(store, 1, NOON)),
    given: pinned,
    ...INVALID,
    says: /expected one of the signature of record 2 of chain 1/,
  },
  {
    name: 'the time stamp of one record under the name of another, with no authority pinned',
    change: (store) => void put(store, 2, stampOf(store, 1, NOON)),
    ...INVALID,
    says: /expected one of the signature of record 2 of chain 1/,
  },
  {
    name: 'a time stamp by an authority that nobody pinned',
    change: (store) => void stamp(store, 1, NOON, { hierarchy: strangeHierarchy() }),
    given: pinned,
    ...INVALID,
    says: /check time stamp/,
  },
  {
    name: 'one byte of a time stamp changed, and its name made to fit',
    change: (store) => {
      const answer = stampOf(store, 1, NOON);
      put(store, 1, flipped(answer, answer.length - 3));
    },
    given: pinned,
    ...INVALID,
    says: /check time stamp/,
  },
  {
    name: 'one byte of a time stamp changed under its old name',
    change: (store) => {
      const answer = stamp(store, 1);
      store.write(anchorPath(1, answer), flipped(answer, answer.length - 3));
    },
    ...INVALID,
    says: /read time stamp: .*expected a time stamp whose SHA-256 begins with/,
  },
  {
    name: 'something else in place of a time stamp',
    change: (store) => void put(store, 1, Buffer.from('not an answer')),
    ...INVALID,
    says: /expected a time stamp, got something else/,
  },
  {
    name: 'a time stamp of a time when its certificate was not valid',
    change: (store) =>
      void put(
        store,
        1,
        stampAnswer({
          hierarchy: testHierarchy(),
          signature: signatureOf(store, 1),
          at: new Date('2060-01-01T00:00:00Z'),
        }),
      ),
    given: pinned,
    ...INVALID,
    says: /check time stamp/,
  },
  {
    name: 'a link in the place of a time stamp',
    change: async (store) => {
      const answer = stamp(store, 1);
      await linkAway(() => anchorPath(1, answer))(store);
    },
    given: pinned,
    ...INVALID,
    says: /not a regular file/,
  },
  {
    name: 'the end cut off, and its time stamp left behind',
    change: cutOff,
    given: pinned,
    codes: ['TRUNCATED'],
    exit: 6,
    says: /check time stamp: .*expected record 3 of chain 1, got none/,
  },
  {
    name: 'the end cut off, and its time stamp left behind, with no authority pinned',
    change: cutOff,
    codes: ['TRUNCATED'],
    exit: 6,
    says: /check time stamp: .*expected record 3 of chain 1, got none/,
  },
  {
    name: 'a time stamp of a chain that is not there',
    change: (store) => {
      const answer = stampOf(store, 1, NOON);
      store.write(anchorPath(0, answer, 2), answer);
    },
    codes: ['TRUNCATED'],
    exit: 6,
    says: new RegExp(`expected record 0 of chain 2, got none; .*${CONNECTION}`),
  },
  {
    name: 'a record dated hours after its own time stamp',
    change: (store) => void stamp(store, LAST_SEQ, '2026-11-25T01:00:00Z'),
    given: pinned,
    codes: ['CONTENT_INVALID'],
    exit: 6,
    says: /check recordedAt against the time stamp: .*expected 2026-11-25T01:00:00.000Z by .*, or earlier, got 2026-11-25T03:00:04.000Z/,
  },
];
