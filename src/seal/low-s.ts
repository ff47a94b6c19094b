/**
 * The low form of an ECDSA signature. (r, s) and (r, n − s) are both right for the same message and key; of the two
 * the smaller s is written, so that a signature has one spelling. Some verifiers take no other; ours takes both.
 * Source: SEC 1, 4.1.3; the order n of P-256: FIPS 186-4, D.1.2.3.
 */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * Returns an ECDSA P-256 signature (DER) with its s in the low form, which is another signature by the same key of
 * the same message. What is no such signature comes back as it is: whoever checks it next says so.
 */
export function withLowS(signature: Uint8Array): Buffer {
  const bytes = Buffer.from(signature);
  const at = startOfS(bytes);
  if (at === undefined) return bytes;
  const s = BigInt(`0x${bytes.subarray(at + 2).toString('hex')}`);
  if (s >= ORDER || s <= ORDER / 2n) return bytes;
  const low = integer(ORDER - s);
  return Buffer.concat([Buffer.of(SEQUENCE, at - 2 + low.length), bytes.subarray(2, at), low]);
}

/** Where s begins in `30 L 02 L r 02 L s`; a signature of P-256 is so short that every length is one byte. */
function startOfS(bytes: Buffer): number | undefined {
  const atS = 4 + (bytes[3] ?? 0);
  const isSequence = bytes[0] === SEQUENCE && bytes[1] === bytes.length - 2;
  const isPair = bytes[2] === INTEGER && bytes[atS] === INTEGER;
  const isWhole = bytes.length > atS + 2 && bytes.length === atS + 2 + (bytes[atS + 1] ?? 0);
  return isSequence && isPair && isWhole && isShortest(bytes.subarray(atS + 2)) ? atS : undefined;
}

/** Whether these bytes are the one way to write a positive integer. */
function isShortest([first = 0, second = 0]: Uint8Array): boolean {
  return first === 0 ? second >= 0x80 : first < 0x80;
}

/** A positive integer in DER: as short as it can be, with a zero before it where its first bit would be a sign. */
function integer(value: bigint): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const sign = (bytes[0] ?? 0) >= 0x80 ? Buffer.of(0) : Buffer.alloc(0);
  return Buffer.concat([Buffer.of(INTEGER, sign.length + bytes.length), sign, bytes]);
}
