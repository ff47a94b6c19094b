/** DSSE against the protocol's own test vector, and public keys that are none of ours. */
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPublicKey } from '../../src/crypto/node.ts';
import { isSignatureValid, keyIdOf, preAuthenticationEncoding } from '../../src/seal/dsse.ts';
import { ecKeys, pkcs8, spki } from './keys.ts';

const TYPE = 'http://example.com/HelloWorld';
const PAYLOAD = Buffer.from('hello world');
const ENCODED = 'DSSEv1 29 http://example.com/HelloWorld 11 hello world';

describe('the bytes that are signed', () => {
  it.each([
    ['the test vector of the protocol', TYPE, PAYLOAD, ENCODED],
    ['an empty payload', 'a/b', Buffer.alloc(0), 'DSSEv1 3 a/b 0 '],
    ['lengths in bytes, not in characters', 'é', Buffer.from('€'), 'DSSEv1 2 é 3 €'],
  ])('%s', (_name, type, payload, text) => {
    expect(preAuthenticationEncoding(type, payload).toString()).toBe(text);
  });

  it('hold any payload byte for byte', () => {
    const payload = Buffer.from(Array.from({ length: 256 }, (_, i) => i));

    const encoded = preAuthenticationEncoding('t', payload);

    expect(encoded.subarray(-256)).toEqual(payload);
  });

  it('differ when bytes move between type and payload', () => {
    const one = preAuthenticationEncoding('a', Buffer.from('b 1 c'));
    const two = preAuthenticationEncoding('a 5 b', Buffer.from('c'));

    expect(one.equals(two)).toBe(false);
  });
});

describe('the signature of the test vector', () => {
  const coordinate = (decimal: string) =>
    Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    },
  });
  const signature = Buffer.from(
    'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
    'base64',
  );

  it('is right over our encoding', () => {
    const encoded = preAuthenticationEncoding(TYPE, PAYLOAD);

    expect(verify('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });
});

describe('a signature', () => {
  const { privateKey, publicKey } = ecKeys();
  const signature = sign('sha256', Buffer.from(ENCODED), privateKey);
  const flipped = (bytes: Buffer) =>
    Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]);

  it.each([
    ['the right one', publicKey, TYPE, PAYLOAD, signature, true],
    ['another key', ecKeys().publicKey, TYPE, PAYLOAD, signature, false],
    ['another type', publicKey, `${TYPE}2`, PAYLOAD, signature, false],
    ['another payload', publicKey, TYPE, flipped(PAYLOAD), signature, false],
    ['one bit flipped', publicKey, TYPE, PAYLOAD, flipped(signature), false],
    ['no bytes', publicKey, TYPE, PAYLOAD, Buffer.alloc(0), false],
    ['bytes that are no DER', publicKey, TYPE, PAYLOAD, Buffer.alloc(64, 1), false],
    ['over the payload alone', publicKey, TYPE, PAYLOAD, sign('sha256', PAYLOAD, privateKey), false],
  ] as const)('%s', async (_name, key, type, payload, bytes, isRight) => {
    expect(await isSignatureValid(key, type, payload, bytes)).toBe(isRight);
  });
});

describe('a public key', () => {
  it('has the SHA-256 of its DER form as its id', () => {
    const { publicKey } = ecKeys();

    const der = Buffer.from(spki(publicKey).replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');

    expect(keyIdOf(publicKey)).toBe(createHash('sha256').update(der).digest('hex'));
    expect(keyIdOf(readPublicKey(spki(publicKey)))).toBe(keyIdOf(publicKey));
  });

  it.each([
    ['a private key', () => pkcs8(ecKeys().privateKey), /got a private one/],
    [
      'RSA',
      () => spki(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey),
      /expected ECDSA P-256, got rsa/,
    ],
    ['Ed25519', () => spki(generateKeyPairSync('ed25519').publicKey), /got ed25519/],
    ['P-384', () => spki(ecKeys('secp384r1').publicKey), /expected ECDSA P-256/],
    ['no key', () => 'no key', /./],
    ['nothing', () => '', /./],
  ])('is not taken when it is %s', (_name, pem, message) => {
    expect(() => readPublicKey(pem())).toThrow(message);
  });
});
