/** What can be done to a record's outside, with and without a key. */
import { canonical } from '../../../src/evidence/canonical.ts';
import { goldenSigner } from '../../support/golden-run.ts';
import {
  LAST_SEQ,
  type Lie,
  PUBLIC_KEY_PEM,
  recordPath,
  reseal,
  type SealedStore,
} from '../../support/sealed-store.ts';
import { flipped, strangersSigner, type TamperRow } from './row.ts';
import { setAt } from './set-at.ts';

const LAST = recordPath(LAST_SEQ);

const inBundle = (path: string, becomes: unknown) => (store: SealedStore) => {
  const bundle: unknown = JSON.parse(store.text(LAST));
  setAt(bundle, path, becomes);
  store.write(LAST, canonical(bundle));
};

const flipIn = (member: 'payload' | 'sig') => (store: SealedStore) => {
  const bytes = store.read(LAST);
  const start = bytes.indexOf(`"${member}":"`) + member.length + 4;
  const text = bytes.toString('latin1', start, start + 1);
  // Another letter of the same alphabet, so that it still is base64.
  store.write(LAST, flipped(bytes, start, text.charCodeAt(0) ^ (text === 'A' ? 66 : 65)));
};

const sealedWith = (lie: Lie) => (store: SealedStore) => reseal(store, LAST_SEQ, lie);

const SIGNATURE = { codes: ['SIGNATURE_INVALID'], exit: 6 } as const;
const CONTENT = { codes: ['CONTENT_INVALID'], exit: 6 } as const;
/** Signed by a trusted key, so that nobody but its holder can have made it. */
const NEWER = { codes: ['FORMAT_UNKNOWN'], exit: 7 } as const;
const UNTRUSTED = { codes: ['KEY_UNTRUSTED'], exit: 6 } as const;

const withoutKey: readonly TamperRow[] = [
  {
    name: 'a byte flipped in the payload',
    change: flipIn('payload'),
    codes: ['CONTENT_INVALID', 'REWRITTEN', 'SIGNATURE_INVALID'],
    exit: 6,
    says: /check signature/,
  },
  { name: 'a byte flipped in the signature', change: flipIn('sig'), ...SIGNATURE, says: /does not confirm/ },
  {
    name: 'the payload type changed',
    change: inBundle('dsseEnvelope.payloadType', 'application/json'),
    ...SIGNATURE,
    says: /check envelope: .*payloadType/,
  },
  {
    name: 'the same signature twice',
    change: (store) => {
      const { signatures } = JSON.parse(store.text(LAST)).dsseEnvelope;
      inBundle('dsseEnvelope.signatures', [...signatures, ...signatures])(store);
    },
    ...SIGNATURE,
    says: /count signatures: .*expected 1, got 2/,
  },
  {
    name: 'no signature',
    change: inBundle('dsseEnvelope.signatures', []),
    ...SIGNATURE,
    says: /count signatures: .*expected 1, got 0/,
  },
  {
    name: 'an empty signature',
    change: inBundle('dsseEnvelope.signatures.0.sig', ''),
    ...SIGNATURE,
    says: /signatures\.0\.sig/,
  },
  {
    name: 'a signature under the name of another key',
    change: inBundle('dsseEnvelope.signatures.0.keyid', strangersSigner.keyId),
    codes: ['KEY_UNTRUSTED', 'SIGNATURE_INVALID'],
    exit: 6,
    says: /check key hint/,
  },
  {
    name: 'the hint of another key',
    change: inBundle('verificationMaterial.publicKey.hint', strangersSigner.keyId),
    codes: ['KEY_UNTRUSTED', 'SIGNATURE_INVALID'],
    exit: 6,
    says: /check key hint/,
  },
  {
    name: 'a public key brought along',
    change: inBundle('verificationMaterial.publicKey.rawBytes', PUBLIC_KEY_PEM),
    ...SIGNATURE,
    says: /verificationMaterial\.publicKey/,
  },
  {
    name: 'a media type of another version',
    change: inBundle('mediaType', 'application/vnd.dev.sigstore.bundle.v0.2+json'),
    ...CONTENT,
    says: /mediaType/,
  },
  { name: 'an extra member in the bundle', change: inBundle('extra', 1), ...CONTENT, says: /check envelope/ },
  {
    name: 'a bundle with white space',
    change: (store) => store.write(LAST, JSON.stringify(JSON.parse(store.text(LAST)), null, 1)),
    ...CONTENT,
    says: /in other bytes/,
  },
  {
    name: 'a bundle with a final newline',
    change: (store) => store.write(LAST, `${store.text(LAST)}\n`),
    ...CONTENT,
    says: /white space at the end/,
  },
  {
    name: 'a payload without its padding',
    change: (store) => store.replace(recordPath(2), '="', '"'),
    ...SIGNATURE,
    says: /padded standard base64/,
  },
  {
    name: 'a record cut off in the middle',
    change: (store) => store.write(LAST, store.read(LAST).subarray(0, 9000)),
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /not JSON/,
  },
  {
    name: 'an empty record',
    change: (store) => store.write(LAST, ''),
    codes: ['CHAIN_BROKEN'],
    exit: 6,
    says: /not JSON/,
  },
];

