/**
 * ECDSA signatures in DER, as records and tokens carry them, and in the form that a browser takes: r and s one behind
 * the other, each as long as the curve's numbers. As strict as OpenSSL: one encoding for one signature.
 */
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Returns r and s, each of so many bytes; `undefined` where the bytes are no signature in DER. */
export function rawOf(signature: Uint8Array, bytes: number): Buffer | undefined {
  const der = Buffer.from(signature);
  // From P-521 on the whole is longer than one byte can say.
  const start = der[1] === 0x81 && (der[2] ?? 0) >= 0x80 ? 3 : 2;
  const length = start === 3 ? der[2] : der[1];
  if (der[0] !== SEQUENCE || length === undefined || (start === 2 && length >= 0x80)) return undefined;
  if (der.length !== start + length) return undefined;
  const r = integerAt(der, start);
  const s = r && integerAt(der, r.end);
  if (r === undefined || s === undefined || s.end !== der.length) return undefined;
  const parts = [r.digits, s.digits];
  if (parts.some(({ length }) => length > bytes)) return undefined;
  return Buffer.concat(parts.flatMap((digits) => [Buffer.alloc(bytes - digits.length), digits]));
}

/** A number that is not negative, as short as it can be. */
function integerAt(der: Buffer, at: number): { readonly digits: Buffer; readonly end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  if (der[at] !== INTEGER || length === 0 || length >= 0x80 || end > der.length) return undefined;
  const digits = der.subarray(at + 2, end);
  const [first = 0, second] = digits;
  if (first >= 0x80 || (first === 0 && second !== undefined && second < 0x80)) return undefined;
  return { digits: first === 0 ? digits.subarray(1) : digits, end };
}
