/** Ways to spoil a store, and which steps of docs/verify-by-hand.md must then not say ok. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical } from '../../../src/evidence/canonical.ts';
import { LAST_SEQ, recordPath, reseal, type SealedStore } from '../../support/sealed-store.ts';
import { flipped, strangersSigner } from './row.ts';

export const STEPS = [
  '1 names',
  '2 key',
  '3 record',
  '4 signature',
  '5 statement',
  '6 files',
  '7 lists',
  '8 nothing else',
  '9 chain',
  '10 chains',
  '11 receipt',
];

/** The record that is looked at: partial, with one behind it and two before it. */
export const SEQ = 2;

const bagFile = (store: SealedStore, name: string) => `${store.bag(SEQ)}/${name}`;

const spoilBundle = (
  store: SealedStore,
  change: (bundle: { dsseEnvelope: { signatures: { sig: string }[] } }) => void,
) => {
  const bundle = JSON.parse(store.text(recordPath(SEQ)));
  change(bundle);
  store.write(recordPath(SEQ), canonical(bundle));
};

export interface Spoilt {
  readonly name: string;
  readonly spoil: (store: SealedStore) => void | Promise<void>;
  /** The steps that must not say ok; all others must. */
  readonly silent: readonly string[];
  /** What the auditor writes in step 1, where it is not the usual. */
  readonly names?: (store: SealedStore) => Readonly<Record<string, string>>;
}

export const spoilt: readonly Spoilt[] = [
  {
    name: 'a record that is not there',
    spoil: () => undefined,
    names: () => ({ SEQ: '000000000009' }),
    silent: STEPS.slice(0, 9).filter((step) => step !== '2 key'),
  },
  {
    name: 'another key in the file',
    spoil: (store) =>
      writeFileSync(
        join(store.root, 'owner.pub.pem'),
        String(strangersSigner.publicKey.export({ type: 'spki', format: 'pem' })),
      ),
    silent: ['2 key', '4 signature'],
  },
  {
    name: 'another key id',
    spoil: () => undefined,
    names: () => ({ KEY_ID: strangersSigner.keyId }),
    silent: ['2 key'],
  },
  {
    name: 'a second signature',
    spoil: (store) =>
      spoilBundle(store, ({ dsseEnvelope: { signatures } }) => Object(signatures.push(...signatures))),
    silent: ['3 record'],
  },
  {
    name: 'another payload type',
    spoil: (store) => store.replace(recordPath(SEQ), 'application/vnd.in-toto+json', 'text/plain'),
    silent: ['3 record'],
  },
  {
    name: 'a byte changed in the signature',
    spoil: (store) =>
      spoilBundle(store, ({ dsseEnvelope: { signatures } }) => {
        const [signature] = signatures;
        if (signature === undefined) throw new Error('no signature');
        signature.sig = flipped(Buffer.from(signature.sig, 'base64'), 12).toString('base64');
      }),
    silent: ['4 signature'],
  },
  {
    name: 'a record signed again by another key',
    spoil: (store) => reseal(store, SEQ, { signers: [strangersSigner] }),
    silent: ['4 signature'],
  },
  {
    name: 'a record under the number of another',
    spoil: (store) => store.write(recordPath(SEQ), store.read(recordPath(1))),
    silent: ['5 statement', '9 chain', '11 receipt'],
  },
  {
    name: 'a byte changed in an artifact',
    spoil: (store) =>
      store.write(
        bagFile(store, 'data/resources/sources.jsonl'),
        flipped(store.read(bagFile(store, 'data/resources/sources.jsonl')), 99),
      ),
    silent: ['6 files', '7 lists'],
  },
  {
    name: 'an artifact removed',
    spoil: (store) => store.remove(bagFile(store, 'data/resources/sources.jsonl')),
    silent: ['6 files', '7 lists', '8 nothing else'],
  },
  {
    name: 'an artifact changed, and the lists with it',
    spoil: (store) => store.replace(bagFile(store, 'manifest-sha256.txt'), '\n', '\n\n'),
    silent: ['6 files', '7 lists', '8 nothing else'],
  },
  {
    name: 'a byte changed in bag-info.txt',
    spoil: (store) => store.replace(bagFile(store, 'bag-info.txt'), 'golden', 'gelden'),
    silent: ['7 lists'],
  },
  {
    name: 'an extra file under data/',
    spoil: (store) => store.write(bagFile(store, 'data/resources/users.jsonl'), ''),
    silent: ['8 nothing else'],
  },
  {
    name: 'an extra file beside data/',
    spoil: (store) => store.write(bagFile(store, 'NOTE.txt'), ''),
    silent: ['8 nothing else'],
  },
  {
    name: 'an extra empty folder',
    spoil: (store) => mkdirSync(store.path(bagFile(store, 'data/x'))),
    silent: ['8 nothing else'],
  },
  {
    name: 'an earlier record changed',
    spoil: (store) =>
      store.write(
        recordPath(0),
        store.read(recordPath(0)).toString().replace('"payload":"eyJfdHlwZSI6', '"payload":"eyJfdHlwZSA6'),
      ),
    silent: ['9 chain', '11 receipt'],
  },
  {
    name: 'an earlier record removed',
    spoil: (store) => store.remove(recordPath(1)),
    silent: ['9 chain', '11 receipt'],
  },
  {
    name: 'the last record cut off',
    spoil: (store) => store.remove(recordPath(LAST_SEQ)),
    silent: ['11 receipt'],
  },
  {
    name: 'a chain rewritten by the holder of the key',
    spoil: (store) =>
      reseal(store, 1, {
        manifest: ({ run }) => Object.assign(run, { endedAt: '2026-11-23T03:00:05.000Z' }),
      }),
    silent: ['11 receipt'],
  },
];
