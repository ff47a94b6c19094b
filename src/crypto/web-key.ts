/** Public keys where there is only WebCrypto: read from SPKI (RFC 5280, RFC 5480), and handed to the browser as they are. */
import { identifierOf, Parts, TAG } from './der.ts';
import { ED25519, RSA, RSA_PSS } from './object-identifiers.ts';
import { type Point, pointIn } from './point.ts';

const EC = '2a8648ce3d0201';
const CURVES: Readonly<Record<string, string>> = {
  '2a8648ce3d030107': 'prime256v1',
  '2b81040022': 'secp384r1',
  '2b81040023': 'secp521r1',
};
const KINDS: Readonly<Record<string, string>> = {
  [EC]: 'ec',
  [RSA]: 'rsa',
  [RSA_PSS]: 'rsa-pss',
  [ED25519]: 'ed25519',
};

/** A public key, with what Node tells of one under the same names. */
export interface WebKey {
  readonly asymmetricKeyType: string;
  readonly asymmetricKeyDetails: { readonly namedCurve?: string | undefined };
  /** DER. */
  readonly spki: Buffer;
  /** Content of the BIT STRING, without the count of unused bits. */
  readonly bits: Buffer;
}

/** A key that signs evidence. */
export interface IdentifiedKey extends WebKey {
  readonly keyId: string;
  readonly compressedKeyId: string;
}

/** Returns the key in an SPKI. @throws Error for what is none */
export function keyIn(spki: Buffer): WebKey {
  const what = 'a public key (SPKI)';
  const outside = new Parts(spki, what);
  const parts = outside.open(TAG.sequence);
  outside.end();
  const algorithm = parts.open(TAG.sequence);
  const bits = parts.take(TAG.bitString).content;
  parts.end();
  const id = identifierOf(algorithm.take(TAG.objectIdentifier));
  const [parameters] = algorithm.rest();
  const curve = parameters?.tag === TAG.objectIdentifier ? CURVES[identifierOf(parameters)] : undefined;
  if (bits[0] !== 0) throw new Error('read public key: expected whole bytes, got bits');
  return {
    asymmetricKeyType: KINDS[id] ?? 'another kind',
    asymmetricKeyDetails: id === EC ? { namedCurve: curve } : {},
    spki,
    bits: bits.subarray(1),
  };
}

const BLOCK = /-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]*)-----END PUBLIC KEY-----/;

/** Returns the DER in a PEM text. @throws Error where there is none */
export function spkiIn(pem: string): Buffer {
  const body = BLOCK.exec(pem)?.[1]?.replaceAll(/\s/g, '');
  const der = Buffer.from(body ?? '', 'base64');
  if (der.length === 0 || der.toString('base64') !== body) {
    throw new Error('read public key: expected a public key in PEM, got something else');
  }
  return der;
}

/** Returns a key as it is written in a PEM file. */
export function pemOf(spki: Buffer): string {
  const lines = spki.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}

/** SPKI of P-256 up to the point, written whole, and written compressed. */
const WHOLE = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const COMPRESSED = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

/** Returns the two forms in which a key of P-256 had an id. @throws Error for any other key */
export function formsOf(key: WebKey): { readonly whole: Buffer; readonly compressed: Buffer } {
  const { asymmetricKeyType, asymmetricKeyDetails, bits } = key;
  if (asymmetricKeyType !== 'ec' || asymmetricKeyDetails.namedCurve !== 'prime256v1') {
    throw new Error(`read public key: expected ECDSA P-256, got ${asymmetricKeyType}`);
  }
  const point: Point | undefined = pointIn(bits);
  if (point === undefined) throw new Error('read public key: expected a point of P-256, got another');
  const isOdd = ((point.y.at(-1) ?? 0) & 1) === 1;
  return {
    whole: Buffer.concat([WHOLE, Buffer.of(4), point.x, point.y]),
    compressed: Buffer.concat([COMPRESSED, Buffer.of(isOdd ? 3 : 2), point.x]),
  };
}
