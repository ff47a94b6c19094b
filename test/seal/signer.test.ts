/** The signer with a key that is here: what it can use, and how it says what it cannot. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SealError } from '../../src/errors.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { describeSigner } from '../contract/signer.ts';
import { withFolder } from '../support/folder.ts';
import { ecKeys, newSigner, pkcs8, spki } from './keys.ts';

const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
if (!HAS_OPENSSL) console.warn('SKIPPED: signatures verified with openssl: there is no openssl here');

describe('a local signer', () => {
  describeSigner(async () => newSigner());

  it('takes a key with spaces and Windows line ends around it', () => {
    const pem = pkcs8(ecKeys().privateKey);

    expect(createLocalSigner(`\r\n${pem.replaceAll('\n', '\r\n')}\r\n`, 'x').keyId).toBe(
      createLocalSigner(pem, 'x').keyId,
    );
  });

  it.runIf(HAS_OPENSSL)(
    'makes signatures that openssl confirms, and refuses over another message',
    async () => {
      const signer = newSigner();
      const signature = await signer.sign(Buffer.from('a message'));

      await withFolder(async (folder) => {
        writeFileSync(join(folder, 'key.pem'), spki(signer.publicKey));
        writeFileSync(join(folder, 'sig.der'), signature);
        const check = (message: string) =>
          spawnSync('openssl', ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig.der'], {
            cwd: folder,
            input: message,
          }).status;

        expect(check('a message')).toBe(0);
        expect(check('another message')).not.toBe(0);
      });
    },
  );
});

describe('a key that cannot be used', () => {
  const encrypted = () =>
    String(
      ecKeys().privateKey.export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'hunter2',
      }),
    );
  const encryptedSec1 = () =>
    String(
      ecKeys().privateKey.export({
        type: 'sec1',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: 'hunter2',
      }),
    );

  it.each([
    ['RSA', () => pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey), 'a key of type rsa'],
    ['Ed25519', () => pkcs8(generateKeyPairSync('ed25519').privateKey), 'a key of type ed25519'],
    ['X25519', () => pkcs8(generateKeyPairSync('x25519').privateKey), 'a key of type x25519'],
    ['P-384', () => pkcs8(ecKeys('secp384r1').privateKey), 'a key on curve secp384r1'],
    ['secp256k1', () => pkcs8(ecKeys('secp256k1').privateKey), 'a key on curve secp256k1'],
    ['an encrypted key', encrypted, 'an encrypted key'],
    ['an encrypted key in the older form', encryptedSec1, 'an encrypted key'],
    ['a public key', () => spki(ecKeys().publicKey), 'a public key'],
    ['nothing', () => ' \n', 'nothing'],
    ['text', () => 'no key at all', 'something that is not a key'],
    ['half a key', () => pkcs8(ecKeys().privateKey).slice(0, 90), 'something that is not a key'],
  ])('%s is refused by name', (_name, pem, got) => {
    const attempt = () => createLocalSigner(pem(), 'file:./keys/signing-key.pem');

    expect(attempt).toThrow(SealError);
    expect(attempt).toThrow(
      `read signing key: file:./keys/signing-key.pem: expected an ECDSA P-256 private key in PKCS#8 PEM, got ${got}`,
    );
  });

  it('is not quoted by the error, in no part of it', () => {
    const pem = pkcs8(ecKeys().privateKey).replace('MIG', 'MIH');
    const middle = pem.split('\n')[1] ?? '';

    try {
      createLocalSigner(pem, 'env:KEY');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'KEY_UNUSABLE',
        exitCode: 5,
        hint: expect.stringContaining('keygen'),
      });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(middle.slice(8, 40));
    }
  });
});
