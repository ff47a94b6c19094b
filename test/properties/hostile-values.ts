/**
 * Values that no sensible API sends and any API may: as JSON text, since some of them cannot be written
 * by `JSON.stringify`. Used by the hostile tests at every place of every resource.
 */

export interface HostileValue {
  readonly name: string;
  readonly json: string;
  /** So large that it is put at few places of a run. */
  readonly isHeavy?: true;
}

const DEPTH = 10_000;

const texts: Readonly<Record<string, string>> = {
  'an empty text': '',
  'control characters': '\u0001\u0007\u001b[31mred\u001b[0m\u007f\u0085',
  'a NUL': 'a\0b',
  'line ends': 'a\nb\r\nc\rd',
  'separators that JavaScript takes for line ends': 'a\u2028b\u2029c',
  'a lone high surrogate': 'a\ud800b',
  'a lone low surrogate': '\udc00',
  'surrogates the wrong way round': '\udc00\ud800',
  'astral characters': '😀𝒳𐍈',
  'a right-to-left override': 'user\u202egpj.exe',
  'zero-width characters': 'a\u200bb\u200cc\u200dd\u2060',
  'a byte order mark': '\ufeffname',
  'a noncharacter': '\uffff\ufdd0',
  'the replacement character': '\ufffd',
  'a combining sequence': 'Cafe\u0301',
  'its composed form': 'Café',
  // In brackets, or the table would get another prototype in place of a row.
  ['__proto__']: '__proto__',
  constructor: 'constructor',
  toString: 'toString',
  toJSON: 'toJSON',
  'a slash': 'a/b',
  'a percent sign': 'a%2Fb%',
  'two dots': '..',
  'one dot': '.',
  'a path upwards': '../../../etc/passwd',
  'spaces around': ' a ',
  'upper case': 'ID-IN-UPPER-CASE',
  'JSON in a text': '{"data":{"id":"x"},"id":"x"}',
  'a withheld value look-alike': 'hmac-sha256:00000000:AAAAAAAAAAAAAAAAAAAAAA',
  'a formula': '=HYPERLINK("http://evil.example")',
  'a tag': '<script>alert(1)</script>',
  'a very long id': 'x'.repeat(5_000),
};

const objects: Readonly<Record<string, string>> = {
  'an empty object': '{}',
  'an empty array': '[]',
  'a member called __proto__': '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}',
  'a member called toJSON': '{"toJSON":"x","toString":1,"hasOwnProperty":null}',
  'members that differ by case': '{"Key":"1","key":"2","KEY":"3"}',
  'members that differ by normalisation form': '{"Caf\\u00e9":1,"Cafe\\u0301":2}',
  'a member name with half a character': '{"a\\ud800":"x"}',
  'a member called nothing': '{"":{"":""}}',
  'a member twice': '{"a":1,"a":"two","id":"first","id":"second"}',
  'an object too deep for the stack': `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
  'an array too deep for the stack': `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`,
};

const scalars: Readonly<Record<string, string>> = {
  null: 'null',
  true: 'true',
  false: 'false',
  zero: '0',
  'minus zero': '-0',
  'a negative number': '-1',
  'a fraction': '0.30000000000000004',
  'a number beyond 2^53': '9007199254740993',
  'a number of thirty digits': '123456789012345678901234567890',
  'a number beyond every double': '1e400',
  'a number below every double': '1e-400',
  'the smallest double': '5e-324',
  'a fraction of thirty thousand digits': `0.1${'0'.repeat(30_000)}1`,
};

export const HOSTILE_VALUES: readonly HostileValue[] = [
  ...Object.entries(texts).map(([name, text]) => ({ name, json: JSON.stringify(text) })),
  ...Object.entries(objects).map(([name, json]) => ({ name, json })),
  ...Object.entries(scalars).map(([name, json]) => ({ name, json })),
  { name: 'a text of a megabyte', json: JSON.stringify('name '.repeat(200_000)), isHeavy: true },
  { name: 'a generated text of a megabyte', json: JSON.stringify('s3cr3t'.repeat(170_000)), isHeavy: true },
  { name: 'a hundred thousand elements', json: `[${'"x",'.repeat(99_999)}"x"]`, isHeavy: true },
];
