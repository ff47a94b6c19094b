/**
 * Records in the hands of programs that are not ours: sigstore-js, which knows Sigstore bundles and DSSE,
 * and openssl, which knows neither. Both with the public key as the only thing to trust.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { toSignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bundle as StoredBundle } from '../../schemas/chain.ts';
import { withTimestamps } from '../../src/anchor/bundle.ts';
import { preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import { withLowS } from '../../src/seal/low-s.ts';
import { strangeHierarchy, testHierarchy } from '../support/authority.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { handingOver, K1, K2, signAs } from '../support/rotated-store.ts';
import {
  createSealedStore,
  LAST_SEQ,
  PUBLIC_KEY_PEM,
  recordPath,
  reseal,
  SEQS,
  type SealedStore,
} from '../support/sealed-store.ts';
import { stampAnswer } from '../support/stamps.ts';
import { flipped, strangersSigner, verifySealed } from './tampering/row.ts';

type Bundle = Parameters<typeof toSignedEntity>[0];

/** The very module that the verifier itself reads bundles with. */
const { bundleFromJSON } = createRequire(createRequire(import.meta.url).resolve('@sigstore/verify'))(
  '@sigstore/bundle',
) as { readonly bundleFromJSON: (json: unknown) => Bundle };

let store: SealedStore;

beforeEach(() => {
  store = createSealedStore();
});

afterEach(() => {
  store.dispose();
});

const readBundle = (seq: number): Bundle => bundleFromJSON(JSON.parse(store.text(recordPath(seq))));

/** A verifier that trusts one key, and asks for no transparency log and no time stamp: there are none. */
function sigstoreVerifier(publicKey = goldenSigner.publicKey): Verifier {
  const key = { publicKey, validFor: () => true };
  const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
  return new Verifier(
    { ...none, publicKey: () => key },
    { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 },
  );
}

describe('a record in sigstore-js', () => {
  it.each(SEQS)('%i is a bundle of version 0.3 around a DSSE envelope', (seq) => {
    const { mediaType, content, verificationMaterial } = readBundle(seq);

    expect(mediaType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json');
    expect(content).toMatchObject({
      $case: 'dsseEnvelope',
      dsseEnvelope: {
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ keyid: goldenSigner.keyId }],
      },
    });
    expect(verificationMaterial.content).toEqual({
      $case: 'publicKey',
      publicKey: { hint: goldenSigner.keyId },
    });
  });

  it.each(SEQS)('%i verifies with the public key', (seq) => {
    const entity = toSignedEntity(readBundle(seq));

    expect(sigstoreVerifier().verify(entity).key).toBe(goldenSigner.publicKey);
  });

  it('verifies in either form of its signature, here too: the lower s is written now, the other once was', async () => {
    const sigs = SEQS.map((seq) => JSON.parse(store.text(recordPath(seq))).dsseEnvelope.signatures[0].sig);
    const forms = sigs.map((sig) => p256.Signature.fromBytes(Buffer.from(sig, 'base64'), 'der').hasHighS());
    await reseal(store, LAST_SEQ, {
      signers: [{ ...goldenSigner, sign: async (message) => withLowS(await goldenSigner.sign(message)) }],
    });

    expect(new Set(forms)).toEqual(new Set([true, false]));
    expect(sigstoreVerifier().verify(toSignedEntity(readBundle(LAST_SEQ))).key).toBe(goldenSigner.publicKey);
    expect((await verifySealed(store)).failures).toEqual([]);
  });

  it('does not verify with another key', () => {
    const entity = toSignedEntity(readBundle(0));

    expect(() => sigstoreVerifier(strangersSigner.publicKey).verify(entity)).toThrow(VerificationError);
  });

  it('does not verify once another key has signed it', async () => {
    await reseal(store, 1, { signers: [strangersSigner] });

    expect(() => sigstoreVerifier().verify(toSignedEntity(readBundle(1)))).toThrow(
      /signature verification failed/,
    );
    expect(() => sigstoreVerifier().verify(toSignedEntity(readBundle(2)))).not.toThrow();
  });
});

