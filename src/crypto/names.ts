/** Names in certificates (RFC 5280, 4.1.2.4): as text, one attribute a line as Node writes them, and for comparing. */
import { type Element, identifierOf, Parts, TAG } from './der.ts';

const WHAT = 'a name (X.501)';

const SHORT: Readonly<Record<string, string>> = {
  '550403': 'CN',
  '550406': 'C',
  '550407': 'L',
  '550408': 'ST',
  '55040a': 'O',
  '55040b': 'OU',
  '550405': 'serialNumber',
  '550461': 'organizationIdentifier',
  '2a864886f70d010901': 'emailAddress',
};

/** How the text of each type of string is read. */
const ENCODINGS: Readonly<Record<number, 'utf8' | 'latin1' | 'utf16be'>> = {
  12: 'utf8',
  18: 'latin1',
  19: 'latin1',
  20: 'latin1',
  22: 'latin1',
  26: 'latin1',
  30: 'utf16be',
};

interface Attribute {
  readonly id: string;
  readonly tag: number;
  readonly text: string | undefined;
  readonly raw: Buffer;
}

/** Returns the attributes of a name, those of each set together. @throws StampFault where it is none */
function attributesIn(name: Buffer): readonly (readonly Attribute[])[] {
  const sets = new Parts(name, WHAT).open(TAG.sequence).rest();
  return sets.map(({ content }) => new Parts(content, WHAT).rest().map(attributeIn));
}

function attributeIn({ content }: Element): Attribute {
  const parts = new Parts(content, WHAT);
  const id = identifierOf(parts.take(TAG.objectIdentifier));
  const [value] = parts.rest();
  const [tag, bytes] = [value?.tag ?? 0, value?.content ?? Buffer.alloc(0)];
  return { id, tag, text: textIn(tag, bytes), raw: value?.raw ?? bytes };
}

function textIn(tag: number, bytes: Buffer): string | undefined {
  const encoding = ENCODINGS[tag];
  if (encoding === undefined) return undefined;
  if (encoding === 'utf16be') {
    const units = Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) => bytes.readUInt16BE(2 * at));
    return String.fromCharCode(...units);
  }
  return encoding === 'utf8' ? new TextDecoder().decode(bytes) : bytes.toString('latin1');
}

/** Returns a name as text. @throws StampFault where it is none */
export function textOfName(name: Buffer): string {
  return attributesIn(name)
    .map((set) =>
      set
        .map(
          ({ id, text, raw }) =>
            `${SHORT[id] ?? id}=${text === undefined ? raw.toString('hex') : escaped(text)}`,
        )
        .join(' + '),
    )
    .join('\n');
}

/** As RFC 2253 has it, so that a name cannot look like two. */
function escaped(text: string): string {
  return text
    .replaceAll(/[,+"\\<>;]/g, '\\$&')
    .replace(/^[# ]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll(
      /\p{Cc}/gu,
      (control) => `\\${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}

/** Whether two names are the same: letters of either case, and any white space between words, count alike (RFC 5280, 7.1). */
export function isSameName(one: Buffer, other: Buffer): boolean {
  return one.equals(other) || comparable(one) === comparable(other);
}

function comparable(name: Buffer): string {
  const attributes = attributesIn(name).map((set) =>
    set
      .map(({ id, text, raw }) => [
        id,
        text === undefined
          ? raw.toString('hex')
          : text
              .trim()
              .replaceAll(/\s+/g, ' ')
              .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()),
      ])
      .sort(),
  );
  return JSON.stringify(attributes);
}
