/** Fingerprints held against other implementations of HMAC: whoever has the key can match by hand. */
import { spawnSync } from 'node:child_process';
import { createHmac, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FingerprintContext } from '../../schemas/policy.ts';
import { createFingerprinter, fingerprint, fingerprintKeyId } from '../../src/evidence/fingerprint.ts';

const CONTEXTS: readonly FingerprintContext[] = [
  'segment/write-key',
  'segment/token',
  'segment/setting',
  'email',
  'subject',
];
const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
if (!HAS_OPENSSL) console.warn('SKIPPED: fingerprints matched with openssl: there is no openssl here');

const rows = [
  ['text key and text secret', Buffer.from('a fingerprint key, long enough'), 'sgp_secret'],
  ['text beyond ASCII', Buffer.from('a fingerprint key, long enough'), 'pässwörd €'],
  ['a key of bytes that are no text', Buffer.from('00ff80c3'.repeat(8), 'hex'), 'x'],
  ['a key longer than a block of SHA-256', Buffer.alloc(100, 7), 'secret'],
  ['an empty secret', Buffer.alloc(32, 1), ''],
] as const;

/** The contract's formula, by the Web Crypto implementation. */
async function byWebCrypto(key: Uint8Array, context: string, secret: string): Promise<string> {
  const usable = await webcrypto.subtle.importKey(
    'raw',
    Uint8Array.from(key),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = async (text: string) =>
    Buffer.from(await webcrypto.subtle.sign('HMAC', usable, new TextEncoder().encode(text)));
  const keyId = (await mac('segment-evidence/fingerprint-key-id')).toString('hex').slice(0, 8);
  const tag = (await mac(`${context}\0${secret}`)).toString('base64url').slice(0, 22);
  return `hmac-sha256:${keyId}:${tag}`;
}

function openssl(key: Buffer, message: string): Buffer {
  const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, '-binary'];
  return spawnSync('openssl', args, { input: message }).stdout;
}

describe('a fingerprint', () => {
  it.each(rows)('of %s is what the contract says, in every context', async (_name, key, secret) => {
    for (const context of CONTEXTS) {
      expect(fingerprint(key, context, secret)).toBe(await byWebCrypto(key, context, secret));
    }
  });

  it.runIf(HAS_OPENSSL).each(rows)('of %s can be made by hand with openssl', (_name, key, secret) => {
    const keyId = openssl(key, 'segment-evidence/fingerprint-key-id').toString('hex').slice(0, 8);
    const tag = openssl(key, `segment/token\0${secret}`).toString('base64').slice(0, 22);

    const byHand = `hmac-sha256:${keyId}:${tag.replaceAll('+', '-').replaceAll('/', '_')}`;

    expect(fingerprint(key, 'segment/token', secret)).toBe(byHand);
  });

  it('is the same for text and for its UTF-8 bytes', () => {
    const { of } = createFingerprinter(Buffer.alloc(32, 9));

    expect(of('email', 'ä@example.com')).toBe(of('email', Buffer.from('ä@example.com')));
  });

  it('has another value in each context and under each key', () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

    const tags = keys.flatMap((key) => CONTEXTS.map((c) => fingerprint(key, c, 'secret').split(':')[2]));

    expect(new Set(tags).size).toBe(tags.length);
  });

  it('cannot be shifted from one context into another', () => {
    const key = Buffer.alloc(32, 3);

    const shifted = createHmac('sha256', key).update('segment/token').update('xsecret').digest('base64url');

    expect(fingerprint(key, 'segment/token', 'xsecret')).not.toContain(shifted.slice(0, 22));
  });

  it('names its key by eight hex digits, the same for all of its fingerprints', () => {
    const key = Buffer.alloc(32, 4);
    const fingerprinter = createFingerprinter(key);

    expect(fingerprinter.keyId).toMatch(/^[0-9a-f]{8}$/);
    expect(fingerprinter.keyId).toBe(fingerprintKeyId(key));
    expect(fingerprinter.of('email', 'a').split(':')[1]).toBe(fingerprinter.keyId);
  });
});
