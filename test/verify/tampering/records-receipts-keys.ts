/** What lies beside snapshots: records as files, receipts, stored keys; and what cannot be judged. */
import { cpSync, renameSync } from 'node:fs';
import { CONNECTION, KEY_PATH, receiptPath, recordPath } from '../../support/sealed-store.ts';
import { linkAway, strangersSigner, type TamperRow } from './row.ts';

const recordsReceiptsKeys: readonly TamperRow[] = [
  {
    name: 'the stored key replaced by another',
    change: (store) =>
      store.write(KEY_PATH, String(strangersSigner.publicKey.export({ type: 'spki', format: 'pem' }))),
    codes: ['KEY_UNTRUSTED'],
    exit: 6,
    says: /check stored key/,
  },
  {
    name: 'a stored receipt with another root',
    change: (store) =>
      store.write(receiptPath(1), store.text(receiptPath(1)).replace(/sha256:..../, 'sha256:0000')),
    codes: ['REWRITTEN'],
    exit: 6,
    says: /check receipt/,
  },
  {
    name: 'a stored receipt under the name of another',
    change: (store) => store.write(receiptPath(1), store.text(receiptPath(2))),
    codes: ['CONTENT_INVALID'],
    exit: 6,
    says: /check name of receipt/,
  },
  {
    name: 'a link in the place of a record',
    change: linkAway(() => recordPath(3)),
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /not a regular file/,
  },
  {
    name: 'another file among the records',
    change: (store) => store.write('chain/001/000000000004.sigstore.json.bak', '{}'),
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /expected chain records only/,
  },
];

const unjudged: readonly TamperRow[] = [
  {
    name: 'no key',
    change: () => undefined,
    given: () => ({ keys: [] }),
    codes: ['KEY_NOT_PINNED'],
    exit: 7,
    says: /--key/,
  },
  {
    name: 'the wrong key',
    change: () => undefined,
    given: () => ({ keys: [strangersSigner] }),
    codes: ['KEY_UNTRUSTED'],
    exit: 6,
    says: /expected a pinned key/,
  },
  {
    name: 'an unknown version of the format beside ours',
    change: (store) =>
      cpSync(store.folder, `${store.root}/segment-evidence/v2/${CONNECTION}`, { recursive: true }),
    codes: ['FORMAT_UNKNOWN'],
    exit: 7,
    says: /expected v1, got v2/,
  },
  {
    name: 'only an unknown version of the format',
    change: (store) => renameSync(`${store.root}/segment-evidence/v1`, `${store.root}/segment-evidence/v2`),
    codes: ['FORMAT_UNKNOWN', 'NOTHING_THERE'],
    exit: 7,
    says: /expected v1, got v2/,
  },
  {
    name: 'nothing there',
    change: (store) => store.remove('.'),
    codes: ['NOTHING_THERE'],
    exit: 7,
    says: /got nothing/,
  },
  {
    name: 'snapshots without any chain',
    change: (store) => {
      store.remove('chain');
      store.remove('receipts');
    },
    codes: ['NOTHING_THERE'],
    exit: 7,
    says: /expected a record, got none/,
  },
];

export const recordReceiptKeyRows = [...recordsReceiptsKeys, ...unjudged];
