/** The question to an authority, as openssl reads it; pinned certificates; and stamps put into a record. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../schemas/chain.ts';
import { withTimestamps } from '../../src/anchor/bundle.ts';
import { readCertificates } from '../../src/anchor/certificates.ts';
import { NONCE_BYTES, timestampQuery } from '../../src/anchor/query.ts';
import { withFolder } from '../support/folder.ts';
import { goldenSigner } from '../support/golden-run.ts';
import { isWithoutOpenssl, openssl } from '../support/openssl.ts';

const imprint = createHash('sha256').update('signature').digest();

describe.skipIf(isWithoutOpenssl('queries in openssl'))('a query in openssl', () => {
  async function textOf(nonce: Uint8Array): Promise<string> {
    let text = '';
    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'q.tsq'), timestampQuery(imprint, nonce));
      ({ text } = openssl(folder, ['ts', '-query', '-in', 'q.tsq', '-text']));
    });
    return text;
  }

  it('says what is stamped, and wants the certificates', async () => {
    const text = await textOf(Buffer.alloc(NONCE_BYTES, 0x5a));

    expect(text).toContain('Version: 1\nHash Algorithm: sha256\n');
    expect(text).toContain('Certificate required: yes\n');
    expect(
      text
        .match(/- ([0-9a-f -]{47})/g)
        ?.join('')
        .replaceAll(/[^0-9a-f]/g, ''),
    ).toBe(imprint.toString('hex'));
  });

  it.each([
    ['00000000000000000000000000000000', '0x0'],
    ['00000000000000000000000000000001', '0x01'],
    ['0080ffffffffffffffffffffffffffff', '0x80FFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
    ['ffffffffffffffffffffffffffffffff', '0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
    ['7f000000000000000000000000000000', '0x7F000000000000000000000000000000'],
  ])('says the random number %s as a positive one', async (nonce, told) => {
    expect(await textOf(Buffer.from(nonce, 'hex'))).toContain(`Nonce: ${told}\n`);
  });
});

describe('a file of pinned certificates', () => {
  it.each([
    ['nothing', '', 'got none'],
    ['a public key', goldenSigner.publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'got none'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'got a private key'],
    [
      'half a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      'number 1: expected a certificate as PEM, got an unreadable one',
    ],
  ])('is refused when it holds %s', (_what, pem, problem) => {
    expect(() => readCertificates(pem)).toThrow(problem);
  });
});

describe('a record with stamps', () => {
  it('is the same record with them in it', () => {
    const bundle: Bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: goldenSigner.keyId }, tlogEntries: [] },
      dsseEnvelope: {
        payload: 'e30=',
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ keyid: goldenSigner.keyId, sig: 'AAAA' }],
      },
    };

    const stamped = withTimestamps(bundle, [Buffer.of(1, 2), Buffer.of(3)]);

    expect(stamped).toEqual({
      ...bundle,
      verificationMaterial: {
        ...bundle.verificationMaterial,
        timestampVerificationData: {
          rfc3161Timestamps: [{ signedTimestamp: 'AQI=' }, { signedTimestamp: 'Aw==' }],
        },
      },
    });
  });
});
