/** No byte of a time stamp changes what it says: with any of them changed it says the same, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkStamp } from '../../src/anchor/check.ts';
import { certifyAuthority } from '../support/stamp-certificates.ts';
import { stampAnswer } from '../support/stamps.ts';
import { everyNth, runs } from '../support/tier.ts';

const hierarchy = certifyAuthority({}, { between: 1 });
const signature = Buffer.from('the bytes of a signature');
const nonce = Buffer.alloc(16, 9);
const at = new Date('2026-11-22T03:00:04.500Z');
const right = stampAnswer({ hierarchy, signature, at, nonce }, { unsignedAttributes: true });

const check = (answer: Uint8Array) =>
  checkStamp({ answer, signature, nonce, authorities: [hierarchy.root.certificate] });
const valid = await check(right);

/**
 * Where nothing is signed and nothing is said: in front of the content (status, versions, the form in which a hash is
 * named), in the version and the hash's form of the signature, and what anybody may add behind it.
 */
const CONTENT = right.indexOf(Buffer.from('2a864886f70d0109100104', 'hex'));
const SIGNER =
  right.lastIndexOf(hierarchy.chain.at(-1)?.raw ?? '') + (hierarchy.chain.at(-1)?.raw.length ?? 0);
const ATTRIBUTES = right.indexOf(Buffer.from('2a864886f70d010903', 'hex'));
const BEHIND = right.length - 13;
const isSigned = (place: number) =>
  place >= CONTENT && !(place >= SIGNER && place < ATTRIBUTES) && place < BEHIND;

describe('a time stamp with one byte changed', () => {
  const places = Array.from({ length: right.length }, (_, index) => index);

  it.each([0x01, 0x20, 0x80, 0xff])('says the same or nothing: by %i', async (mask) => {
    const said = await Promise.all(
      everyNth(places, 37, mask).map(async (place) => {
        const changed = Buffer.from(right);
        changed[place] = (changed[place] ?? 0) ^ mask;
        return { place, outcome: await check(changed) };
      }),
    );

    const accepted = said.filter(({ outcome }) => outcome.kind === 'valid');
    expect(valid.kind).toBe('valid');
    expect(accepted.map(({ outcome }) => outcome)).toEqual(accepted.map(() => valid));
    expect(accepted.filter(({ place }) => isSigned(place))).toEqual([]);
  });
});

describe('any bytes', () => {
  /** A piece of a right answer, put somewhere else in it or left out. */
  const mended = fc
    .tuple(fc.nat(right.length), fc.nat(right.length), fc.nat(right.length), fc.nat(200))
    .map(([from, to, cut, length]) =>
      Buffer.concat([
        right.subarray(0, to),
        right.subarray(from, from + length),
        right.subarray(to + (cut % 200)),
      ]),
    );

  it('never make it throw, and never say another time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), mended), async (answer) => {
        const outcome = await check(answer);
        if (outcome.kind === 'valid') expect(outcome).toEqual(valid);
        else expect(outcome.expected.length * outcome.found.length).toBeGreaterThan(0);
      }),
      { numRuns: runs({ fast: 200, full: 20_000 }) },
    );
  });
});
