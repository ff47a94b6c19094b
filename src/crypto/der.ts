/**
 * Reads DER (X.690), and only DER: one encoding for one value, so that nothing can be read in two ways. An element is
 * opened when somebody asks for what is in it; nothing is guessed, nothing recurses, every byte belongs to one element.
 */

/** Something in an answer is not as it should be. Never leaves this folder: `checkStamp` returns its words. */
export class StampFault extends Error {
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: string) {
    super(`expected ${expected}, got ${found}`);
    this.name = 'StampFault';
    this.expected = expected;
    this.found = found;
  }
}

export interface Element {
  /** Its first byte: class, form and number. */
  readonly tag: number;
  readonly content: Buffer;
  /** The whole of it, with tag and length. */
  readonly raw: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** `[0]` and so on, constructed. */
  context: (number: number) => 0xa0 | number,
  /** `[0]` and so on, in place of a primitive type. */
  primitive: (number: number) => 0x80 | number,
} as const;

/** The parts of an element, taken one after the other. What is wanted is named for who reads the message. */
export class Parts {
  readonly #elements: readonly Element[];
  readonly #what: string;
  #next = 0;

  constructor(bytes: Buffer, what: string) {
    this.#elements = readElements(bytes, what);
    this.#what = what;
  }

  /** Returns the next part. @throws StampFault unless it has the tag */
  take(tag: number): Element {
    return this.takeIf(tag) ?? this.#fail();
  }

  /** Returns the next part if it has the tag, and passes nothing over otherwise. */
  takeIf(tag: number): Element | undefined {
    const element = this.#elements[this.#next];
    if (element?.tag !== tag) return undefined;
    this.#next += 1;
    return element;
  }

  /** Opens the next part. @throws StampFault unless it has the tag */
  open(tag: number): Parts {
    return new Parts(this.take(tag).content, this.#what);
  }

  /** Returns what is left. */
  rest(): readonly Element[] {
    return this.#elements.slice(this.#next);
  }

  /** @throws StampFault when something is left */
  end(): void {
    if (this.#next < this.#elements.length) this.#fail();
  }

  #fail(): never {
    throw new StampFault(this.#what, 'something that is none');
  }
}

/** Returns the elements that fill the bytes. @throws StampFault when they do not */
export function readElements(bytes: Buffer, what: string): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (element === undefined) throw new StampFault(what, 'bytes that are no DER');
    elements.push(element);
    at += element.raw.length;
  }
  return elements;
}

/** Tags of several bytes, indefinite and roundabout lengths are no DER, or none that we read. */
function elementAt(bytes: Buffer, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + sizeBytes;
  if (first === 0x80 || sizeBytes > 3 || start > bytes.length) return undefined;
  const length = sizeBytes === 0 ? first : bytes.readUIntBE(at + 2, sizeBytes);
  const isShortest = sizeBytes === 0 || (length >= 0x80 && length >= 2 ** (8 * (sizeBytes - 1)));
  if (!isShortest || start + length > bytes.length) return undefined;
  return { tag, content: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) };
}

/** Returns an object identifier as the hexadecimal digits of its content. */
export const identifierOf = (element: Element) => element.content.toString('hex');

/** Returns a small number that is not negative. @throws StampFault for any other */
export function numberOf({ content }: Element, what: string): number {
  const isShortest = content.length === 1 || content[0] !== 0 || (content[1] ?? 0) >= 0x80;
  if (content.length === 0 || content.length > 5 || (content[0] ?? 0) >= 0x80 || !isShortest) {
    throw new StampFault(what, 'a number out of range');
  }
  return content.readUIntBE(0, content.length);
}

/** Returns a GeneralizedTime in UTC; what is below a millisecond is cut off. @throws StampFault when it is none */
export function timeOf({ content }: Element, what: string): Date {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,12}))?Z$/.exec(content.toString('latin1'));
  if (match === null) throw new StampFault(what, 'something else');
  const [year, month, day, hour, minute, second, fraction = ''] = match.slice(1);
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  const at = new Date(text);
  // A day that no month has becomes one of the next.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== text)
    throw new StampFault(what, 'an impossible one');
  return at;
}