describe('a record with its time stamp in sigstore-js', () => {
  const at = new Date('2026-11-22T03:05:00.000Z');
  const hierarchy = testHierarchy();

  /** A record as an export would hand it on: with what lies beside it in the store put into it. */
  function stamped(seq: number, stampedSeq = seq): Bundle {
    const read = (number: number): StoredBundle => JSON.parse(store.text(recordPath(number)));
    const [{ sig } = { sig: '' }] = read(stampedSeq).dsseEnvelope.signatures;
    const answer = stampAnswer({ hierarchy, signature: Buffer.from(sig, 'base64'), at });
    return bundleFromJSON(withTimestamps(read(seq), [answer]));
  }

  /** Trusts a key and an authority, and asks for one time stamp. */
  function verifier({ root } = hierarchy): Verifier {
    const certChain = [hierarchy.signer, root].map(({ certificate }) =>
      SigstoreCertificate.parse(certificate.raw),
    );
    const validFor = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2027-01-01T00:00:00Z') };
    const key = {
      publicKey: goldenSigner.publicKey,
      validFor: (time: Date) => time.getTime() === at.getTime(),
    };
    return new Verifier(
      {
        certificateAuthorities: [],
        timestampAuthorities: [{ certChain, validFor }],
        tlogs: [],
        ctlogs: [],
        publicKey: () => key,
      },
      { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 },
    );
  }

  it.each(SEQS)('%i verifies, at the time that the authority says', (seq) => {
    expect(verifier().verify(toSignedEntity(stamped(seq))).key).toBe(goldenSigner.publicKey);
  });

  it('does not verify with the stamp of another record, another authority, or none', () => {
    const refused = (bundle: Bundle, by = verifier()) =>
      expect(() => by.verify(toSignedEntity(bundle))).toThrow(VerificationError);

    refused(stamped(1, 0));
    refused(stamped(1), verifier(strangeHierarchy()));
    refused(readBundle(1));
  });
});

describe('the two records with which the key changes', () => {
  it('each verify in sigstore-js with the key that signed it, and with no other', async () => {
    await signAs(store, handingOver(K1, K1, K2, K2));

    for (const [seq, own, other] of [
      [1, K1, K2],
      [2, K2, K1],
    ] as const) {
      const entity = toSignedEntity(readBundle(seq));

      expect(sigstoreVerifier(own.publicKey).verify(entity).key).toBe(own.publicKey);
      expect(() => sigstoreVerifier(other.publicKey).verify(entity)).toThrow(VerificationError);
    }
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('SKIPPED records in openssl: there is no openssl here');

describe.runIf(hasOpenssl)('a record in openssl', () => {
  function opensslVerify(seq: number, change = (payload: Buffer): Buffer => payload): string {
    const { payload, signatures } = JSON.parse(store.text(recordPath(seq))).dsseEnvelope;
    const file = (name: string) => join(store.root, name);
    writeFileSync(file('owner.pub.pem'), PUBLIC_KEY_PEM);
    writeFileSync(file('signature'), Buffer.from(signatures[0].sig, 'base64'));
    const bytes = change(Buffer.from(payload, 'base64'));
    writeFileSync(file('signed'), preAuthenticationEncoding('application/vnd.in-toto+json', bytes));
    const args = ['dgst', '-sha256', '-verify', 'owner.pub.pem', '-signature', 'signature', 'signed'];
    return spawnSync('openssl', args, { cwd: store.root, encoding: 'utf8' }).stdout.trim();
  }

  it.each(SEQS)('%i verifies with the public key', (seq) => {
    expect(opensslVerify(seq)).toBe('Verified OK');
  });

  it('does not verify with one byte changed', () => {
    expect(opensslVerify(0, (payload) => flipped(payload, 1000))).not.toContain('Verified OK');
  });

  it('has a key id that openssl and sha256sum come to as well', () => {
    writeFileSync(join(store.root, 'owner.pub.pem'), PUBLIC_KEY_PEM);
    const args = ['pkey', '-pubin', '-in', 'owner.pub.pem', '-outform', 'DER', '-out', 'owner.der'];
    spawnSync('openssl', args, { cwd: store.root });

    const { stdout } = spawnSync('openssl', ['dgst', '-sha256', '-r', 'owner.der'], {
      cwd: store.root,
      encoding: 'utf8',
    });

    expect(stdout.split(' ')[0]).toBe(goldenSigner.keyId);
  });
});
