/** Looks for a secret in every byte that a run left, in every spelling a program is likely to give it. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { readFolder } from './folder.ts';

/** Shorter pieces stand everywhere by chance. */
const SHORTEST = 8;

/** Spellings by name. Written apart from the product's own list on purpose. */
function spellingsOf(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  const texts: [string, string][] = [
    ['plain', secret],
    ['JSON', inJson],
    ['JSON in JSON', JSON.stringify(inJson).slice(1, -1)],
    ['URL component', encodeURIComponent(secret)],
    ['URL', encodeURI(secret)],
    ['form', new URLSearchParams({ k: secret }).toString().slice(2)],
    ['id part', secret.replaceAll('%', '%25').replaceAll('/', '%2F')],
    ['pointer', secret.replaceAll('~', '~0').replaceAll('/', '~1')],
    ['id part in JSON', inJson.replaceAll('%', '%25').replaceAll('/', '%2F')],
    ['pointer in JSON', inJson.replaceAll('~', '~0').replaceAll('/', '~1')],
    ['hex', bytes.toString('hex')],
  ];
  for (const [offset, lead] of [0, 2, 3].entries()) {
    // Of base64 only the characters that this secret alone decides, whatever stands around it.
    const own = Math.floor(((offset + bytes.length) * 8) / 6);
    for (const alphabet of ['base64', 'base64url'] as const) {
      const text = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString(alphabet)
        .slice(lead, own);
      texts.push([`${alphabet} at ${offset}`, text]);
    }
  }
  return new Map(
    texts.filter(([, text]) => text.length >= SHORTEST).map(([name, text]) => [name, Buffer.from(text)]),
  );
}

/** Returns `where: spelling` for every trace of the secret; the seen things are bytes by where they stood. */
export function tracesOf(secret: string, seen: ReadonlyMap<string, Buffer>): readonly string[] {
  const traces: string[] = [];
  for (const [where, bytes] of seen) {
    for (const [spelling, needle] of spellingsOf(secret)) {
      if (bytes.includes(needle) || Buffer.from(where).includes(needle)) traces.push(`${where}: ${spelling}`);
    }
  }
  return traces;
}

/** Everything below some folders. Payloads of chain records are looked at as they are signed, too. */
export function bytesBelow(...folders: readonly string[]): Map<string, Buffer> {
  const seen = new Map<string, Buffer>();
  for (const folder of folders) {
    for (const [path, bytes] of readFolder(folder)) {
      seen.set(path, bytes);
      if (!path.endsWith('.sigstore.json')) continue;
      const { dsseEnvelope } = JSON.parse(bytes.toString()) as { dsseEnvelope: { payload: string } };
      seen.set(`${path} payload`, Buffer.from(dsseEnvelope.payload, 'base64'));
    }
  }
  return seen;
}

/** All that an error would show to whoever prints it, its causes and their fields included. */
export function shownBy(error: unknown): Buffer {
  return Buffer.from(
    inspect(error, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null }),
  );
}

const ALPHABETS = [
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  'ABCabc012+/-_=',
  'abc123"\\/\'`{}[],:',
  'abc%2F%5C%20&=?#+;/',
  '0123456789',
  '~/.%$*()!@^|<>abc',
] as const;

const WIDE = [
  'ä',
  'ß',
  'é',
  '語',
  '字',
  '🔑',
  '🦊',
  '\u2028',
  '\u0000',
  '\n',
  '\t',
  ' ',
  'a',
  '1',
  '"',
  '\\',
  '•',
];

const ofCharacters = (characters: readonly string[]) =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 8, maxLength: 48 })
    .map((units) => units.join(''))
    // Of few different characters it would be found by chance, as zeros are in a count.
    .filter((text) => new Set(text).size >= 5 && text.trim().length >= 8);

/** Secrets that a header can carry: tokens, and what a server may echo. */
export const visibleSecret = fc.oneof(...ALPHABETS.map((alphabet) => ofCharacters([...alphabet])));

/** Any secret, characters beyond ASCII and controls included. */
export const anySecret = fc.oneof(visibleSecret, ofCharacters(WIDE));