const withKey: readonly TamperRow[] = [
  {
    name: 'a record signed again by another key',
    change: sealedWith({ signers: [strangersSigner] }),
    codes: ['KEY_UNTRUSTED'],
    exit: 6,
    says: /expected a pinned key/,
  },
  {
    name: 'a record signed by another key that is pinned too',
    change: sealedWith({ signers: [strangersSigner] }),
    given: () => ({ keys: [goldenSigner, strangersSigner] }),
    ...UNTRUSTED,
    says: /expected the key in force/,
  },
  {
    name: 'a second signature by another key',
    change: sealedWith({ signers: [strangersSigner, goldenSigner] }),
    codes: ['KEY_UNTRUSTED', 'SIGNATURE_INVALID'],
    exit: 6,
    says: /count signatures: .*expected 1, got 2/,
  },
  {
    name: 'a key that says it follows the old one, which named none',
    change: sealedWith({
      statement: ({ predicate }) => setAt(predicate, 'chain.rotatedFrom', goldenSigner.keyId),
      signers: [strangersSigner],
    }),
    given: () => ({ keys: [goldenSigner, strangersSigner] }),
    ...UNTRUSTED,
    says: /expected the key in force at this record/,
  },
  {
    name: 'another payload type, signed as such',
    change: sealedWith({ payloadType: 'text/plain' }),
    ...NEWER,
    says: /payloadType/,
  },
  {
    name: 'a payload with white space',
    change: sealedWith({ payload: (text) => text.replace(',', ', ') }),
    ...CONTENT,
    says: /read payload: .*in other bytes/,
  },
  {
    name: 'a payload with a member twice',
    change: sealedWith({
      payload: (text) => text.replace('"status":"failed"', '"status":"complete","status":"failed"'),
    }),
    ...CONTENT,
    says: /read payload: .*in other bytes/,
  },
  {
    name: 'a payload with a byte order mark',
    change: sealedWith({ payload: (text) => `\u{FEFF}${text}` }),
    ...CONTENT,
    says: /read payload: .*a byte order mark/,
  },
  {
    name: 'a predicate of another type',
    change: sealedWith({ statement: (statement) => setAt(statement, 'predicateType', 'urn:other') }),
    ...NEWER,
    says: /predicateType/,
  },
  ...['chain.extra', 'extra', '__proto__', 'run.extra', 'artifacts.0.extra'].map((path) => ({
    name: `an extra member ${path} in the predicate`,
    change: sealedWith({
      payload: (text) => {
        const [parent, name] = [path.split('.').slice(0, -1), path.split('.').at(-1)];
        const statement = JSON.parse(text);
        const at = parent.reduce((value, member) => value[member], statement.predicate);
        Object.defineProperty(at, String(name), { value: 1, enumerable: true });
        return canonical(statement);
      },
    }),
    ...NEWER,
    says: /a newer version wrote .*(extra|__proto__) is not known here/,
  })),
];

export const envelopeRows = [...withoutKey, ...withKey];
