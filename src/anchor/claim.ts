/**
 * What an answer of an authority says it is, before anything of it is believed: over which digest, and by whom. So that
 * a stamp can be told from others, and named, also where no authority is pinned. Whether it is true is for `check.ts`.
 */
import { X509Certificate } from 'node:crypto';

export interface StampClaim {
  /** Hex digest of what it is said to be over. */
  readonly imprint: string;
  /** Name of the certificate that is said to have signed it, if the answer has one. */
  readonly authority: string | undefined;
}

/** Object identifiers, as they stand in DER: id-signedData, id-ct-TSTInfo. */
const SIGNED_DATA = '2a864886f70d010702';
const TST_INFO = '2a864886f70d0109100104';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

const INTEGER = 0x02;
const OCTETS = 0x04;
const IDENTIFIER = 0x06;
const SEQUENCE = 0x30;
const TAGGED = 0xa0;

/** Returns what an answer claims; `undefined` when it has not the form of one. */
export function claimOf(answer: Uint8Array): StampClaim | undefined {
  try {
    return read(Buffer.from(answer));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** @throws RangeError for what is not there */
function read(answer: Buffer): StampClaim {
  const [, token] = inside(element(answer, 0), SEQUENCE);
  const [contentType, explicit] = inside(token, SEQUENCE);
  if (hex(contentType, IDENTIFIER) !== SIGNED_DATA) throw new RangeError('no signed data');
  const [signed] = inside(explicit, TAGGED);
  const [, , encapsulated, certificates] = inside(signed, SEQUENCE);
  const [innerType, wrapped] = inside(encapsulated, SEQUENCE);
  if (hex(innerType, IDENTIFIER) !== TST_INFO) throw new RangeError('no TSTInfo');
  const [octets] = inside(wrapped, TAGGED);
  const [version, , imprint] = inside(element(content(octets, OCTETS), 0), SEQUENCE);
  content(version, INTEGER);
  const [, hashed] = inside(imprint, SEQUENCE);
  return { imprint: hex(hashed, OCTETS), authority: signerIn(certificates) };
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag and length included. */
  readonly whole: Buffer;
}

/** @throws RangeError when there is no whole element */
function element(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt8(at);
  const short = bytes.readUInt8(at + 1);
  const digits = short < 0x80 ? 0 : short & 0x7f;
  const length = digits === 0 ? short : bytes.readUIntBE(at + 2, digits);
  const start = at + 2 + digits;
  const end = start + length;
  if (short === 0x80 || end > bytes.length) throw new RangeError('cut off');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

function content(found: Element | undefined, tag: number): Buffer {
  if (found?.tag !== tag) throw new RangeError('another element');
  return found.content;
}

function inside(found: Element | undefined, tag: number): readonly Element[] {
  const bytes = content(found, tag);
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const next = element(bytes, at);
    elements.push(next);
    at += next.whole.length;
  }
  return elements;
}

function hex(found: Element | undefined, tag: number): string {
  return content(found, tag).toString('hex');
}

/** The certificates are optional; which of them signed, their purpose says. */
function signerIn(certificates: Element | undefined): string | undefined {
  if (certificates?.tag !== TAGGED) return undefined;
  const named = inside(certificates, TAGGED).flatMap(({ tag, whole }) =>
    tag === SEQUENCE ? certificateIn(whole) : [],
  );
  return named.find(({ keyUsage }) => keyUsage?.includes(TIME_STAMPING))?.subject;
}

function certificateIn(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    return [];
  }
}
