/** A reviewer's own signature over the file that was handed in: who decided is then more than what the file says. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ReviewDecision, ReviewIdentity } from '../../../schemas/review.ts';
import { sha256 } from '../../evidence/canonical.ts';
import { plain } from './people.ts';

/** Whether a key signed these bytes, as `openssl dgst -sha256 -sign` does, or `openssl pkeyutl -rawin` with an Ed25519 key. */
export function isSignedBy(publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const digest = ['ed25519', 'ed448'].includes(publicKey.asymmetricKeyType ?? '') ? null : 'sha256';
  try {
    return verify(digest, bytes, publicKey, signature);
  } catch {
    return false;
  }
}

/** Returns what is kept of a signature. Its bytes have been checked. */
export function signedIdentity(
  reviewer: string,
  publicKey: KeyObject,
  signature: Uint8Array,
): ReviewIdentity {
  return {
    kind: 'signed',
    reviewer,
    keyId: sha256(publicKey.export({ type: 'spki', format: 'der' })),
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    signature: Buffer.from(signature).toString('base64'),
  };
}

/** Whether what is kept of who decided still holds for a file: where nobody signed, there is nothing to hold. */
export function doesIdentityHold(
  identity: ReviewIdentity,
  bytes: Uint8Array,
  decisions: readonly ReviewDecision[],
): boolean {
  if (identity.kind === 'asserted') return true;
  if (decisions.some(({ reviewer }) => plain(reviewer) !== plain(identity.reviewer))) return false;
  try {
    const publicKey = createPublicKey(identity.publicKey);
    const isItsId = sha256(publicKey.export({ type: 'spki', format: 'der' })) === identity.keyId;
    return isItsId && isSignedBy(publicKey, bytes, Buffer.from(identity.signature, 'base64'));
  } catch {
    return false;
  }
}
