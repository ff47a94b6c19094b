/** What was attached by hand and is not as it was described. Nobody signed it: it can only contradict itself. */
import { renameSync, symlinkSync } from 'node:fs';
import type { ManualEvidence } from '../../../schemas/manual-evidence.ts';
import { canonical } from '../../../src/evidence/canonical.ts';
import { ATTACHED, attachedText } from '../../support/manual.ts';
import { CONNECTION, type SealedStore } from '../../support/sealed-store.ts';
import type { TamperRow } from './row.ts';

const record = attachedText(ATTACHED, {}, CONNECTION);
const folder = `manual/${record.slot}/${record.id}`;
const file = `${folder}/${record.file.path}`;
const description = `${folder}/evidence.json`;

/** Attaches a file, as `manual attach` does. */
export function attachTo(store: SealedStore, changes: Partial<ManualEvidence> = {}, text = ATTACHED): void {
  store.write(file, text);
  store.write(description, canonical({ ...record, ...changes }));
}

const WRONG = { codes: ['CONTENT_INVALID'], exit: 6 } as const;
const described = (changes: Partial<ManualEvidence>) => (store: SealedStore) => attachTo(store, changes);

export const manualRows: readonly TamperRow[] = [
  {
    name: 'another file in place of an attached one',
    change: (store) => attachTo(store, {}, ATTACHED.replace('two', 'six')),
    codes: ['DIGEST_MISMATCH'],
    exit: 6,
    says: /check digest: .*file-.*\.txt: expected sha256:/,
  },
  {
    name: 'a longer file in place of an attached one, also where no bytes are read',
    change: (store) => attachTo(store, {}, `${ATTACHED} `),
    given: () => ({ isQuick: true }),
    codes: ['DIGEST_MISMATCH'],
    exit: 6,
    says: /expected 48 bytes, got 49/,
  },
  {
    name: 'an attached file that is gone',
    change: (store) => {
      attachTo(store);
      store.remove(file);
    },
    codes: ['ARTIFACT_MISSING'],
    exit: 6,
    says: /expected a regular file, got nothing/,
  },
  {
    name: 'a link in place of an attached file',
    change: (store) => {
      attachTo(store);
      renameSync(store.path(file), `${store.root}/elsewhere`);
      symlinkSync(`${store.root}/elsewhere`, store.path(file));
    },
    codes: ['ARTIFACT_MISSING'],
    exit: 6,
    says: /expected a regular file, got something else/,
  },
  {
    name: 'a link in place of a description',
    change: (store) => {
      attachTo(store);
      renameSync(store.path(description), `${store.root}/elsewhere`);
      symlinkSync(`${store.root}/elsewhere`, store.path(description));
    },
    ...WRONG,
    says: /read description: .*got something that is not a regular file/,
  },
  {
    name: 'a description that was moved to another slot',
    change: described({ slot: 'mfa-requirement' }),
    ...WRONG,
    says: /expected slot sso-enforcement, got mfa-requirement/,
  },
  {
    name: 'a description of another connection',
    change: described({ connection: 'acme' }),
    ...WRONG,
    says: /expected connection golden, got acme/,
  },
  {
    name: 'a description with another time, in the folder of the old one',
    change: described({ attachedAt: '2025-11-02T03:00:05.000Z' }),
    ...WRONG,
    says: /expected id 20251102T030005Z-/,
  },
  {
    name: 'a description with a day that there is not',
    change: described({ expires: '2027-02-30' }),
    ...WRONG,
    says: /got a problem at \/expires/,
  },
  {
    name: 'a description that ends before it begins',
    change: described({ expires: '2026-09-30' }),
    ...WRONG,
    says: /expected an end after the first day/,
  },
  {
    name: 'a description with a member that nobody knows',
    change: described({ approved: true } as object),
    ...WRONG,
    says: /expected the description of a file/,
  },
  {
    name: 'a description that was written anew by hand',
    change: (store) => {
      attachTo(store);
      store.write(description, JSON.stringify(record, null, 2));
    },
    ...WRONG,
    says: /expected RFC 8785 JSON/,
  },
  {
    name: 'a description of a newer version',
    change: described({ schema: 'segment-evidence/manual-evidence/v2' } as object),
    codes: ['FORMAT_UNKNOWN'],
    exit: 7,
    says: /got segment-evidence\/manual-evidence\/v2/,
  },
];
