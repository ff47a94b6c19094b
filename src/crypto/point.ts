/**
 * Points of P-256 as a key writes them: whole, compressed or hybrid (SEC 1, 2.3.4). A browser need not know any but the
 * first. The curve is y² = x³ − 3x + b over the field of p elements: FIPS 186-4, D.1.2.3.
 */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

export const COORDINATE_BYTES = 32;

export interface Point {
  readonly x: Buffer;
  readonly y: Buffer;
}

/** Returns the point in some bytes; `undefined` where they are none of the curve. */
export function pointIn(bytes: Buffer): Point | undefined {
  const form = bytes[0] ?? 0;
  const x = bytes.subarray(1, 1 + COORDINATE_BYTES);
  if (form === 2 || form === 3) {
    if (bytes.length !== 1 + COORDINATE_BYTES) return undefined;
    const y = ordinateOf(numberIn(x), form === 3);
    return y === undefined ? undefined : { x, y: bytesOf(y) };
  }
  if (bytes.length !== 1 + 2 * COORDINATE_BYTES) return undefined;
  const y = bytes.subarray(1 + COORDINATE_BYTES);
  const isOdd = (numberIn(y) & 1n) === 1n;
  const isKnown = form === 4 || form === (isOdd ? 7 : 6);
  return isKnown && ordinateOf(numberIn(x), isOdd) === numberIn(y) ? { x, y } : undefined;
}

function ordinateOf(x: bigint, isOdd: boolean): bigint | undefined {
  if (x >= P) return undefined;
  const square = (((x * x * x - 3n * x + B) % P) + P) % P;
  // p is 3 modulo 4, so that this power is a root where there is one.
  const root = power(square, (P + 1n) / 4n);
  if ((root * root) % P !== square) return undefined;
  return ((root & 1n) === 1n) === isOdd ? root : P - root;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

const numberIn = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex') || '0'}`);
const bytesOf = (value: bigint) => Buffer.from(value.toString(16).padStart(2 * COORDINATE_BYTES, '0'), 'hex');
