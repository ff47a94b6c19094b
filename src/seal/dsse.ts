/**
 * DSSE: what exactly is signed. The signature covers the payload's bytes and their type, so that bytes
 * made for another purpose can never be passed off as evidence.
 * Source: DSSE protocol v1.0.2, "Pre-Authentication Encoding".
 */
import type { KeyObject } from 'node:crypto';
import { isSigned, keyIdOf } from '../crypto/here.ts';

/** The id of a key: hex SHA-256 of the public key as SPKI DER, as `readPublicKey` and the signers give it. */
export { keyIdOf };

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
export async function isSignatureValid(
  key: KeyObject,
  payloadType: string,
  payload: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const message = preAuthenticationEncoding(payloadType, payload);
  return isSigned({ kind: 'ecdsa', hash: 'sha256' }, key, message, signature);
}
