/** Reading JSON without losing a digit, and without accepting what is no JSON. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, parseJson } from '../../src/evidence/json.ts';

describe('numbers that a double cannot hold', () => {
  it.each([
    ['an integer above 2^53', '9007199254740993'],
    ['a negative one', '-9007199254740993'],
    ['twenty digits', '12345678901234567890'],
    ['a long fraction', '0.12345678901234567890'],
    ['too large an exponent', '1e400'],
    ['too small an exponent', '1e-400'],
    ['a long mantissa with an exponent', '1.2345678901234567891E+10'],
  ])('%s is kept as its digits in a string and counted', (_name, literal) => {
    const text = `{"a":${literal},"b":[${literal}],"c":1}`;

    expect(parseJson(text)).toEqual({
      value: { a: literal, b: [literal], c: 1 },
      digitsKept: 2,
      membersLost: 0,
    });
  });
});

describe('numbers that a double can hold', () => {
  it.each([
    ['zero with a sign', '-0'],
    ['zero in many digits', '0.0000000000000000000'],
    ['the largest safe integer', '9007199254740991'],
    ['2^53', '9007199254740992'],
    ['an even integer above 2^53', '9007199254740994'],
    ['trailing zeros', '1.500000000000000000000'],
    ['an exponent', '1.5e3'],
    ['an exponent with a sign', '15E-1'],
    ['one and twenty-one zeros', '1000000000000000000000'],
    ['the shortest spelling of a tenth', '0.1'],
    ['the smallest double', '5e-324'],
  ])('%s stays a number', (_name, literal) => {
    expect(parseJson(`[${literal}]`)).toEqual({
      value: JSON.parse(`[${literal}]`),
      digitsKept: 0,
      membersLost: 0,
    });
  });
});

describe('digits inside text', () => {
  it.each([
    ['plain', '"12345678901234567890"'],
    ['behind an escaped quote', String.raw`"\"12345678901234567890"`],
    ['behind an escaped backslash', String.raw`"\\"`],
    ['between escaped quotes', String.raw`"\\\"12345678901234567890\\\""`],
    ['as the name of a member', '{"12345678901234567890":1}'],
  ])('%s stay text, also beside a number that must be kept', (_name, literal) => {
    const { value, digitsKept } = parseJson(`[${literal},12345678901234567890,${literal}]`);

    const text: unknown = JSON.parse(literal);
    expect(value).toEqual([text, '12345678901234567890', text]);
    expect(digitsKept).toBe(1);
  });
});

describe('members whose name stands twice in one object', () => {
  it.each([
    ['none', '{"a":{"b":1},"c":{"b":1}}', 0],
    ['at the top', '{"data":{},"data":{"a":1}}', 1],
    ['deep down, three times', '[{"a":[{"b":1,"b":2,"b":3}]}]', 2],
    ['written in two ways', String.raw`{"a":1,"\u0061":2}`, 1],
    ['within one that is lost', '{"a":{"b":1},"a":2}', 2],
    ['of a name that objects have by themselves', '{"__proto__":1,"__proto__":2,"constructor":3}', 1],
    ['in text, where they are none', String.raw`["{\"a\":1,\"a\":2}","\\",":",":"]`, 0],
    ['beside a number that must be kept', '{"a":12345678901234567890,"a":1}', 1],
  ])('are counted: %s', (_name, text, membersLost) => {
    expect(parseJson(text).membersLost).toBe(membersLost);
  });

  it('are counted in time that grows with the text only', () => {
    const slow = [`{"a":"${'\\\\'.repeat(2_000_000)}"}`, `["${'\\"'.repeat(2_000_000)}"]`];
    const startedAt = performance.now();
    for (const text of [...slow, `${'['.repeat(500_000)}${']'.repeat(500_000)}`])
      expect(parseJson(text).membersLost).toBe(0);

    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});

describe('any JSON with long numbers', () => {
  const number = fc
    .tuple(fc.maxSafeInteger(), fc.constantFrom('', '7', '12345', '.25', 'e3', 'E-9', '.5e400'))
    .map(([whole, rest]) => `${whole}${rest}`)
    // No number of JSON begins with a zero and another digit.
    .filter((literal) => !/^-?0\d/.test(literal));
  const member = fc.tuple(fc.constantFrom('a', 'b', String.raw`\"1e5:`), number);

  it('keeps what JSON.parse keeps, and says the digits of the others', () => {
    fc.assert(
      fc.property(fc.array(member), (members) => {
        const text = `{"list":[${members.map(([name, value]) => `{"${name}":${value}}`).join(',')}]}`;
        const { value, digitsKept, membersLost } = parseJson(text);
        const found = (value as { list: object[] }).list.flatMap((item): unknown[] => Object.values(item));

        expect(membersLost).toBe(0);
        expect(found.filter((item) => typeof item === 'string')).toHaveLength(digitsKept);
        expect(found.map((item, index) => (typeof item === 'string' ? item : members[index]?.[1]))).toEqual(
          members.map(([, digits]) => digits),
        );
        for (const [index, item] of found.entries())
          if (typeof item === 'number') expect(item).toBe(Number(members[index]?.[1]));
      }),
    );
  });
});

describe('what is no JSON', () => {
  it.each([
    ['nothing', ''],
    ['a string that never closes', '["12345678901234567890'],
    ['a string that never closes, ending in a backslash', '[12345678901234567890,"\\'],
    ['a leading zero before many digits', '[012345678901234567890]'],
    ['a number as the name of a member', '{12345678901234567890:1}'],
    ['a plus sign', '[+12345678901234567890]'],
    ['two signs', '[--12345678901234567890]'],
    ['a final point', '[12345678901234567890.]'],
    ['a first point', '[.12345678901234567890]'],
    ['digits and letters', '[12345678901234567890abc]'],
    ['a byte order mark', '\ufeff[12345678901234567890]'],
  ])('%s is refused', (_name, text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });
});

describe('an object', () => {
  it.each([
    ['an empty one', {}, true],
    ['a list', [], false],
    ['null', null, false],
    ['text', 'text', false],
  ])('%s', (_name, value, isOne) => {
    expect(isObject(value)).toBe(isOne);
  });
});
