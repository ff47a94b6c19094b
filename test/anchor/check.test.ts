/** Whether an answer fixes a signature in time. */
import { describe, expect, it } from 'vitest';
import { checkStamp, LARGEST_ANSWER_BYTES } from '../../src/anchor/check.ts';

const signature = Buffer.from('signature');

describe('what is no answer', () => {
  it.each([
    ['nothing', ''],
    ['a byte', '30'],
    ['text', Buffer.from('<html>not found</html>').toString('hex')],
    ['an indefinite length', '30800000'],
    ['an empty sequence', '3000'],
    ['more than is read', '30'.repeat(LARGEST_ANSWER_BYTES + 1)],
  ])('is invalid: %s', (_what, hex) => {
    const check = checkStamp({ answer: Buffer.from(hex, 'hex'), signature, authorities: [] });

    expect(check.kind).toBe('invalid');
  });
});
