/** Very many secrets, and very long ones: each is found where it stands, by work that grows with the text alone. */
import { describe, expect, it } from 'vitest';
import { SecretSet } from '../../src/evidence/secret-set.ts';

function setOf(secrets: readonly string[]): SecretSet {
  const set = new SecretSet();
  for (const secret of secrets) set.add(secret);
  return set;
}

describe('thousands of secrets that begin alike', () => {
  const secrets = Array.from(
    { length: 20_000 },
    (_, index) => `https://hooks.example/${String(index).padStart(8, '0')}`,
  );
  const set = setOf(secrets);

  it('are each found, as they are and encoded', () => {
    const last = secrets.at(-1) ?? '';

    expect(set.isIn(`see ${last}`)).toBe(true);
    expect(set.isIn(`see ${encodeURIComponent(last)}`)).toBe(true);
    expect(set.isIn(Buffer.from(`see ${last}.`).toString('base64'))).toBe(true);
  });

  // Compared one by one, these would be four thousand million comparisons.
  it('cost no comparison with each at every place where all of them could begin', () => {
    expect(set.isIn('https://hooks.example/none '.repeat(200_000))).toBe(false);
  });
});

describe('a secret of many megabytes', () => {
  const long = `-----BEGIN ${'0123456789abcdef'.repeat(2 ** 20)}`;

  it('is found whole and by its beginning, and not where it does not stand', () => {
    const set = setOf([long]);

    expect(set.isIn(`x${long}x`)).toBe(true);
    expect(set.isIn(encodeURIComponent(`x ${long}`))).toBe(true);
    expect(set.isIn(long.slice(0, 500))).toBe(false);
  });

  it('is found also where its beginning ends in the middle of a character', () => {
    for (const shift of [0, 1]) {
      const secret = `${'a'.repeat(1_022 + shift)}${'😀'.repeat(20)}`;

      expect(setOf([secret]).isIn(`x${secret}x`)).toBe(true);
      expect(setOf([secret]).isIn(encodeURIComponent(secret))).toBe(true);
    }
  });
});
