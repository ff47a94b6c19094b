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

/** Returns the key id: hex SHA-256 of the public key as SPKI DER. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/**
 * Returns the public key in a PEM text.
 * @throws Error when the text holds no ECDSA P-256 key, or a private key: only a public one can be handed on.
 */
export function readPublicKey(pem: string): KeyObject {
  if (/PRIVATE KEY/.test(pem)) {
    throw new Error('read public key: expected a public key, got a private one');
  }
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(`read public key: expected ECDSA P-256, got ${key.asymmetricKeyType}`);
  }
  return key;
}
