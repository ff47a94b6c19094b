/** The question to a time stamping authority (RFC 3161, 2.4.1). It holds a digest and a random number, nothing else. */

/** AlgorithmIdentifier of SHA-256: its object identifier 2.16.840.1.101.3.4.2.1, and NULL. */
const SHA_256 = Buffer.from('300d06096086480165030402010500', 'hex');

const VERSION_1 = Buffer.from('020101', 'hex');

/** The authority's certificates are wanted in the answer: whoever checks it needs nothing else but their root. */
const CERT_REQ = Buffer.from('0101ff', 'hex');

/** Bytes of the random number of a query. */
export const NONCE_BYTES = 16;

/**
 * Returns the DER of a TimeStampReq.
 *
 * @param imprint SHA-256 of what is to be stamped
 * @param nonce random bytes that the answer has to repeat, read as a positive number
 */
export function timestampQuery(imprint: Uint8Array, nonce: Uint8Array): Buffer {
  const messageImprint = element(0x30, SHA_256, element(0x04, imprint));
  return element(0x30, VERSION_1, messageImprint, element(0x02, positiveNumber(nonce)), CERT_REQ);
}

/** Returns the content of an INTEGER: the shortest bytes that say the same number and no negative one. */
export function positiveNumber(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? [0] : [...bytes.subarray(first)];
  return Buffer.from((digits[0] ?? 0) < 0x80 ? digits : [0, ...digits]);
}

/** Tag, length, content. Nothing in a query is longer than a length in one byte can say. */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}
