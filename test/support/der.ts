/** DER as tests write it: a tag, a length, a content. What reads it in the product shares nothing with this. */

/** Any element, by its first byte. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
/** In the order that DER asks for. */
export const setOf = (...parts: readonly Uint8Array[]) => tlv(0x31, ...[...parts].sort(Buffer.compare));
export const octets = (bytes: Uint8Array) => tlv(0x04, bytes);
export const bits = (bytes: Uint8Array, unused = 0) => tlv(0x03, Buffer.of(unused), bytes);
export const bool = (value: boolean) => tlv(0x01, Buffer.of(value ? 0xff : 0));
export const nothing = tlv(0x05);
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text));
/** Tagged by its place, constructed: `[0]` and so on. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]) => tlv(0xa0 | number, ...parts);

/** A number, or bytes that say a positive one. */
export function integer(value: number | Uint8Array): Buffer {
  const hex = typeof value === 'number' ? value.toString(16) : Buffer.from(value).toString('hex');
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.of(0) : bytes.subarray(start);
  return tlv(0x02, (digits[0] ?? 0) < 0x80 ? digits : Buffer.concat([Buffer.of(0), digits]));
}

/** An object identifier, as `1.2.840.113549.1.7.2`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): readonly number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift(0x80 | (left % 128));
  }
  return digits;
}

/** A GeneralizedTime, from what stands in it: `20261122030004.5Z`. */
export const timeText = (text: string) => tlv(0x18, Buffer.from(text));

/** A GeneralizedTime to the millisecond, without zeros at its end. */
export function generalizedTime(at: Date): Buffer {
  const [whole = '', fraction = ''] = at
    .toISOString()
    .replaceAll(/[-:TZ]/g, '')
    .split('.');
  const kept = fraction.replace(/0+$/, '');
  return timeText(`${whole}${kept === '' ? '' : `.${kept}`}Z`);
}

/** The time of a certificate: in two digits of the year before 2050 (RFC 5280, 4.1.2.5). */
export function certificateTime(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replaceAll(/[-:TZ]/g, '')
    .slice(0, 14);
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`)) : timeText(`${digits}Z`);
}
