/**
 * DSSE: what exactly is signed. The signature covers the payload's bytes and their type, so that bytes
 * made for another purpose can never be passed off as evidence.
 * Source: DSSE protocol v1.0.2, "Pre-Authentication Encoding".
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/**
 * Returns the bytes that are signed:
 *
 *     DSSEv1 <length of type> <type> <length of payload> <payload>
 */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType);
  const head = `DSSEv1 ${type.length} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** Whether an ECDSA P-256 signature (DER) over the encoding is right under the key. */
export function isSignatureValid(
  key: KeyObject,
  payloadType: string,
  payload: Uint8Array,
  signature: Uint8Array,
): boolean {
  return verify('sha256', preAuthenticationEncoding(payloadType, payload), key, signature);
}

/** Returns the key id: hex SHA-256 of the public key as SPKI DER, as `readPublicKey` and the signers give it. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/**
 * Returns the public key in a PEM text.
 * @throws Error when the text holds no ECDSA P-256 key, or a private key: only a public one can be handed on; or a
 * certificate, which is rather somebody else's than the key that signs evidence.
 */
export function readPublicKey(pem: string): KeyObject {
  if (/PRIVATE KEY/.test(pem)) {
    throw new Error('read public key: expected a public key, got a private one');
  }
  if (!/PUBLIC KEY/.test(pem) && /CERTIFICATE/.test(pem)) {
    throw new Error('read public key: expected a public key, got a certificate');
  }
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(`read public key: expected ECDSA P-256, got ${key.asymmetricKeyType}`);
  }
  return writtenOut(key);
}

/**
 * Returns a P-256 public key in the one form that has an id here: its point written out whole. A key whose point is
 * written compressed is the same key, and signs and verifies the same; only its bytes are others.
 */
export function writtenOut(publicKey: KeyObject): KeyObject {
  return createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' });
}

/** SPKI of P-256 up to the point, which is 33 bytes long when it is compressed. */
const COMPRESSED_SPKI = Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex');

/** Returns the id that a key had in early versions where its file was in compressed form. */
export function compressedKeyIdOf(publicKey: KeyObject): string {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const isOdd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1;
  return createHash('sha256')
    .update(COMPRESSED_SPKI)
    .update(Buffer.of(isOdd ? 3 : 2))
    .update(Buffer.from(x, 'base64url'))
    .digest('hex');
}
