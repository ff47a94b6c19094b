/** What every signer must do, wherever its key lives. Run by the tests of each of them. */
import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { keyIdOf } from '../../src/seal/dsse.ts';
import type { Signer } from '../../src/seal/signer.ts';

/** Declares the tests for signers of one kind. `open` is called once per test. */
export function describeSigner(open: () => Promise<Signer>): void {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('a message')],
    ['more than any service takes raw', Buffer.alloc(5_000, 0xa5)],
  ])('signs %s so that anybody with the public key can tell', async (_name, message) => {
    const signer = await open();

    const signature = await signer.sign(message);

    expect(verify('sha256', message, signer.publicKey, signature)).toBe(true);
    expect(verify('sha256', Buffer.concat([message, Buffer.of(0)]), signer.publicKey, signature)).toBe(false);
  });

  it('gives signatures in DER, as openssl reads them', async () => {
    const signer = await open();

    const signature = Buffer.from(await signer.sign(Buffer.from('a message')));

    expect(signature[0]).toBe(0x30);
    expect(signature[1]).toBe(signature.length - 2);
    expect(signature[2]).toBe(0x02);
  });

  it('has a P-256 key that can be handed on, and no private half in it', async () => {
    const { publicKey } = await open();

    expect(publicKey.type).toBe('public');
    expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    expect(createPublicKey(pem).equals(publicKey)).toBe(true);
  });

  it('names its key by the digest of the public half', async () => {
    const { keyId, publicKey } = await open();

    expect(keyId).toMatch(/^[0-9a-f]{64}$/);
    expect(keyId).toBe(keyIdOf(publicKey));
  });

  it('signs many messages at once, each on its own', async () => {
    const signer = await open();
    const messages = Array.from({ length: 8 }, (_, i) => Buffer.from(`message ${i}`));

    const signatures = await Promise.all(messages.map((message) => signer.sign(message)));

    for (const [i, message] of messages.entries()) {
      for (const [j, signature] of signatures.entries()) {
        expect(verify('sha256', message, signer.publicKey, signature)).toBe(i === j);
      }
    }
  });
}
