/** RFC 8785 held against its own published examples, and digests against known ones. */
import { describe, expect, it } from 'vitest';
import { canonical, sha256 } from '../../src/evidence/canonical.ts';

/** The double with these bits, as RFC 8785 writes it down in appendix B. */
function double(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE();
}

describe('numbers', () => {
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the double %s is written as in RFC 8785 appendix B: %s', (bits, text) => {
    expect(canonical(double(bits))).toBe(text);
  });

  it.each([
    ['not a number', '7fffffffffffffff'],
    ['infinity', '7ff0000000000000'],
    ['minus infinity', 'fff0000000000000'],
  ])('%s is refused, since no JSON can say it', (_name, bits) => {
    expect(() => canonical({ deep: [double(bits)] })).toThrow();
  });
});

describe('text', () => {
  it('the sample object of RFC 8785 section 3.2.2 comes out byte for byte', () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;

    const bytes = Buffer.from(canonical(JSON.parse(sample))).toString('hex');

    expect(bytes).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a' +
        '5b3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d' +
        '2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  it.each([
    ['backspace, tab, line feed, form feed, return', '\b\t\n\f\r', String.raw`"\b\t\n\f\r"`],
    ['other control characters', '\u0000\u001f', String.raw`"\u0000\u001f"`],
    ['delete and line separators stand as they are', '\u007f\u2028\u2029', '"\u007f\u2028\u2029"'],
    ['no normalisation of Unicode', 'A\u030a\u00c5', '"A\u030a\u00c5"'],
    ['a pair of surrogates stands as one character', '\u{1f600}', '"\u{1f600}"'],
  ])('%s', (_name, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it.each([
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate', 'a\udc00b'],
    ['surrogates the wrong way round', '\udc00\ud800'],
  ])('%s is refused as a value', (_name, value) => {
    expect(() => canonical(value)).toThrow();
    expect(() => canonical({ [value]: 1 })).toThrow();
  });

  it('nothing at all is refused', () => {
    expect(() => canonical(undefined)).toThrow('expected a JSON value, got undefined');
  });
});

describe('members', () => {
  it('are ordered by UTF-16 code units as in RFC 8785 section 3.2.3', () => {
    const members = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };

    const names = Object.values(JSON.parse(canonical(members).replace('"1"', '"one"')) as object);

    expect(names).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('that look like numbers are ordered as text', () => {
    expect(canonical({ 10: 0, 9: 0, 1: 0 })).toBe('{"1":0,"10":0,"9":0}');
  });

  it('called __proto__ or constructor are members like any other', () => {
    const value: unknown = JSON.parse('{"constructor":1,"__proto__":{"b":1,"a":2}}');

    expect(canonical(value)).toBe('{"__proto__":{"a":2,"b":1},"constructor":1}');
  });
});

describe('digests', () => {
  it.each([
    ['nothing', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['text as UTF-8', '\u20ac', sha256(Buffer.from([0xe2, 0x82, 0xac]))],
  ])('the SHA-256 of %s is the known one', (_name, text, digest) => {
    expect(sha256(text)).toBe(digest);
  });
});
