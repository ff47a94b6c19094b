/** Signatures in their low form: still right, by judges that are not ours, and never otherwise spelt. */
import { sign, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLowS } from '../../src/seal/low-s.ts';
import { createLocalSigner } from '../../src/seal/signer.ts';
import { withFolder } from '../support/folder.ts';
import { isWithoutOpenssl, openssl } from '../support/openssl.ts';
import { runs } from '../support/tier.ts';
import { ecKeys, pkcs8, spki } from './keys.ts';

const ORDER = p256.Point.CURVE().n;
const read = (der: Uint8Array) => p256.Signature.fromBytes(der, 'der');
const written = (r: bigint, s: bigint) => Buffer.from(new p256.Signature(r, s).toBytes('der'));
const keys = ecKeys();

describe('the low form of a signature', () => {
  it('is right wherever the other is, has the lower s, and is its own low form', () => {
    const anyMessage = fc.uint8Array({ maxLength: 64 });
    let high = 0;
    fc.assert(
      fc.property(anyMessage, (message) => {
        const signature = sign('sha256', message, keys.privateKey);
        const low = withLowS(signature);

        const [was, is] = [read(signature), read(low)];
        if (was.hasHighS()) high += 1;
        expect(is.r).toBe(was.r);
        expect(is.s).toBe(was.s > ORDER / 2n ? ORDER - was.s : was.s);
        expect(low).toEqual(written(is.r, is.s));
        expect(withLowS(low)).toEqual(low);
        expect(verify('sha256', message, keys.publicKey, low)).toBe(true);
      }),
      { numRuns: runs({ fast: 100, full: 5_000 }) },
    );
    expect(high).toBeGreaterThan(0);
  });

  const half = ORDER / 2n;
  it.each([
    ['the smallest s', 1n, 1n],
    ['the largest that is low', half, half],
    ['the smallest that is high', half + 1n, half],
    ['the largest s', ORDER - 1n, 1n],
    ['one that becomes shorter by a byte', ORDER - 0x7fn, 0x7fn],
    ['one that then needs a sign', ORDER - 0x80n, 0x80n],
    ['one whose first byte would be a sign', ORDER - (0xffn << 232n), 0xffn << 232n],
  ])('of %s', (_name, s, low) => {
    for (const r of [1n, 0x80n, ORDER - 1n]) expect(withLowS(written(r, s))).toEqual(written(r, low));
  });

  const good = written(5n, ORDER - 5n);
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half of one', good.subarray(0, 12)],
    ['more behind it', Buffer.concat([good, Buffer.of(0)])],
    ['no sequence', Buffer.concat([Buffer.of(0x31), good.subarray(1)])],
    ['a length of its own', Buffer.concat([Buffer.of(0x30, 0x81, good.length - 2), good.subarray(2)])],
    ['an s of nothing', Buffer.from('30050201050200', 'hex')],
    ['an s of zero', Buffer.from('3006020105020100', 'hex')],
    ['an s below zero', Buffer.from('3006020105020180', 'hex')],
    ['an s with a zero too many', Buffer.from('300702010502020001', 'hex')],
    ['an s as large as the order', unreal(ORDER)],
    ['the two numbers side by side', Buffer.alloc(64, 0xff)],
  ])('leaves alone what is none: %s', (_name, bytes) => {
    expect(withLowS(bytes)).toEqual(bytes);
  });
});

/** A pair whose s no signature has. */
function unreal(s: bigint): Buffer {
  const value = Buffer.from(`00${s.toString(16)}`, 'hex');
  return Buffer.concat([Buffer.of(0x30, 5 + value.length, 2, 1, 5, 2, value.length), value]);
}

describe('a local signer', () => {
  it('writes each signature in its low form', async () => {
    const signer = createLocalSigner(pkcs8(keys.privateKey), 'a test');

    const signatures = await Promise.all(
      Array.from({ length: 40 }, (_, at) => signer.sign(Buffer.from(`message ${at}`))),
    );

    expect(signatures.filter((signature) => read(signature).hasHighS())).toEqual([]);
  });

  it.skipIf(isWithoutOpenssl('low signatures'))('is confirmed by openssl in both forms', async () => {
    const signer = createLocalSigner(pkcs8(keys.privateKey), 'a test');
    const low = await signer.sign(Buffer.from('a message'));
    const { r, s } = read(low);

    await withFolder(async (folder) => {
      writeFileSync(join(folder, 'key.pem'), spki(keys.publicKey));
      writeFileSync(join(folder, 'message'), 'a message');
      writeFileSync(join(folder, 'low'), low);
      writeFileSync(join(folder, 'high'), written(r, ORDER - s));
      writeFileSync(join(folder, 'wrong'), written(r, s - 1n));
      const judge = (form: string) =>
        openssl(folder, ['dgst', '-sha256', '-verify', 'key.pem', '-signature', form, 'message']).status;

      expect([judge('low'), judge('high'), judge('wrong')]).toEqual([0, 0, 1]);
    });
  });
});
