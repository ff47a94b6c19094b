import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withholdAddresses } from '../../src/evidence/addresses.ts';
import { ANY_CHARACTER } from '../support/characters.ts';

const mark = (text: string) => withholdAddresses(text, () => '#');

const withheld: readonly { readonly name: string; readonly text: string; readonly kept: string }[] = [
  { name: 'a literal in single quotes', text: "email = 'jo@acme.example'", kept: "email = '#'" },
  { name: 'a literal in double quotes', text: 'email = "jo@acme.example"', kept: 'email = "#"' },
  { name: 'a literal in back quotes', text: '`jo@acme.example`', kept: '`#`' },
  { name: 'without spaces around it', text: "email!='jo@acme.example'", kept: "email!='#'" },
  { name: 'several in a list', text: "in('a@b.io', 'c@d.io','e@f.io')", kept: "in('#', '#','#')" },
  { name: 'one after another', text: 'a@b.io,c@d.io;e@f.io', kept: '#,#;#' },
  { name: 'a name with a tag', text: 'jo.doe+tag_1@acme.example', kept: '#' },
  { name: 'a name with an apostrophe', text: '"o\'brien@acme.example"', kept: '"#"' },
  { name: 'a domain of several parts', text: 'jo@mail.acme.co.uk', kept: '#' },
  { name: 'a domain with a hyphen', text: 'jo@ac-me.example', kept: '#' },
  { name: 'a full stop behind it', text: 'Ask jo@acme.example.', kept: 'Ask #.' },
  { name: 'angle brackets around it', text: 'Jo <jo@acme.example>', kept: 'Jo <#>' },
  { name: 'upper case', text: 'JO@ACME.EXAMPLE', kept: '#' },
  { name: 'a domain in ASCII spelling', text: 'jo@xn--bcher-kva.example', kept: '#' },
  { name: 'a domain of other letters', text: 'jo@bücher.example', kept: '#' },
  { name: 'a name and domain of another script', text: "x = 'अजय@डाटा.भारत'", kept: "x = '#'" },
  { name: 'a domain of another script', text: 'jo@例え.テスト', kept: '#' },
  { name: 'an accent that stands apart', text: "'jose\u0301@acme.example'", kept: "'#'" },
  { name: 'letters outside the basic plane', text: "'𝒿o@𝒶cme.example'", kept: "'#'" },
  { name: 'the last characters of the text', text: 'jo@acme.io', kept: '#' },
];

const kept: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'no dot in the domain', text: "x = 'a@b'" },
  { name: 'a handle', text: 'follow @acme.example today' },
  { name: 'an at sign alone', text: 'meet @ noon' },
  { name: 'nothing behind the at sign', text: 'jo@' },
  { name: 'a number of a version', text: 'package@1.2.3' },
  { name: 'an address of a machine', text: 'root@10.0.0.1' },
  { name: 'an event name', text: 'event = "Order Completed" and total > 10.5' },
  { name: 'an empty text', text: '' },
  { name: 'half a character', text: '\ud800 @ \udc00' },
];

describe('an e-mail address in a condition', () => {
  it.each(withheld)('is withheld, and nothing else is: $name', ({ text, kept: expected }) => {
    expect(mark(text)).toBe(expected);
  });

  it.each(kept)('is not seen where there is none: $name', ({ text }) => {
    expect(mark(text)).toBe(text);
  });

  it('is handed on whole, so that the same one has the same fingerprint everywhere', () => {
    const found: string[] = [];

    withholdAddresses("a = 'jo@acme.example' or b = \"o'brien@acme.example\"", (address) => {
      found.push(address);
      return '';
    });

    expect(found).toEqual(['jo@acme.example', "o'brien@acme.example"]);
  });
});

describe('withholding addresses from any text', () => {
  const letters = fc.constantFrom(
    'a',
    'B',
    '7',
    '.',
    '@',
    '-',
    '+',
    "'",
    '"',
    ' ',
    '(',
    'é',
    '\u0301',
    '𝒶',
    '\ud800',
  );
  const text = fc.oneof(
    fc.string({ unit: letters, maxLength: 60 }),
    fc.string({ unit: ANY_CHARACTER, maxLength: 60 }),
  );

  it('done again changes nothing more', () => {
    const replace = () => 'hmac-sha256:00000000:AAAAAAAAAAAAAAAAAAAAAA';

    fc.assert(
      fc.property(text, (any) => {
        const once = withholdAddresses(any, replace);
        expect(withholdAddresses(once, replace)).toBe(once);
      }),
    );
  });

  it('gives the text back when each is replaced by itself', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(withholdAddresses(any, (address) => address)).toBe(any);
      }),
    );
  });

  it('finds an ordinary address whatever stands around it', () => {
    const around = fc.string({
      unit: fc.constantFrom(' ', '"', "'", '(', ')', ',', '=', '<', '>', '@', 'x '),
    });
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(mark(`${before} jo.doe@acme.example ${after}`)).not.toContain('acme');
      }),
    );
  });

  it.each(['@', 'a@', '@a.', 'a@b.', 'a@b.c', '.', "'", 'é@', '\u0301'])(
    'takes no more looks at a character of a megabyte than at one of a page: %j',
    (unit) => {
      const looksPer = (length: number) => {
        let looks = 0;
        const plain = unit.repeat(Math.ceil(length / unit.length));
        const slice = plain.slice.bind(plain);
        const watched = new Proxy(new String(plain), {
          get: (target, name) => {
            looks += 1;
            const value: unknown = Reflect.get(target, name);
            return name === 'slice' ? slice : typeof value === 'function' ? value.bind(plain) : value;
          },
        });
        withholdAddresses(watched as unknown as string, () => '#');
        return looks / plain.length;
      };

      const small = looksPer(4_000);
      const large = looksPer(1_000_000);

      expect(large).toBeLessThanOrEqual(small * 1.5 + 1);
    },
  );
});
